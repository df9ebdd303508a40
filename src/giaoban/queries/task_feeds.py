"""Feeds of tasks: the deadlines of what a person's bodies lead, as entries of the person's calendar."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from giaoban.core.conduct.appointments import Appointment
from giaoban.queries import people
from giaoban.queries.task_histories import name
from giaoban.queries.task_standings import in_force
from giaoban.records.models import DeadlineChange, Person, Task

#: When on its day a deadline stands in a calendar, and for how long.
_AT, _LASTS = time(8), timedelta(hours=1)
_LONGEST = 120


def of_person(email: str) -> tuple[Appointment, ...]:
    """Return the deadlines of the open tasks that a person's bodies lead, the nearest first.

    Edges:   what is reported as done waits for somebody else; a deadline that was changed replaces the entry.
    """
    person = Person.objects.filter(email=email).first()
    roles = people.actor(person, timezone.localdate()).roles if person else frozenset()
    bodies = frozenset(body for held in roles for body in held.bodies)
    if person is None or not bodies:
        return ()
    rows = in_force().filter(lead__in=bodies, status="open", due_on__isnull=False)
    found = tuple(rows.order_by("due_on", "id"))
    changes = _changes(found)
    with translation.override(person.language):
        return tuple(_appointment(one, person, changes.get(name(one), 0)) for one in found)


def _appointment(task: Task, person: Person, sequence: int) -> Appointment:
    told = {"task": task, "what": " ".join(task.what.split())[:_LONGEST]}
    title = render_to_string("mails/task_calendar_title.txt", told).strip()
    text = render_to_string("mails/task_calendar.txt", told).strip()
    uid = f"task-{task.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}"
    begins_at = _hour(task.due_on)  # type: ignore[arg-type]
    link = settings.SITE_ADDRESS + reverse("task", kwargs={"task_id": task.pk})
    who = (person.name, person.email)
    return Appointment(uid, sequence, title, begins_at, begins_at + _LASTS, "", text, link, *who)


def _hour(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, _AT))


def _changes(found: Iterable[Task]) -> dict[str, int]:
    """Return how often the deadline of each was changed: the number under which a calendar knows it."""
    rows = DeadlineChange.objects.filter(object__in=[name(one) for one in found]).order_by()
    return dict(rows.values_list("object").annotate(Count("pk")))
