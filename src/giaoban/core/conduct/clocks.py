"""Clocks: whose hands a petition was in for how long, in working days, so that no time is lost or gained."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from giaoban.core.errors import Invalid
from giaoban.core.registry.calendars import Calendar

#: `held` it is in the hands of `body` · `paused` it waits for a logged reason, in the hands of `body` ·
#: `closed` the petitioner has accepted the answer, or withdrawn it.
Kind = Literal["held", "paused", "closed"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Turn:
    """From this day on a petition is in these hands, until the next turn."""

    on: date
    kind: Kind
    body: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Clock:
    """How old a petition is, and who had it for how long; all in working days.

    `age` is what has passed since it was lodged, without what passed while it was closed; the times of the
    bodies and of the pauses make it up exactly.
    """

    age: int
    by_body: tuple[tuple[str, int], ...]
    paused: int


def read_clock(turns: Iterable[Turn], calendar: Calendar, on: date) -> Clock:
    """Return the clock of a petition on a day.

    Edges:   the day of a turn still counts for whoever had it before; a transfer, a pause or an answer that
             comes back never makes the petition younger; what lies after `on` has not happened yet.
    Raises:  Invalid if a turn lies before the one that came earlier, or a pause has no reason.
    """
    times = Counter(dict.fromkeys(("held", "paused"), 0))
    bodies: Counter[str] = Counter()
    for turn, until in _stretches(tuple(turns), on):
        days = calendar.days_left(turn.on, until)
        times[turn.kind] += days
        if turn.kind == "held":
            bodies[turn.body] += days
    return Clock(times["held"] + times["paused"], tuple(sorted(bodies.items())), times["paused"])


def _stretches(turns: tuple[Turn, ...], on: date) -> Iterator[tuple[Turn, date]]:
    """Yield each turn with the day on which it ends."""
    for place, turn in enumerate(turns):
        following = turns[place + 1].on if place + 1 < len(turns) else max(on, turn.on)
        _check(turn, following)
        if turn.on <= on:
            yield turn, min(following, on)


def _check(turn: Turn, following: date) -> None:
    if following < turn.on:
        raise Invalid(f"A turn on {following} lies before the one on {turn.on}", "Time only goes on.")
    if turn.kind == "paused" and not turn.reason.strip():
        raise Invalid(f"The pause from {turn.on} on has no reason", "Say why the petition waits.")
