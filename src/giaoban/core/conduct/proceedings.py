"""Proceedings: what the course of a conference says of one item: when, before whom, who spoke, the polls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giaoban.core.conduct.attendance import ARRIVED, LEFT, Mode, Passage, Stay, present, stays

OPENED, ADJOURNED = "conference.opened", "conference.adjourned"
BEGUN, CALLED, ASKED, POLLED = "item.begun", "speaker.called", "poll.opened", "poll.closed"
#: What ends an item: another one begins, or the conference does not go on.
_ENDS = (BEGUN, ADJOURNED)


@dataclass(frozen=True)
class Happened:
    """One thing that happened in the room, as its course keeps it."""

    verb: str
    payload: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class Call:
    """Somebody was given the floor."""

    delegate_id: int
    at: datetime


@dataclass(frozen=True)
class Polled:
    """A poll that was closed: what was asked, what came of it, and the votes by answer if they are told."""

    question: str
    outcome: str
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Proceedings:
    """One item as it went: who was there when it began, who came and went, who spoke, what was polled.

    `is_first` says that no item was dealt with before it; `ended_at` is empty while it goes on.
    """

    began_at: datetime
    ended_at: datetime | None
    is_first: bool
    present: tuple[Stay, ...] = ()
    arrived: tuple[Stay, ...] = ()
    left: tuple[Stay, ...] = ()
    calls: tuple[Call, ...] = ()
    polls: tuple[Polled, ...] = ()


def passages(course: Iterable[Happened], homes: Mapping[int, Mode]) -> tuple[Passage, ...]:
    """Return who came and went; `homes` says how each takes part where a moment does not say it."""
    return tuple(
        Passage(who, _mode(one, homes[who]), one.at)
        for one in course
        if one.verb in (ARRIVED, LEFT) and (who := one.payload.get("delegate")) in homes
    )


def proceed(course: Sequence[Happened], item: int, homes: Mapping[int, Mode]) -> Proceedings | None:
    """Return how the item of this id went, from the course in its order; None where it has not begun.

    Edges:   an item that was taken up again goes on where it was left; who comes or goes between items
             counts for the one before.
    """
    begun = [place for place, one in enumerate(course) if one.verb == BEGUN]
    mine = [place for place in begun if course[place].payload.get("item") == item]
    if not mine:
        return None
    during = [place for start in mine for place in range(start, _end(course, start))]
    before = stays(passages(course[: mine[0]], homes))
    meanwhile = passages([course[place] for place in during], homes)
    came, went = _moved(before, meanwhile)
    end = _end(course, mine[-1])
    return Proceedings(
        began_at=course[mine[0]].at,
        ended_at=course[end].at if end < len(course) else None,
        is_first=mine[0] == begun[0],
        present=tuple(present(before).values()),
        arrived=came,
        left=went,
        calls=tuple(_call(course[place]) for place in during if _is_call(course[place], homes)),
        polls=polled(course, [course[place] for place in during]),
    )


def polled(course: Iterable[Happened], during: Iterable[Happened]) -> tuple[Polled, ...]:
    """Return the polls that were closed during some part of the course, each with its question."""
    asked = {one.payload.get("poll"): one.payload.get("question", "") for one in course if one.verb == ASKED}
    return tuple(
        Polled(
            asked.get(one.payload.get("poll"), ""),
            one.payload.get("outcome", ""),
            tuple((str(answer), int(votes)) for answer, votes in one.payload.get("counts", ())),
        )
        for one in during
        if one.verb == POLLED
    )


def _mode(one: Happened, home: Mode) -> Any:
    return "" if one.verb == LEFT else one.payload.get("mode", home)


def _end(course: Sequence[Happened], start: int) -> int:
    """Return the place of what ended the item that began at `start`."""
    later = range(start + 1, len(course))
    return next((place for place in later if course[place].verb in _ENDS), len(course))


def _moved(
    before: tuple[Stay, ...], meanwhile: tuple[Passage, ...]
) -> tuple[tuple[Stay, ...], tuple[Stay, ...]]:
    """Return the stays that began and those that ended meanwhile."""
    known = tuple(Passage(one.delegate_id, one.mode, one.arrived_at) for one in present(before).values())
    found = stays((*known, *meanwhile))
    return found[len(known) :], tuple(one for one in found if one.left_at is not None)


def _is_call(one: Happened, homes: Mapping[int, Mode]) -> bool:
    return one.verb == CALLED and one.payload.get("delegate") in homes


def _call(one: Happened) -> Call:
    return Call(one.payload["delegate"], one.at)
