"""Reminders: mails that say what waits, for whom and by when; one a person a day at most.

The row that says that a mail goes out is written before the mail: what may have been sent is not sent again,
by whomever it was begun and however that ended (docs/adr/0026). A refused mail is tried again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from giaoban.actions import events, mails
from giaoban.actions.mails import Posted
from giaoban.core.conduct.letters import Letter, Matter
from giaoban.core.conduct.policy import phases_of
from giaoban.core.conduct.reminders import attempt, day_key, failure
from giaoban.core.conduct.workflow import AT_THE_UNIT
from giaoban.core.errors import Finding, NotAllowed
from giaoban.queries import people, rounds
from giaoban.queries import reminders as reading
from giaoban.queries.rounds import Schedule
from giaoban.records.models import Person, Reminder


def send(*, round_id: str, by: str, at: datetime | None = None) -> Posted:
    """Remind everybody for whom something waits in a round, but who had a mail today and the one who asks.

    Edges:   a mail that cannot be sent is a finding and holds up no other; so is a unit that waits for a
             role that nobody holds.
    Raises:  NotFound if there is no such round; NotAllowed while nothing is collected or checked.
    """
    if rounds.stage(round_id) not in phases_of("reminder.send"):
        raise NotAllowed("The round is not in a phase for this.")
    now = at or timezone.now()
    plan = reading.asked(round_id, by, now)
    posted = _post(round_id, plan.letters, by, now)
    return Posted(posted.mails, (*posted.findings, *map(_nobody, plan.unattended)))


def send_due(*, round_id: str, by: str, at: datetime | None = None) -> Posted:
    """Send the mails of a round that go out now of their own accord: the step that is due, and news.

    Edges:   as with `send`; at the same time done twice, or by two at once, it sends nothing twice.
    Raises:  NotFound if there is no such round.
    """
    now = at or timezone.now()
    return _post(round_id, reading.due(round_id, now).letters, by, now)


def _post(round_id: str, letters: tuple[Letter, ...], by: str, now: datetime) -> Posted:
    if not letters:
        return Posted(0)
    known = people.by_emails([one.person for one in letters])
    schedule = rounds.schedule(round_id, timezone.localdate(now))

    def send(letter: Letter, connection: BaseEmailBackend) -> Posted:
        return _send(schedule, letter, known[letter.person], connection, by, now)

    return mails.post(letters, send)


def _send(
    schedule: Schedule, letter: Letter, person: Person, connection: BaseEmailBackend, by: str, now: datetime
) -> Posted:
    """Take the person's mail of the day, then send it; whom somebody else is telling just now is left out.

    Raises:  OSError where nobody knows whether the server took it; then it is not sent again.
    """
    message = mails.written("reminder", person, lambda: _context(schedule, letter, person))
    message.connection = connection
    marks = _take(schedule.review.round_id, letter, by, now)
    if not marks:
        return Posted(0)
    try:
        message.send()
    except mails.REFUSED as fault:
        _give_back(schedule.review.round_id, letter, marks, by, now)
        title = f"The reminder to {person.email} was refused ({fault})"
        finding = Finding("mail_failed", title, "It is tried again; see whether the address is right.")
        return Posted(0, (finding,))
    return Posted(1)


def _take(round_id: str, letter: Letter, by: str, now: datetime) -> tuple[str, ...]:
    """Note that the mail goes out; return its marks, or nothing where somebody else was faster."""
    keys = [key for key in (day_key(timezone.localtime(now)), letter.step) if key]
    try:
        with transaction.atomic():
            known = reading.marks(round_id, letter.person)
            marks = tuple(attempt(key, known) for key in keys)
            if not all(marks):
                return ()
            for mark in marks:
                Reminder.objects.create(round_id=round_id, person=letter.person, step=mark, at=now)
            told = {"person": letter.person, "step": letter.step, "about": _counts(letter.matters)}
            events.note(verb="reminder.sent", by=by, object=round_id, at=now, payload=told)
    except IntegrityError:
        return ()
    return marks


def _give_back(round_id: str, letter: Letter, marks: Iterable[str], by: str, now: datetime) -> None:
    """Note that the server refused the mail, so that it may be tried again."""
    with transaction.atomic():
        for mark in marks:
            Reminder.objects.create(round_id=round_id, person=letter.person, step=failure(mark), at=now)
        told = {"person": letter.person, "step": letter.step}
        events.note(verb="reminder.failed", by=by, object=round_id, at=now, payload=told)


def _counts(matters: Iterable[Matter]) -> dict[str, int]:
    kinds = [one.kind for one in matters]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def _context(schedule: Schedule, letter: Letter, person: Person) -> dict[str, Any]:
    pack, review = schedule.pack, schedule.review
    titles = review.settings["titles"]
    return {
        "person": person,
        "title": titles.get(person.language, titles[pack.languages[0]]),
        "due_on": schedule.plan.due_on,
        "days_left": schedule.days_left,
        "days_past": -schedule.days_left,
        "is_past": schedule.today > schedule.plan.due_on,
        "is_owed": any(one.status == "completed" or one.status in AT_THE_UNIT for one in letter.matters),
        "is_turn": any(one.kind == "turn" for one in letter.matters),
        "groups": _groups(schedule, letter.matters),
        "link": settings.SITE_ADDRESS + _address(schedule, letter),
    }


def _groups(schedule: Schedule, matters: Iterable[Matter]) -> list[dict[str, Any]]:
    """Return the matters by what they say, each with the names of its units."""
    names = {unit.unit_key: unit.name for unit in schedule.pack.units_of(schedule.review)}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in matters:
        told = {"unit": names[one.unit_key], "count": one.count, "until": one.until}
        found.setdefault(f"{one.kind} {one.status}".strip(), []).append(told)
    return [{"what": what, "units": units} for what, units in found.items()]


def _address(schedule: Schedule, letter: Letter) -> str:
    """Return where the reader sees what waits: the own unit's page, or that of all units."""
    about = {"round_id": schedule.review.round_id}
    if letter.unit_key:
        return reverse("unit_status", kwargs={**about, "unit_key": letter.unit_key})
    return reverse("overview", kwargs=about)


def _nobody(unattended: tuple[str, str]) -> Finding:
    unit_key, role = unattended
    title = f"“{unit_key}” waits for somebody with the role {role}, and nobody has it"
    return Finding("nobody", title, "Give somebody the role: giaoban people invite.", severity="warning")
