"""Feeds: what stands in the calendar that a person's own program fetches, and whose feed an address is."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from giaoban.core.conduct.appointments import Appointment
from giaoban.files import calendars
from giaoban.queries import convocations, deadline_feeds, tokens
from giaoban.records.models import Feed, Person

#: What a feed is made of: each gives what a person of an address has to attend or to do.
SOURCES: tuple[Callable[[str], tuple[Appointment, ...]], ...] = (
    convocations.of_person,
    deadline_feeds.of_person,
)


def of_person(person: Person) -> Feed | None:
    """Return the feed of a person; None if they have none."""
    return Feed.objects.filter(person=person).first()


def owner(secret: str) -> Person | None:
    """Return whose feed has this secret in its address; None if nobody who may sign in has it."""
    rows = Feed.objects.filter(sha256=tokens.digest(secret), person__is_active=True)
    found = rows.select_related("person").first()
    return found.person if found else None


def calendar(person: Person, name: str, at: datetime) -> bytes:
    """Return everything that a person has to attend, as iCalendar, in the person's language."""
    entries = [one for source in SOURCES for one in source(person.email)]
    return calendars.feed(entries, name, settings.TIME_ZONE, at)
