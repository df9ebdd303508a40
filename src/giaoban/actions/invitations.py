"""Invitations: one is sent by mail, holds once, and ends with a password that the invited person chose."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from giaoban.actions import events
from giaoban.core.errors import Finding
from giaoban.queries import invitations
from giaoban.records.models import Person


@transaction.atomic
def issue(*, person: Person, by: str) -> None:
    """Make a new invitation for the person; an earlier one no longer holds. Mail it after the commit."""
    person.invitation = secrets.token_hex(16)
    person.save(update_fields=["invitation"])
    events.note(verb="person.invited", by=by, object=person.email, at=timezone.now(), payload={})


def send(*, people: Iterable[Person]) -> tuple[Finding, ...]:
    """Mail to each person the link of their open invitation; return a warning for each that failed."""
    return tuple(finding for person in people for finding in _sent(person))


def accept(*, token: str, password: str) -> Person:
    """Set the password that the invited person chose; the invitation is used up.

    Raises:  NotFound if the invitation ran out or does not hold any more.
    """
    with transaction.atomic():
        Person.objects.select_for_update().filter(pk=invitations.invited(token).pk).first()
        # Asked again behind the lock: of two that use one invitation at once, the second finds it used.
        person = invitations.invited(token)
        person.set_password(password)
        person.invitation = ""
        person.save()
        # Whoever followed the link reads this mailbox.
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        events.note(verb="person.joined", by=person.email, object=person.email, at=timezone.now(), payload={})
    return person


def _sent(person: Person) -> tuple[Finding, ...]:
    days = timedelta(seconds=settings.INVITATION_AGE).days
    offices = [one.organisation.name for one in person.memberships.filter(valid_to=None)]
    context = {"person": person, "link": invitations.link(person), "days": days, "offices": offices}
    with translation.override(person.language):
        body = render_to_string("mails/invitation.txt", context)
        message = EmailMessage(_("Your invitation to Giao Ban"), body, to=[person.email])
    try:
        message.send()
    except (OSError, SMTPException) as fault:
        title = f"The invitation to {person.email} could not be sent ({fault})"
        return (Finding("mail_failed", title, _again(person), severity="warning"),)
    return ()


def _again(person: Person) -> str:
    return f"Send it again: giaoban people readmit {person.email}"
