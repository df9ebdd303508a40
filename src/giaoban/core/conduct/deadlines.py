"""Deadlines: the working day on which something is due, and what a changed calendar moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from giaoban.core.conduct.resolutions import due_after
from giaoban.core.registry.calendars import Calendar


@dataclass(frozen=True)
class Moved:
    """One open deadline that a changed calendar moved, with both dates."""

    name: str
    was_on: date
    is_on: date


@dataclass(frozen=True)
class Term:
    """One open deadline: its day, and how many working days after which day, where it was so counted."""

    name: str
    due_on: date
    days: int | None = None
    counted_from: date | None = None


def due_on(nominal: date, calendar: Calendar) -> date:
    """Return `nominal`, or the next working day where it falls on a day off."""
    return calendar.working_day(nominal)


def follow(term: Term, before: Calendar, after: Calendar, today: date) -> date:
    """Return the day of an open deadline once the calendar has changed.

    Edges:   what was counted in working days is counted anew; else what fell on a working day that is none
             any more lies on the next one. None comes to lie in the past.
    """
    if term.days and term.counted_from:
        return max(due_after(term.counted_from, term.days, after), after.working_day(today))
    return after.working_day(term.due_on) if before.is_working(term.due_on) else term.due_on


def follow_all(terms: Iterable[Term], before: Calendar, after: Calendar, today: date) -> tuple[Moved, ...]:
    """Return those of the terms still open at `today` that a changed calendar moves, with both dates."""
    known = tuple(terms)
    was = {one.name: one.due_on for one in known}
    return moved(was, {one.name: follow(one, before, after, today) for one in known}, today)


def moved(was: Mapping[str, date], now: Mapping[str, date], today: date) -> tuple[Moved, ...]:
    """Return the deadlines still open at `today` that lie on another day now, with both dates."""
    changed = (Moved(name, day, now[name]) for name, day in was.items() if name in now)
    return tuple(one for one in changed if one.was_on >= today and one.is_on != one.was_on)
