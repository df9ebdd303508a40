"""Announcements: whoever leads a task of an issued notice is told of it, in one letter a person.

The event that says that a letter goes out is written before the letter: what may have been sent is not sent
again, by whomever it was begun and however that ended (docs/adr/0026).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from giaoban.actions import events, mails, moments
from giaoban.core.errors import Finding
from giaoban.queries import announcements
from giaoban.queries.announcements import Letter
from giaoban.records.models import Notice

_SENT = announcements.SENT


def tell(*, by: str, round_id: str) -> tuple[Finding, ...]:
    """Tell everybody of the bodies that lead a task of the round's issued notice, once.

    Edges:   done twice it sends nothing twice; a body in which nobody can sign in, a letter that the server
             refused, and a server that does not answer are findings.
    """
    notice = announcements.notice_of(round_id)
    if notice is None:
        return ()
    letters, unattended = announcements.letters(notice)
    return (*_send(notice, letters, by), *map(_nobody, unattended))


def _send(notice: Notice, letters: Iterable[Letter], by: str) -> list[Finding]:
    findings, connection = list[Finding](), get_connection()
    try:
        connection.open()
        for letter in letters:
            findings += _post(notice, letter, connection, by)
    except OSError as fault:
        title = f"The mail server does not answer ({fault})"
        findings.append(Finding("mail_server", title, "See GIAOBAN_SMTP; then tell the bodies again."))
    finally:
        connection.close()
    return findings


def _post(notice: Notice, letter: Letter, connection: BaseEmailBackend, by: str) -> list[Finding]:
    message = mails.written("notice", letter.person, lambda: _context(notice, letter))
    message.connection = connection
    if not _take(notice.conference.key, letter.person.email, by):
        return []
    try:
        message.send()
    except mails.REFUSED as fault:
        title = f"The letter to {letter.person.email} was refused ({fault})"
        return [Finding("mail_failed", title, "Tell them by another way; see whether the address is right.")]
    return []


def _take(conference: str, person: str, by: str) -> bool:
    """Note that the letter goes out; return whether nobody else was faster."""
    with transaction.atomic():
        moments.lock(conference=conference)
        if person in announcements.told(conference):
            return False
        told, at = {"person": person}, timezone.now()
        events.note(verb=_SENT, by=by, object=f"conference/{conference}", at=at, payload=told)
    return True


def _context(notice: Notice, letter: Letter) -> Mapping[str, Any]:
    return {
        "person": letter.person,
        "conference": notice.conference.title,
        "symbol": notice.symbol,
        "tasks": letter.tasks,
        "link": settings.SITE_ADDRESS + reverse("tasks", args=[notice.conference.key]),
    }


def _nobody(body: str) -> Finding:
    title = f"“{body}” leads a task, and nobody who acts for it can sign in"
    return Finding("nobody", title, "Tell it by another way, and invite its people.", severity="warning")
