"""Feeds of deadlines: by when a person's bodies answer, contribute and act, as entries of their calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from giaoban.core.conduct.appointments import Appointment
from giaoban.core.conduct.people import Actor
from giaoban.core.conduct.policy import scope_of
from giaoban.queries import contributions, people
from giaoban.queries.task_standings import in_force
from giaoban.records.models import Contribution, DeadlineChange, Person, Petition, Task

#: When on its day a deadline stands in a calendar, and for how long.
_AT, _LASTS = time(8), timedelta(hours=1)
_LONGEST = 120


@dataclass(frozen=True)
class _Due:
    """What a body owes by a day (`contribution/3`): whose page tells of it, and what its templates say."""

    name: str
    due_on: date
    page: Literal["petition", "task"]
    key: int
    told: dict[str, Any]


def of_person(email: str) -> tuple[Appointment, ...]:
    """Return the deadlines of what a person's bodies answer, contribute or carry out, the nearest first.

    Edges:   a deadline that was changed replaces the entry; what was answered, given or reported as done is
             no entry any more.
    """
    person = Person.objects.filter(email=email).first()
    if person is None:
        return ()
    owed = _owed(people.actor(person, timezone.localdate()))
    found = sorted(owed, key=lambda one: (one.due_on, one.name))
    changes = _changes(found)
    with translation.override(person.language):
        return tuple(_appointment(one, person, changes.get(one.name, 0)) for one in found)


def _owed(actor: Actor) -> Iterator[_Due]:
    """Yield what is due of the bodies for which somebody answers, contributes and reports."""
    if bodies := scope_of(actor, "petition.answer").bodies:
        yield from map(_answer, Petition.objects.filter(stage="assigned", lead__in=bodies))
    if bodies := scope_of(actor, "petition.contribute").bodies:
        asked = contributions.owed().filter(body__in=bodies)
        yield from map(_contribution, asked.select_related("petition"))
    if bodies := scope_of(actor, "task.report").bodies:
        yield from map(_task, in_force().filter(lead__in=bodies, status="open", due_on__isnull=False))


def _answer(row: Petition) -> _Due:
    first = row.first_due_on if row.first_due_on != row.due_on else None
    told = {"number": row.number, "is_contribution": False, "first_due_on": first}
    return _Due(f"petition/{row.pk}", row.due_on, "petition", row.pk, told)  # type: ignore[arg-type]


def _contribution(row: Contribution) -> _Due:
    told = {"number": row.petition.number, "is_contribution": True}
    return _Due(f"contribution/{row.pk}", row.due_on, "petition", row.petition_id, told)


def _task(row: Task) -> _Due:
    told = {"task": row, "what": " ".join(row.what.split())[:_LONGEST]}
    return _Due(f"task/{row.pk}", row.due_on, "task", row.pk, told)  # type: ignore[arg-type]


def _appointment(due: _Due, person: Person, sequence: int) -> Appointment:
    title = render_to_string(f"mails/{due.page}_calendar_title.txt", due.told).strip()
    text = render_to_string(f"mails/{due.page}_calendar.txt", due.told).strip()
    uid = f"{due.name.replace('/', '-')}@{urlsplit(settings.SITE_ADDRESS).hostname}"
    begins_at = timezone.make_aware(datetime.combine(due.due_on, _AT))
    link = settings.SITE_ADDRESS + reverse(due.page, kwargs={f"{due.page}_id": due.key})
    who = (person.name, person.email)
    return Appointment(uid, sequence, title, begins_at, begins_at + _LASTS, "", text, link, *who)


def _changes(found: Iterable[_Due]) -> dict[str, int]:
    """Return how often the deadline of each was changed: the number under which a calendar knows it."""
    rows = DeadlineChange.objects.filter(object__in=[one.name for one in found]).order_by()
    return dict(rows.values_list("object").annotate(Count("pk")))
