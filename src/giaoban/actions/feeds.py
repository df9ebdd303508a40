"""Feeds: a person gets a secret address for their calendar, and a new one as soon as it may be known."""

import secrets

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.queries import tokens
from giaoban.records.models import Feed, Person


def renew(*, person: Person) -> str:
    """Make a new secret for the address of the person's feed and return it; an earlier one opens nothing."""
    secret, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        told = {"sha256": tokens.digest(secret), "renewed_at": now}
        Feed.objects.update_or_create(person=person, defaults=told)
        events.note(verb="feed.renewed", by=person.email, object=person.email, at=now, payload={})
    return secret
