"""Desks: what lies before somebody: reports of their unit, and what waits for their office, by urgency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from giaoban.core.conduct.people import Actor
from giaoban.core.conduct.workflow import Standing
from giaoban.core.figures.entries import missing
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.units import Unit
from giaoban.queries import forms, packs, rounds, submissions, tasks
from giaoban.queries.rounds import Schedule
from giaoban.queries.waits import Told, Why, waits

#: So many of each reason stand in the list; the others are counted.
MOST = 7


@dataclass(frozen=True)
class Owed:
    """One report that a unit owes: its round in time, where it stands, and how many lines have no answer."""

    schedule: Schedule
    unit: Unit
    standing: Standing
    unanswered: int


def owed(unit_keys: Iterable[str]) -> tuple[Owed, ...]:
    """Return the reports of these units in the rounds that were opened, the nearest deadline first."""
    wanted = frozenset(unit_keys)
    if not wanted:
        return ()
    asking = [one for one in rounds.schedules() if one.phase != "unpublished" and _has_form(one)]
    asking.sort(key=lambda one: (one.phase == "closed", one.plan.due_on))
    units = [(one, unit) for one in asking for unit in one.pack.units_of(one.review)]
    return tuple(_owed(one, unit) for one, unit in units if unit.unit_key in wanted)


def _has_form(schedule: Schedule) -> bool:
    return bool(schedule.review.settings.get("form"))


def _owed(schedule: Schedule, unit: Unit) -> Owed:
    place = (schedule.review.round_id, unit.unit_key)
    unanswered = len(missing(forms.of_unit(*place), submissions.entries(*place)))
    return Owed(schedule, unit, submissions.standing(*place), unanswered)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody: what, why, whose it is in words, by when, and how long that is yet.

    `days_left` are working days, below 0 by as many as have passed since; None where no day is set.
    """

    object: str
    label: str
    text: str
    why: Why
    who: str
    due_on: date | None
    days_left: int | None
    is_overdue: bool


@dataclass(frozen=True)
class Heap:
    """How much waits for one reason in all; `unit_key` where it is one unit's."""

    why: Why
    total: int
    unit_key: str = ""


@dataclass(frozen=True)
class Desk:
    """What waits for somebody: the most urgent ones of each reason as one list, and how many there are."""

    lines: tuple[Waiting, ...]
    heaps: tuple[Heap, ...]

    @property
    def total(self) -> int:
        """Return how much waits in all."""
        return sum(one.total for one in self.heaps)

    @property
    def more(self) -> int:
        """Return how much waits that the list does not show."""
        return self.total - len(self.lines)


def waiting(actor: Actor, *, at: datetime) -> Desk:
    """Return what waits for somebody: overdue first, then by deadline, what has none last.

    Shape:   at most seven of each reason are in the list; reasons for which nothing waits are left out.
    Edges:   as many statements for one thing as for a hundred thousand.
    """
    on = timezone.localdate(at)
    found = [(one, one.total, one.first(MOST)) for one in waits(actor, on)]
    told = [(wait.why, one) for wait, _, shown in found for one in shown]
    names = tasks.names_of(one.who for _, one in told if one.who) if found else {}
    known = {key: pack.calendar for pack in packs.installed() for key in (pack.pack_id, *pack.rounds)}
    lines = [_waiting(why, one, names, known, on) for why, one in told]
    heaps = tuple(Heap(wait.why, total, wait.unit_key) for wait, total, _ in found if total)
    return Desk(tuple(sorted(lines, key=_urgency)), heaps)


def _waiting(
    why: Why, one: Told, names: Mapping[str, str], known: Mapping[str, Calendar], on: date
) -> Waiting:
    left = None
    if one.due_on:
        left = known[one.place].days_left(on, one.due_on)
    is_overdue = one.due_on is not None and one.due_on < on
    who = names.get(one.who, "")
    return Waiting(one.object, one.label, one.text, why, who, one.due_on, left, is_overdue)


def _urgency(one: Waiting) -> tuple[date, str]:
    return (one.due_on or date.max, one.object)
