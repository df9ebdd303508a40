"""Access tokens: which a person has, and whose one is that a program shows."""

import hashlib
from datetime import datetime

from django.db.models import Q

from giaoban.records.models import AccessToken, Person


def of_person(person: Person) -> tuple[AccessToken, ...]:
    """Return the person's tokens that were not ended, expired ones too, the latest first."""
    return tuple(person.tokens.filter(ended_at=None).order_by("-id"))


def shown(text: str, at: datetime) -> AccessToken | None:
    """Return the token that a program shows, with its person; None if it opens nothing at that time.

    Edges:   one that was ended or has expired, and one of a person who is shut out, opens nothing.
    """
    is_open = Q(ended_at=None, expires_at__gt=at, person__is_active=True)
    return AccessToken.objects.filter(is_open, sha256=digest(text)).select_related("person").first()


def digest(text: str) -> str:
    """Return what is kept of a token. It is random and long, so nobody finds it from this."""
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()
