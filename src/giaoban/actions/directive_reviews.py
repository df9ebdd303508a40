"""Reviews of directives: planned for a day, put off with a reason, and held with an outcome."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import directives, events
from giaoban.core.conduct.directive_reviews import KINDS
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import directive_reviews as reading
from giaoban.records.models import DeadlineChange, DirectiveReview

_LONGEST = 2000


def plan(*, directive: int, kind: str, due_on: date, by: str, at: datetime | None = None) -> DirectiveReview:
    """Set the day of a review, as the document states it.

    Raises:  NotFound; Invalid for a kind that there is not, or a day before it was issued; Conflict if such a
             review is planned for this day.
    """
    now = at or timezone.now()
    if kind not in KINDS:
        raise Invalid("There is no such kind of review", "Choose interim or final.")
    with transaction.atomic():
        row = directives.locked(directive)
        if due_on < row.issued_on:
            raise Invalid("The review would be due before the document was issued", "Choose a later day.")
        if row.reviews.filter(kind=kind, first_due_on=due_on).exists():
            raise Conflict("Such a review is planned for this day already", "Nothing was changed.")
        told = {"directive": row, "kind": kind, "due_on": due_on, "first_due_on": due_on}
        found = DirectiveReview.objects.create(**told, at=now, by=by)
        _note("directive.review_planned", found, by, now, {"due_on": due_on.isoformat()})
    return found


def put_off(*, review: int, to_on: date, reason: str, by: str, at: datetime | None = None) -> None:
    """Set another day for a review that was not held; the first one stays.

    Raises:  NotFound; Invalid without a reason, or for the day that is set; Conflict if it was held.
    """
    now = at or timezone.now()
    _require_text(reason, "There is no reason", "Say why.")
    with transaction.atomic():
        row = _open(review)
        if to_on <= row.due_on:
            raise Invalid("A review is put off to a later day", "Choose a later day.")
        told = {"object": reading.name_of(row), "cause": "extended", "reason": reason.strip()}
        DeadlineChange.objects.create(**told, was_on=row.due_on, is_on=to_on, at=now, by=by)
        DirectiveReview.objects.filter(pk=row.pk).update(due_on=to_on)
        days = {"was": row.due_on.isoformat(), "is": to_on.isoformat()}
        _note("directive.review_put_off", row, by, now, days)


def hold(*, review: int, held_on: date, outcome: str, by: str, at: datetime | None = None) -> None:
    """Record that a review was held, on which day, and by which report or with which result.

    Raises:  NotFound; Invalid without an outcome, or for a day that is still to come or before the document;
             Conflict if it was held.
    """
    now = at or timezone.now()
    _require_text(outcome, "There is no outcome", "Name the report, or say in short what came out.")
    with transaction.atomic():
        row = _open(review)
        if not row.directive.issued_on <= held_on <= timezone.localdate(now):
            raise Invalid(
                "On this day it cannot have been held", "Choose a day since the issue, today at the latest."
            )
        DirectiveReview.objects.filter(pk=row.pk).update(held_on=held_on, outcome=outcome.strip())
        _note("directive.review_held", row, by, now, {"held_on": held_on.isoformat()})


def _open(review: int) -> DirectiveReview:
    """Return a review that was not held, locked."""
    reading.by_id(review)
    row = DirectiveReview.objects.select_for_update().get(pk=review)
    if row.held_on:
        raise Conflict("This review was held already", "See when on the page of the document.")
    return row


def _require_text(text: str, title: str, detail: str) -> None:
    if not text.strip():
        raise Invalid(title, detail)
    if len(text) > _LONGEST:
        raise Invalid("The text is too long", "Shorten it.")


def _note(verb: str, row: DirectiveReview, by: str, at: datetime, payload: dict[str, Any]) -> None:
    told = {"review": row.pk, "kind": row.kind, **payload}
    events.note(verb=verb, by=by, object=f"directive/{row.directive_id}", at=at, payload=told)
