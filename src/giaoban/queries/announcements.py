"""Announcements: whom an issued notice gives a task to, and who was told of it."""

from dataclasses import dataclass

from django.utils import timezone

from giaoban.queries import people, tasks
from giaoban.records.models import Event, Notice, Person, Task

#: What the audit calls a letter that went out.
SENT = "notice.announced"


@dataclass(frozen=True)
class Letter:
    """What one person is told: the tasks that the bodies lead for which they act."""

    person: Person
    tasks: tuple[Task, ...]


def notice_of(round_id: str) -> Notice | None:
    """Return the issued notice of the conference on a round, or None."""
    rows = Notice.objects.select_related("conference").filter(stage="issued")
    return rows.filter(conference__round_id=round_id).exclude(conference__stage="called_off").first()


def letters(notice: Notice) -> tuple[tuple[Letter, ...], tuple[str, ...]]:
    """Return a letter a person, by address, and the bodies that lead a task and in which nobody acts."""
    given = tasks.of_conference(notice.conference.key)
    acting = people.acting_for({one.lead for one in given}, timezone.localdate())
    names = tasks.bodies(notice.conference.round_id).names
    own: dict[str, list[Task]] = {}
    known: dict[str, Person] = {}
    for body, found in acting.items():
        for person in found:
            known[person.email] = person
            own.setdefault(person.email, []).extend(one for one in given if one.lead == body)
    unattended = sorted({one.lead for one in given} - set(acting))
    return (
        tuple(Letter(known[email], tuple(own[email])) for email in sorted(own)),
        tuple(names[key] for key in unattended),
    )


def told(conference: str) -> frozenset[str]:
    """Return who was told of the tasks of a conference."""
    rows = Event.objects.filter(object=f"conference/{conference}", verb=SENT)
    return frozenset(payload["person"] for payload in rows.values_list("payload", flat=True))
