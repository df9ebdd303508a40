"""Convocations: everybody who has a seat is called by mail, told what changed, or that it is off; each once.

As with reminders, the row that says that a letter goes out is written before the mail (docs/adr/0026).
"""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from giaoban.actions import events, mails, moments
from giaoban.core.conduct.convocations import Letter
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.queries import conferences
from giaoban.queries import convocations as reading
from giaoban.records.models import Conference, Convocation, Delegate

_LONGEST_REASON = 500
_AGAIN = "Those that went out stay so; send the others when it answers."


def ask(*, conference: str, by: str, reason: str = "", at: datetime | None = None) -> int:
    """Settle what the letters say and under which number; return how many are to go out. A job sends them.

    Edges:   what has changed since the last letters raises the number, so that the new ones replace them.
    Raises:  NotAllowed while nobody is called; Conflict where there is nothing to tell; Invalid for letters
             that come later than the rules ask for, without a reason.
    """
    now, said = at or timezone.now(), reason.strip()
    with transaction.atomic():
        found = moments.lock(conference=conference, action="convocation.send")
        _renumber(found)
        letters = reading.due(found)
        if not letters:
            raise Conflict("Everybody knows it already", "Nothing has changed since the last letters.")
        is_late = found.stage != "called_off" and reading.is_late(found, timezone.localdate(now))
        _require_reason(is_late, said)
        told = {"sequence": found.sequence, "letters": len(letters), "is_late": is_late, "reason": said}
        events.note(verb="convocation.asked", by=by, object=f"conference/{conference}", at=now, payload=told)
    return len(letters)


def send(*, conference: str, by: str, at: datetime | None = None) -> tuple[Finding, ...]:
    """Send the letters that are to go out; done twice, or by two at once, it sends none twice.

    Edges:   a letter that the server refuses is a finding, holds up no other, and is due again.
    """
    found, now = conferences.by_key(conference), at or timezone.now()
    letters = reading.due(found)
    if not letters:
        return ()
    findings, count, connection = list[Finding](), 0, get_connection()
    try:
        connection.open()
        for letter in letters:
            findings += _send(letter, connection, by, now)
            count += 1
    except OSError as fault:
        where = Place(f"{count}/{len(letters)}: {fault}")
        findings.append(Finding("mail_server", "The mail server does not answer", _AGAIN, where))
    finally:
        connection.close()
    return tuple(findings)


def answer(*, conference: str, by: str, answer: str) -> None:
    """Keep whether somebody who is called will come; the last answer holds.

    Raises:  Invalid for anything but accepted and declined; NotAllowed once it is too late to answer;
             NotFound for who has no seat.
    """
    if answer not in ("accepted", "declined"):
        raise Invalid("This is no answer", "Say whether you will come or not.")
    with transaction.atomic():
        found = moments.lock(conference=conference, action="convocation.answer")
        rows = Delegate.objects.filter(conference=found, email=by, is_withdrawn=False)
        if not rows.update(answer=answer):
            raise NotFound("There is no seat for you at this conference", "Ask the office that convened it.")
        told = {"answer": answer}
        where = f"conference/{conference}"
        events.note(verb="convocation.answered", by=by, object=where, at=timezone.now(), payload=told)


def _renumber(conference: Conference) -> None:
    """Raise the number of the letters where what they told no longer holds, or was called off."""
    if conference.stage == "called_off":
        return
    if reading.has_changed(conference):
        conference.sequence += 1
        conference.save(update_fields=["sequence"])


def _require_reason(is_late: bool, reason: str) -> None:
    if len(reason) > _LONGEST_REASON:
        raise Invalid("The reason is too long", "Write at most 500 characters.")
    if is_late and not reason:
        detail = "Say why the letters go out only now; the reason is kept."
        raise Invalid("This is later than the rules ask for", detail)


def _send(letter: Letter, connection: BaseEmailBackend, by: str, now: datetime) -> tuple[Finding, ...]:
    """Take the letter, then send it; one that somebody else is sending just now is left to them."""
    delegate = Delegate.objects.select_related("conference", "site").get(pk=letter.delegate_id)
    message = _written(delegate, letter, now)
    message.connection = connection
    row = _take(delegate, letter, by, now)
    if row is None:
        return ()
    try:
        message.send()
    except mails.REFUSED as fault:
        _give_back(row, by, now)
        detail, where = (
            "See whether the address is right, and send it again.",
            Place(f"{delegate.email}: {fault}"),
        )
        return (Finding("mail_failed", "The mail server refused a letter", detail, where),)
    return ()


def _take(delegate: Delegate, letter: Letter, by: str, now: datetime) -> Convocation | None:
    """Note that the letter goes out; return nothing where somebody else was faster."""
    about = {"delegate": delegate, "sequence": letter.sequence, "method": letter.method}
    digest = reading.programme(delegate.conference).digest
    try:
        with transaction.atomic():
            row = Convocation.objects.create(**about, digest=digest, at=now, by=by)
            _note("convocation.sent", row, by, now)
    except IntegrityError:
        return None
    return row


def _give_back(row: Convocation, by: str, now: datetime) -> None:
    with transaction.atomic():
        Convocation.objects.filter(pk=row.pk).update(is_refused=True)
        _note("convocation.failed", row, by, now)


def _note(verb: str, row: Convocation, by: str, now: datetime) -> None:
    payload = {"delegate": row.delegate_id, "sequence": row.sequence, "method": row.method}
    where = f"conference/{row.delegate.conference.key}"
    with transaction.atomic():
        events.note(verb=verb, by=by, object=where, at=now, payload=payload)


def _written(delegate: Delegate, letter: Letter, now: datetime) -> EmailMultiAlternatives:
    """Write the letter in the reader's language, with the entry for the calendar in it and beside it."""
    is_off = letter.method == "cancel"
    entry = reading.calendar(delegate, letter.sequence, is_off, now)
    one = reading.appointment(delegate, letter.sequence, is_off)
    was_told = delegate.convocations.filter(is_refused=False).exists()
    context = {
        "delegate": delegate,
        "programme": reading.programme(delegate.conference),
        "is_off": is_off,
        "is_update": was_told and not is_off,
        "link": one.link,
    }
    with translation.override(reading.language_of(delegate.email)):
        subject = " ".join(render_to_string("mails/convocation_subject.txt", context).split())
        body = render_to_string("mails/convocation.txt", context)
    message = EmailMultiAlternatives(subject, body, settings.DEFAULT_FROM_EMAIL, [delegate.email])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    method = letter.method.upper()
    message.attach_alternative(entry.decode(), f"text/calendar; method={method}")
    message.attach("invite.ics", entry, "application/ics")
    return message
