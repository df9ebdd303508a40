"""Invitations: the signed link that lets one invited person set a password, once and for some days."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from giaoban.core.errors import NotFound
from giaoban.records.models import Person

_SALT = "giaoban.invitation"


def link(person: Person) -> str:
    """Return the address that accepts the person's open invitation, in the person's language."""
    token = signing.dumps({"person": person.pk, "mark": person.invitation}, salt=_SALT)
    with translation.override(person.language):
        return settings.SITE_ADDRESS + reverse("invitation", kwargs={"token": token})


def invited(token: str) -> Person:
    """Return the person whom this invitation still lets in.

    Raises:  NotFound, which says whether the invitation ran out, was used or replaced, or never was.
    """
    said = _said(token)
    person = Person.objects.filter(pk=said["person"], is_active=True).first()
    if person is None or not person.invitation or person.invitation != said["mark"]:
        raise NotFound("This invitation was used already, or a newer one replaced it.")
    return person


def _said(token: str) -> dict[str, Any]:
    try:
        return signing.loads(token, salt=_SALT, max_age=timedelta(seconds=settings.INVITATION_AGE))
    except signing.SignatureExpired as fault:
        raise NotFound("This invitation has run out.") from fault
    except signing.BadSignature as fault:
        raise NotFound("This is not the address of an invitation.") from fault
