"""Attendance: who is in the hall or online at a conference, since when and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Mode = Literal["hall", "online"]
MODES: tuple[Mode, ...] = ("hall", "online")
ARRIVED, LEFT = "delegate.arrived", "delegate.left"


@dataclass(frozen=True)
class Passage:
    """Somebody comes, in a mode, or goes (then the mode is empty)."""

    delegate_id: int
    mode: Mode | Literal[""]
    at: datetime


@dataclass(frozen=True)
class Stay:
    """One time for which somebody was there; `left_at` is empty while they are."""

    delegate_id: int
    mode: Mode
    arrived_at: datetime
    left_at: datetime | None = None


def stays(passages: Iterable[Passage]) -> tuple[Stay, ...]:
    """Return every stay, in the order of arrival, from the passages in their order.

    Edges:   who goes from the hall to the screen, or back, ends one stay and begins another; who arrives
             twice has arrived once, and who was not there cannot leave.
    """
    found: list[Stay] = []
    open_: dict[int, int] = {}
    for one in passages:
        here = open_.get(one.delegate_id)
        if here is not None and found[here].mode == one.mode:
            continue
        if here is not None:
            found[here] = replace(found[here], left_at=one.at)
            del open_[one.delegate_id]
        if one.mode:
            open_[one.delegate_id] = len(found)
            found.append(Stay(one.delegate_id, one.mode, one.at))
    return tuple(found)


def present(told: Iterable[Stay]) -> Mapping[int, Stay]:
    """Return who is there now, each with the stay: in the hall or online, never both."""
    return {one.delegate_id: one for one in told if one.left_at is None}


def late(told: Iterable[Stay], began_at: datetime) -> frozenset[int]:
    """Return who came for the first time after the conference had begun."""
    first: dict[int, datetime] = {}
    for one in told:
        first.setdefault(one.delegate_id, one.arrived_at)
    return frozenset(delegate_id for delegate_id, at in first.items() if at > began_at)
