"""Digests: mails that follow up what bodies owe; each step once, one a person a day, with all that waits.

The rows that say that a mail goes out are written before the mail: what may have been sent is not sent again,
by whomever it was begun and however that ended (docs/adr/0026). A refused mail is tried again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from giaoban.actions import events, mails
from giaoban.actions.mails import Posted
from giaoban.core.conduct.digests import Digest, Matter
from giaoban.core.conduct.reminders import failure
from giaoban.core.errors import Finding
from giaoban.queries import digests as reading
from giaoban.queries import people, tasks
from giaoban.queries.digests import Plan
from giaoban.records.models import Escalation, Person

#: How many things a mail names of each kind; the site has them all.
_MOST = 20


def send(*, by: str, at: datetime | None = None) -> Posted:
    """Send the mails of the day in every pack whose hour it is: to whoever a step is due for, with the rest.

    Edges:   done twice, or by two at once, it sends nothing twice; once all went out the day is done. A mail
             that cannot be sent is a finding and holds up no other; so is a body without people.
    """
    now = at or timezone.now()
    plan = reading.due(now)
    if not plan.packs:
        return Posted(0)
    posted = _post(plan.digests, by, now)
    if not posted.findings:
        _finish(plan, posted.mails, by, now)
    return Posted(posted.mails, (*posted.findings, *map(_nobody, plan.unattended)))


def _post(digests: Sequence[Digest], by: str, now: datetime) -> Posted:
    known = people.by_emails([one.person for one in digests])
    names = tasks.names_of(matter.body for one in digests for matter in one.others if matter.body)

    def send(one: Digest, connection: BaseEmailBackend) -> Posted:
        person = known[one.person]
        message = mails.written("digest", person, lambda: _context(one, person, names))
        return _send(one, message, connection, by, now)

    return mails.post(digests, send)


def _send(one: Digest, message: EmailMessage, connection: BaseEmailBackend, by: str, now: datetime) -> Posted:
    """Take the steps of a mail, then send it; whom somebody else is telling just now is left out.

    Raises:  OSError where nobody knows whether the server took it; then it is not sent again.
    """
    message.connection = connection
    if not _take(one, by, now):
        return Posted(0)
    try:
        message.send()
    except mails.REFUSED as fault:
        _give_back(one, by, now)
        title = f"The mail to {one.person} was refused ({fault})"
        detail = "It is tried again; see whether the address is right."
        return Posted(0, (Finding("mail_failed", title, detail),))
    return Posted(1)


def _take(one: Digest, by: str, now: datetime) -> bool:
    """Note every step that the mail takes; return whether nobody else was faster."""
    try:
        with transaction.atomic():
            for step in one.taken:
                told = {"object": step.key, "due_on": step.on, "step": step.mark}
                Escalation.objects.create(person=one.person, **told, at=now)
            steps = [f"{step.key} {step.mark}" for step in one.taken if step.key]
            payload = {"person": one.person, "waits": len(one.own), "steps": steps}
            events.note(verb="digest.sent", by=by, object="followup", at=now, payload=payload)
    except IntegrityError:
        return False
    return True


def _give_back(one: Digest, by: str, now: datetime) -> None:
    """Note that the server refused the mail, so that its steps may be tried again."""
    with transaction.atomic():
        for step in one.taken:
            told = {"object": step.key, "due_on": step.on, "step": failure(step.mark)}
            Escalation.objects.create(person=one.person, **told, at=now)
        told = {"person": one.person}
        events.note(verb="digest.failed", by=by, object="followup", at=now, payload=told)


def _finish(plan: Plan, count: int, by: str, now: datetime) -> None:
    """Note that everybody was told today, so that the next tick need not look again."""
    on = timezone.localdate(now)
    with transaction.atomic():
        for pack_id in plan.packs:
            name = reading.day_name(pack_id, on)
            events.note(verb=reading.FINISHED, by=by, object=name, at=now, payload={"mails": count})


def _context(one: Digest, person: Person, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person": person,
        "waits": len(one.own),
        "overdue": sum(1 for matter in one.own if matter.is_overdue),
        "called": len(one.others),
        "groups": list(_groups(one.own, {})),
        "others": list(_groups(one.others, names)),
        "link": settings.SITE_ADDRESS + reverse("desk"),
    }


def _groups(found: Iterable[Matter], names: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """Yield what a mail names of each kind, overdue first, and how many more there are."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        late = -one.days_left if one.days_left is not None and one.is_overdue else 0
        told = {"name": one.name, "due_on": one.due_on, "late": late, "body": names.get(one.body, "")}
        kinds.setdefault(one.kind, []).append(told)
    for kind, lines in kinds.items():
        yield {"kind": kind, "lines": lines[:_MOST], "more": max(0, len(lines) - _MOST)}


def _nobody(body: str) -> Finding:
    title = f"“{body}” has something to do, and nobody who acts for it can sign in"
    return Finding("nobody", title, "Tell it by another way, and invite its people.", severity="warning")
