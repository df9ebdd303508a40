"""Fairness: with equal demand the hall and the screens wait equally long, also where the line is slow."""

import random
from datetime import UTC, datetime, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.rooms import Wish
from giaoban.core.conduct.speakers import Voice, order_speakers

NOW = datetime(2024, 1, 17, 9, tzinfo=UTC)
PEOPLE = 60
VOICES = {n: Voice(n, f"unit-{n % 40}", "hall" if n % 2 else "online") for n in range(PEOPLE)}


def waits(seed: int, choose) -> dict[str, float]:
    """Return how long each side waited on average, in seconds, over an hour of questions and answers.

    Everybody wants to speak after one of ten reports; a hand in the hall is seen within three seconds, one
    on a screen up to eight seconds later. `choose` says who of those who wait is called.
    """
    chance = random.Random(seed)  # noqa: S311
    asked: list[tuple[float, float, int]] = []
    for delegate_id in range(PEOPLE):
        wanted = chance.randrange(10) * 900
        seen = wanted + chance.uniform(0, 3) + (chance.uniform(1, 8) if delegate_id % 2 == 0 else 0)
        asked.append((seen, wanted, delegate_id))
    now, spoken, waited = 0.0, {}, {"hall": [], "online": []}
    open_ = sorted(asked)
    while open_:
        now = max(now, open_[0][0])
        here = {one[2]: one for one in open_ if one[0] <= now}
        wishes = [
            Wish(who, number, NOW + timedelta(seconds=one[0]))
            for number, (who, one) in enumerate(here.items())
        ]
        who = choose(wishes, spoken)
        waited[VOICES[who].side].append(now - here[who][1])
        open_.remove(here[who])
        seconds = chance.randrange(90, 270)
        now, spoken[who] = now + seconds, seconds
    return {side: mean(times) for side, times in waited.items()}


def fairly(wishes, spoken) -> int:
    """Return whom the rules call."""
    return order_speakers(wishes, VOICES, spoken)[0].delegate_id


def first_come(wishes, spoken) -> int:
    """Return whose hand was seen first."""
    return wishes[0].delegate_id


def apart(choose) -> float:
    """Return by which share of the longer one the mean waits of the two sides differ, over 200 hearings."""
    told = [waits(seed, choose) for seed in range(200)]
    hall, online = (mean(one[side] for one in told) for side in ("hall", "online"))
    return abs(hall - online) / max(hall, online)


def test_hall_and_screens_wait_equally_long():
    """The waits differ by less than a tenth by the rules; first come, first served favours the hall."""
    assert apart(fairly) < 0.10
    assert apart(first_come) > 0.25


@given(
    st.lists(st.integers(0, PEOPLE - 1), unique=True),
    st.dictionaries(st.integers(0, PEOPLE - 1), st.integers(0, 900)),
    st.randoms(use_true_random=False),
)
def test_everybody_who_asked_is_called_once_and_in_one_order(asked, spoken, chance):
    """However the wishes are listed; and who is called first stays first when nothing changes."""
    wishes = [Wish(who, number, NOW) for number, who in enumerate(asked)]
    found = order_speakers(wishes, VOICES, spoken)
    assert sorted(one.delegate_id for one in found) == sorted(asked)
    chance.shuffle(wishes)
    assert order_speakers(wishes, VOICES, spoken) == found


@pytest.mark.parametrize("last", range(0, PEOPLE, 7))
def test_nobody_waits_for_ever(last):
    """Whoever asks once, after all others, is called in their turn, though the others ask again and again."""
    asked = {who: who for who in range(PEOPLE)} | {last: PEOPLE}
    spoken: dict[int, int] = {}
    for turn in range(PEOPLE + 1, 3 * PEOPLE):
        who = fairly([Wish(who, number, NOW) for who, number in asked.items()], spoken)
        if who == last:
            return
        spoken[who] = spoken.get(who, 0) + 180
        asked[who] = turn
    raise AssertionError(f"{last} was never called")
