"""Convocations: letters that call people to a conference; a newer one replaces or cancels the one before."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from giaoban.core.conduct.agenda import Slot
from giaoban.core.registry.calendars import Calendar

Method = Literal["request", "cancel"]
METHODS: tuple[Method, ...] = ("request", "cancel")


@dataclass(frozen=True)
class Programme:
    """All that a letter tells of a conference; the calendar entry and the mail are made from it."""

    title: str
    begins_at: datetime
    ends_at: datetime
    place: str
    telephone: str
    slots: tuple[Slot, ...]

    @property
    def digest(self) -> str:
        """Return a text that differs as soon as anything that a letter tells has changed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True)
class Sent:
    """One letter that went out."""

    sequence: int
    method: Method


@dataclass(frozen=True)
class Called:
    """Somebody to be called, whether the seat holds, and the letters that went out, the last one last."""

    delegate_id: int
    holds: bool
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One letter that is to go out."""

    delegate_id: int
    sequence: int
    method: Method


def due(called: Iterable[Called], sequence: int, is_off: bool) -> tuple[Letter, ...]:
    """Return the letters that are to go out so that everybody knows what holds by now.

    Edges:   of two letters to one person the later has the higher sequence (RFC 5545, 3.8.7.4), so that a
             calendar takes it for the newer one; who was never called is told nothing when it is off.
    """
    return tuple(letter for one in called if (letter := _due(one, sequence, is_off)))


def is_late(on: date, conference_on: date, calendar: Calendar, working_days: int | None) -> bool:
    """Return whether what comes on a day comes later than so many working days before the conference."""
    return working_days is not None and calendar.days_left(on, conference_on) < working_days


def _due(one: Called, sequence: int, is_off: bool) -> Letter | None:
    last = one.sent[-1] if one.sent else None
    if one.holds and not is_off:
        is_known = last is not None and last.sequence >= sequence
        return None if is_known else Letter(one.delegate_id, sequence, "request")
    if last is None or last.method == "cancel":
        return None
    return Letter(one.delegate_id, max(last.sequence + 1, sequence), "cancel")
