"""Deadlines of petitions, contributions and tasks: every change keeps what it was; the first one stays."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.conduct.deadlines import Moved
from giaoban.core.errors import Invalid
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack
from giaoban.queries import deadlines
from giaoban.records.models import Contribution, DeadlineChange, Petition, Task

_TABLES: dict[str, type[models.Model]] = {
    "petition": Petition,
    "contribution": Contribution,
    "task": Task,
}


def change(*, object: str, was_on: date, is_on: date, cause: str, reason: str, by: str, at: datetime) -> None:
    """Log that the deadline of a thing that is locked became another day: `petition/12`, `task/5`."""
    told = {"was_on": was_on, "is_on": is_on, "cause": cause, "reason": reason}
    with transaction.atomic():
        DeadlineChange.objects.create(object=object, **told, at=at, by=by)
        payload: dict[str, Any] = {**told, "was_on": was_on.isoformat(), "is_on": is_on.isoformat()}
        events.note(verb="deadline.moved", by=by, object=object, at=at, payload=payload)


def move_deadlines(*, pack: Pack, after: Calendar, reason: str, by: str, at: datetime) -> tuple[Moved, ...]:
    """Move every open deadline of petitions, contributions and tasks that a changed calendar moves.

    Edges:   what is past keeps its day, and the first deadline of each stays as it was set.
    """
    with transaction.atomic():
        found = deadlines.moved_by(pack, pack.calendar, after, timezone.localdate(at))
        for one in found:
            _move(one, reason, by, at)
    return found


def require_day(*, due_on: date | None, calendar: Calendar, today: date) -> date:
    """Return the working day on which something is due.

    Raises:  Invalid without a day, or for one that has passed.
    """
    if due_on is None:
        raise Invalid("There is no deadline", "Say by when it is due.")
    if due_on < today:
        raise Invalid("The deadline has passed already", "Set a day that is still to come.")
    return calendar.working_day(due_on)


def _move(one: Moved, reason: str, by: str, at: datetime) -> None:
    kind, _slash, key = one.name.partition("/")
    _TABLES[kind].objects.filter(pk=int(key)).update(due_on=one.is_on)
    change(object=one.name, was_on=one.was_on, is_on=one.is_on, cause="calendar", reason=reason, by=by, at=at)
