"""Speakers: the order in which those who wish to speak are called, the same for the hall and for the screens.

Points of order come first, by time. Then whoever's unit has spoken least; among those, whoever's side (hall
or online) has had the smaller share of turns for each who wished to speak there; then whoever asked first.
A line to a far place is slower than a raised hand: so sides take turns, and do not race.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from giaoban.core.conduct.rooms import Wish

#: What a turn is counted as before it was held, in seconds.
TURN = 180


@dataclass(frozen=True)
class Voice:
    """Who may speak: for which unit (or for themselves), and from which side."""

    delegate_id: int
    unit: str
    side: str


def order_speakers(
    wishes: Iterable[Wish], voices: Mapping[int, Voice], spoken: Mapping[int, int]
) -> tuple[Wish, ...]:
    """Return the wishes in the order in which they are to be called.

    Shape:   `spoken` holds the seconds that each delegate has spoken so far.
    Edges:   the same wishes give the same order, however they were listed; each that is called counts as a
             turn for those behind it, so that the list shown is the one that is kept to.
    """
    waiting = sorted(wishes, key=lambda one: one.number)
    points = [one for one in waiting if one.is_point]
    rest = [one for one in waiting if not one.is_point]
    times, turns = _told(voices, spoken)
    demand = Counter(voices[one].side for one in {*spoken, *(wish.delegate_id for wish in rest)})
    found = list(points)
    while rest:
        chosen = min(rest, key=lambda one: _rank(one, voices, times, turns, demand))
        rest.remove(chosen)
        found.append(chosen)
        voice = voices[chosen.delegate_id]
        times[voice.unit] += TURN
        turns[voice.side] += TURN
    return tuple(found)


def _told(voices: Mapping[int, Voice], spoken: Mapping[int, int]) -> tuple[Counter[str], Counter[str]]:
    """Return how long each unit and each side has spoken."""
    times: Counter[str] = Counter()
    sides: Counter[str] = Counter()
    for delegate_id, seconds in spoken.items():
        times[voices[delegate_id].unit] += seconds
        sides[voices[delegate_id].side] += seconds
    return times, sides


def _rank(
    wish: Wish,
    voices: Mapping[int, Voice],
    times: Counter[str],
    turns: Counter[str],
    demand: Counter[str],
) -> tuple[int, Fraction, int]:
    """Return by what a wish is compared: the lowest is called next."""
    voice = voices[wish.delegate_id]
    # Seconds within one turn are no reason to put somebody back.
    return times[voice.unit] // TURN, Fraction(turns[voice.side], demand[voice.side]), wish.number
