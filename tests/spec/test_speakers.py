"""Speakers: who is called next, the same for the hall and for the screens."""

from datetime import UTC, datetime

from giaoban.core.conduct.rooms import Wish
from giaoban.core.conduct.speakers import Voice, order_speakers

NOW = datetime(2024, 1, 17, 9, tzinfo=UTC)
#: Delegates 1 to 4 sit in the hall, 5 to 8 on screens, each for a unit of their own.
VOICES = {
    number: Voice(number, f"unit-{number}", "hall" if number < 5 else "online") for number in range(1, 9)
}


def called(*asked: int | tuple[int, str], spoken: dict[int, int] | None = None) -> list[int]:
    """Return who is called in which order; a delegate with a word beside raises a point of order."""
    wishes = [
        Wish(one if isinstance(one, int) else one[0], number, NOW, not isinstance(one, int))
        for number, one in enumerate(asked, 1)
    ]
    return [one.delegate_id for one in order_speakers(reversed(wishes), VOICES, spoken or {})]


def test_whoever_asks_first_is_called_first():
    """On one side, with nobody heard yet, the order of asking stands."""
    assert called(3, 1, 2) == [3, 1, 2]


def test_hall_and_screens_take_turns_however_slow_the_line_is():
    """Four hands in the hall were faster than every screen: the sides are called by turns all the same."""
    assert called(1, 2, 3, 4, 5, 6, 7, 8) == [1, 5, 2, 6, 3, 7, 4, 8]


def test_a_side_with_more_who_wish_to_speak_gets_more_turns():
    """Two in the hall, four on screens: one turn in the hall for two on screens."""
    assert called(1, 2, 5, 6, 7, 8) == [1, 5, 6, 2, 7, 8]


def test_a_unit_that_has_been_heard_waits_for_those_that_have_not():
    """Unit 1 spoke for four minutes: it comes after unit 2, which asked later."""
    assert called(1, 2, spoken={1: 240}) == [2, 1]


def test_seconds_within_one_turn_are_no_reason_to_put_somebody_back():
    """Who put a short question of 20 seconds is not behind who said nothing yet."""
    assert called(1, 2, spoken={1: 20}) == [1, 2]


def test_two_delegates_of_one_unit_share_its_time():
    """What one of them said counts for the other, too."""
    voices = {1: Voice(1, "unit-1", "hall"), 2: Voice(2, "unit-1", "hall"), 3: Voice(3, "unit-3", "hall")}
    wishes = [Wish(2, 1, NOW), Wish(3, 2, NOW)]
    assert [one.delegate_id for one in order_speakers(wishes, voices, {1: 300})] == [3, 2]


def test_points_of_order_come_first_by_time():
    """Whatever was heard before, and from whatever side."""
    assert called(1, 2, (6, "point"), (5, "point"), spoken={6: 600, 5: 0}) == [6, 5, 1, 2]
