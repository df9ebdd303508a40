"""Substitutes: who cannot come asks the chair for one; a substitute has a seat once the chair consents."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments
from giaoban.core.conduct import seating
from giaoban.core.conduct.people import address
from giaoban.core.conduct.seating import Named
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.queries import delegates
from giaoban.records.models import Conference, Delegate

_LONGEST = 2000
#: The seats that somebody else may take with the chair's consent.
SEATS = ("delegate", "observer")


def ask(
    *, conference: str, delegate: int, name: str, reason: str, by: str, post: str = "", email: str = ""
) -> Delegate:
    """Ask the chair that somebody else may sit in a seat, at the same site and with the same precedence.

    Raises:  NotFound for a seat that there is not; NotAllowed before it is convened and once it is adjourned;
             Invalid with every fault at once; Conflict if a substitute is asked for already.
    """
    with transaction.atomic():
        found = moments.lock(conference=conference, action="substitute.ask")
        own = _replaceable(conference, delegate)
        one = Named(own.precedence, name.strip(), own.seat, post.strip(), own.site.unit_key, address(email))
        _require_sound(one, reason)
        _require_free(conference, own, one)
        told = {"name": one.name, "post": one.post, "email": one.email, "reason": reason.strip()}
        place = {"site": own.site, "seat": own.seat, "precedence": own.precedence, "stands_for": own}
        row = Delegate.objects.create(conference=found, badge=secrets.token_urlsafe(20), **place, **told)
        _note("substitute.asked", by, found, row)
    return row


def consent(*, conference: str, substitute: int, by: str) -> Delegate:
    """Consent to a substitute: on the day the one who stands in takes the seat.

    Raises:  NotFound if none is asked for; Conflict if it was answered already.
    """
    with transaction.atomic():
        found, row = _asked(conference, substitute)
        row.consent_by, row.consent_at = by, timezone.now()
        row.save()
        _note("substitute.accepted", by, found, row)
    return row


def refuse(*, conference: str, substitute: int, reason: str, by: str) -> Delegate:
    """Refuse a substitute, with the reason: the seat stays with whoever has it.

    Raises:  as `consent` does; Invalid without a reason.
    """
    if not reason.strip() or len(reason) > _LONGEST:
        raise Invalid("Refusing a substitute needs a reason", "Say in a few words why.")
    with transaction.atomic():
        found, row = _asked(conference, substitute)
        row.refusal, row.is_withdrawn = reason.strip(), True
        row.save()
        _note("substitute.refused", by, found, row)
    return row


def _replaceable(conference: str, delegate: int) -> Delegate:
    found = delegates.named(conference, delegate)
    if found.stands_for_id or found.seat not in SEATS:
        raise NotFound("Nobody can stand in for this seat", "Ask the office that convenes the conference.")
    return found


def _asked(conference: str, substitute: int) -> tuple[Conference, Delegate]:
    """Return the conference, locked, and a substitute who waits for the chair's answer."""
    found = moments.lock(conference=conference, action="substitute.answer")
    row = Delegate.objects.filter(conference=found, pk=substitute).exclude(stands_for=None).first()
    if row is None:
        raise NotFound("There is no such request", "See the list of substitutes.")
    if row.is_withdrawn or row.consent_at:
        raise Conflict("The chair has answered this already", "Nothing was changed; see what was said.")
    return found, row


def _require_sound(one: Named, reason: str) -> None:
    faults = list(seating.faults_of(one))
    if not reason.strip():
        faults.append(("reason", "empty", "The reason is missing", "Say why the delegate cannot come."))
    if len(reason) > _LONGEST:
        faults.append(("reason", "too_long", "The text is too long", "Shorten it."))
    found = tuple(
        Finding(code, title, detail, Place(column=column)) for column, code, title, detail in faults
    )
    if found:
        raise Invalid("The substitute was not asked for", "Mend what is listed.", findings=found)


def _require_free(conference: str, own: Delegate, one: Named) -> None:
    if own.substitutes.filter(is_withdrawn=False).exists():
        raise Conflict("A substitute is asked for already", "Nothing was changed; see what the chair says.")
    if one.email and (one.email, one.seat) in {
        (row.email, row.seat) for row in delegates.of_conference(conference)
    }:
        raise Conflict("The person has this seat already", "Name somebody else.")


def _note(verb: str, by: str, conference: Conference, row: Delegate) -> None:
    """Note a step: in the course of a conference that sits, else in the audit; never the reason."""
    payload: dict[str, Any] = {"delegate": row.stands_for_id, "substitute": row.pk, "name": row.name}
    if conference.stage == "sitting":
        moments.note(conference=conference, verb=verb, by=by, payload=payload)
    else:
        told = {"verb": verb, "by": by, "payload": payload}
        events.note(object=f"conference/{conference.key}", at=timezone.now(), **told)
