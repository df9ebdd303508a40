"""Deadlines: the working day on which something is due, and what a changed calendar moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.core.registry.calendars import Calendar


@dataclass(frozen=True)
class Moved:
    """One open deadline that a changed calendar moved, with both dates."""

    name: str
    was_on: date
    is_on: date


def due_on(nominal: date, calendar: Calendar) -> date:
    """Return `nominal`, or the next working day where it falls on a day off."""
    return calendar.working_day(nominal)


def reschedule(
    nominal: Mapping[str, date], before: Calendar, after: Calendar, today: date
) -> tuple[Moved, ...]:
    """Return the deadlines still open at `today` whose working day differs under the changed calendar.

    Edges:   a deadline already past keeps its date: what was late or in time stays so.
    """
    was, now = ({name: due_on(day, one) for name, day in nominal.items()} for one in (before, after))
    return moved(was, now, today)


def moved(was: Mapping[str, date], now: Mapping[str, date], today: date) -> tuple[Moved, ...]:
    """Return the deadlines still open at `today` that lie on another day now, with both dates."""
    changed = (Moved(name, day, now[name]) for name, day in was.items() if name in now)
    return tuple(one for one in changed if one.was_on >= today and one.is_on != one.was_on)
