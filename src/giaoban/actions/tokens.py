"""Access tokens: a person lets a program act for them, for a time, and ends that; each is shown once."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.core.figures.cells import UNPRINTABLE
from giaoban.queries import tokens
from giaoban.records.models import AccessToken, Person

#: No token lasts longer, and nobody needs more of them at once.
MOST_DAYS, MOST_TOKENS = 365, 20
#: Whoever finds a token in the wrong place knows by this what it opens.
PREFIX = "giaoban_"
_LONGEST_NAME = 80


def create(*, person: Person, name: str, days: int) -> str:
    """Make a token that holds for so many days and return it: from then on nobody can read it here.

    Raises:  Invalid for a name that says nothing, a time that is none or too long, or too many tokens;
             Conflict if the person has a token of this name that was not ended.
    """
    said = name.strip()
    if not said or len(said) > _LONGEST_NAME or UNPRINTABLE.search(said):
        raise Invalid("This name does not do", "Say in a few words which program it is.")
    if not 0 < days <= MOST_DAYS:
        raise Invalid("A token holds for a year at most", "Choose a shorter time.")
    token, now = PREFIX + secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        _require_room(person, said)
        told = {"name": said, "created_at": now, "expires_at": now + timedelta(days=days)}
        row = AccessToken.objects.create(person=person, sha256=tokens.digest(token), **told)
        payload = {"token": row.pk, "name": said, "expires_at": row.expires_at.isoformat()}
        events.note(verb="token.created", by=person.email, object=person.email, at=now, payload=payload)
    return token


def end(*, person: Person, token_id: int) -> None:
    """End a token of the person: from now on it opens nothing.

    Raises:  NotFound if the person has no such token, or it was ended.
    """
    now = timezone.now()
    with transaction.atomic():
        row = (
            AccessToken.objects.select_for_update().filter(pk=token_id, person=person, ended_at=None).first()
        )
        if row is None:
            raise NotFound("There is no such token", "See the list of your tokens.")
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        payload = {"token": row.pk, "name": row.name}
        events.note(verb="token.ended", by=person.email, object=person.email, at=now, payload=payload)


def note_use(*, token: AccessToken, ip: str) -> None:
    """Note that a program used the token and from where: once a day, so that reading seldom writes."""
    now = timezone.now()
    today = timezone.localdate(now)
    if token.last_used_on == today:
        return
    with transaction.atomic():
        fresh = AccessToken.objects.filter(pk=token.pk).exclude(last_used_on=today)
        if fresh.update(last_used_on=today):
            payload = {"token": token.pk, "name": token.name, "ip": ip}
            by = token.person.email
            events.note(verb="token.used", by=by, object=by, at=now, payload=payload)


def _require_room(person: Person, name: str) -> None:
    there = [row.name for row in tokens.of_person(person)]
    if name in there:
        raise Conflict("You have a token of this name already", "End it first, or choose another name.")
    if len(there) >= MOST_TOKENS:
        raise Invalid("These are too many tokens", "End one that nobody needs any more.")
