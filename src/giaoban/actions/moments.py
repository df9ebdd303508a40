"""Moments: what happens in the room of a conference is numbered, without a gap, and kept with its audit."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.conduct.policy import phases_of
from giaoban.core.errors import Conflict, NotAllowed
from giaoban.queries import conferences
from giaoban.records.models import Conference, Moment


def lock(*, conference: str, action: str = "") -> Conference:
    """Return the conference, locked until this transaction ends: one thing happens after another.

    Edges:   with an `action` its stage must be one in which somebody may do this, also by now.
    Raises:  NotFound if there is none; NotAllowed in another stage.
    """
    found = Conference.objects.select_for_update().filter(key=conference).first()
    locked = found or conferences.by_key(conference)
    if action and locked.stage not in phases_of(action):
        raise NotAllowed("The conference is not in a phase for this.")
    return locked


def note(*, conference: Conference, verb: str, by: str, payload: dict[str, Any]) -> Moment:
    """Add one moment to the course of a conference that is locked, and its event to the audit.

    Edges:   as with events, note last; what is secret does not belong into a payload: everybody reads it.
    """
    told, at = {"verb": verb, "payload": payload, "by": by}, timezone.now()
    numbers = (
        Moment.objects.filter(conference=conference).order_by("-number").values_list("number", flat=True)
    )
    with transaction.atomic():
        number = (numbers.first() or 0) + 1
        row = Moment.objects.create(conference=conference, number=number, at=at, **told)
        events.note(verb=verb, by=by, object=f"conference/{conference.key}", at=at, payload=payload)
    return row


def require_seen(*, conference: Conference, verbs: tuple[str, ...], seen: int) -> None:
    """Refuse a step that rests on an older state: somebody else has taken a step of this kind since.

    Raises:  Conflict, which says who was faster.
    """
    since = Moment.objects.filter(conference=conference, number__gt=seen, verb__in=verbs).first()
    if since:
        raise Conflict(f"{since.by} was faster", "Nothing was changed: see the room as it is now.")
