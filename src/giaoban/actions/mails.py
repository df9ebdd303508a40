"""Mails: written in the reader's language, and sent over one connection until the server is gone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any, TypeVar

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from giaoban.core.errors import Finding
from giaoban.records.models import Person

#: What the server says no to; anything else may have been taken.
REFUSED = (SMTPResponseException, SMTPRecipientsRefused)
_Letter = TypeVar("_Letter")


@dataclass(frozen=True)
class Posted:
    """How many mails the server took, and what a person should look at."""

    mails: int
    findings: tuple[Finding, ...] = ()


def post(letters: Sequence[_Letter], send: Callable[[_Letter, BaseEmailBackend], Posted]) -> Posted:
    """Send letters over one connection, and stop where the server no longer answers."""
    if not letters:
        return Posted(0)
    count, findings, connection = 0, list[Finding](), get_connection()
    try:
        connection.open()
        for letter in letters:
            sent = send(letter, connection)
            count += sent.mails
            findings += sent.findings
    except OSError as fault:
        title = f"The mail server does not answer ({fault}); {count} of {len(letters)} mails were sent"
        detail = "See GIAOBAN_SMTP; the others are sent when it answers."
        findings.append(Finding("mail_server", title, detail))
    finally:
        connection.close()
    return Posted(count, tuple(findings))


def written(name: str, person: Person, tell: Callable[[], Mapping[str, Any]]) -> EmailMessage:
    """Return the mail of this name to a person, in their language; so are the addresses that it tells."""
    with translation.override(person.language):
        context = dict(tell())
        subject = " ".join(render_to_string(f"mails/{name}_subject.txt", context).split())
        body = render_to_string(f"mails/{name}.txt", context)
    # Says to absence notices and lists that nobody waits for an answer (RFC 3834).
    return EmailMessage(subject, body, to=[person.email], headers={"Auto-Submitted": "auto-generated"})
