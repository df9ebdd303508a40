"""Feeds of petitions: by when a person's bodies answer or contribute, as entries of the person's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from giaoban.core.conduct.appointments import Appointment
from giaoban.core.conduct.policy import scope_of
from giaoban.queries import people
from giaoban.records.models import Contribution, DeadlineChange, Person, Petition

#: When on its day a deadline stands in a calendar, and for how long.
_AT, _LASTS = time(8), timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """What a body owes to a petition by a day: its answer, or its contribution."""

    name: str
    petition: Petition
    due_on: date
    is_contribution: bool


def of_person(email: str) -> tuple[Appointment, ...]:
    """Return the deadlines of what a person's bodies have to answer or to contribute, the nearest first.

    Edges:   a deadline that was changed replaces the entry; what was answered is no entry any more.
    """
    person = Person.objects.filter(email=email).first()
    if person is None:
        return ()
    bodies = scope_of(people.actor(person, timezone.localdate()), "petition.answer").bodies
    found = _owed(bodies) if bodies else ()
    changes = _changes(found)
    with translation.override(person.language):
        return tuple(_appointment(one, person, changes.get(one.name, 0)) for one in found)


def _owed(bodies: Iterable[str]) -> tuple[Due, ...]:
    led = Petition.objects.filter(stage="assigned", lead__in=bodies)
    asked = Contribution.objects.filter(body__in=bodies, given_on=None, petition__stage="assigned")
    owed = [Due(f"petition/{one.pk}", one, one.due_on, False) for one in led]  # type: ignore[arg-type]
    owed += [
        Due(f"contribution/{one.pk}", one.petition, one.due_on, True)
        for one in asked.select_related("petition")
    ]
    return tuple(sorted(owed, key=lambda one: (one.due_on, one.name)))


def _appointment(due: Due, person: Person, sequence: int) -> Appointment:
    title = render_to_string("mails/petition_calendar_title.txt", {"due": due}).strip()
    text = render_to_string("mails/petition_calendar.txt", {"due": due}).strip()
    uid = f"{due.name.replace('/', '-')}@{urlsplit(settings.SITE_ADDRESS).hostname}"
    begins_at = timezone.make_aware(datetime.combine(due.due_on, _AT))
    link = settings.SITE_ADDRESS + reverse("petition", kwargs={"petition_id": due.petition.pk})
    who = (person.name, person.email)
    return Appointment(uid, sequence, title, begins_at, begins_at + _LASTS, "", text, link, *who)


def _changes(found: Iterable[Due]) -> dict[str, int]:
    """Return how often the deadline of each was changed: the number under which a calendar knows it."""
    rows = DeadlineChange.objects.filter(object__in=[one.name for one in found]).order_by()
    return dict(rows.values_list("object").annotate(Count("pk")))
