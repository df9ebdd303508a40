"""Second factors: a person sets one up, replaces it, and draws new recovery codes; never without one."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.records.models import Person


def enrol(*, person: Person, secret: str) -> None:
    """Make this the person's second factor, in the place of an earlier one, with fresh recovery codes."""
    with transaction.atomic():
        _lock(person)
        Authenticator.objects.filter(user_id=person.pk).delete()
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
        _note("factor.enrolled", person)


def renew_codes(*, person: Person) -> None:
    """Draw new recovery codes; the old ones no longer open anything."""
    with transaction.atomic():
        _lock(person)
        Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(person)
        _note("factor.codes_renewed", person)


def _lock(person: Person) -> None:
    Person.objects.select_for_update().get(pk=person.pk)


def _note(verb: str, person: Person) -> None:
    events.note(verb=verb, by=person.email, object=person.email, at=timezone.now(), payload={})
