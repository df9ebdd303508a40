"""Delegates: who has which seat at a conference, by the office's order of precedence."""

from django.db.models import Q, QuerySet

from giaoban.core.conduct.people import Held
from giaoban.core.errors import NotFound
from giaoban.records.models import Delegate


def seats(email: str, conference: str) -> frozenset[Held]:
    """Return the seats that a person has at a conference, as the policy sees them.

    Edges:   a substitute whom the chair has not consented to has none; whoever is stood in for keeps theirs.
    """
    told = consented(conference).filter(email=email).values_list("seat", "site__unit_key")
    return frozenset(Held(seat, "", unit_key, conference) for seat, unit_key in told)


def consented(conference: str = "") -> QuerySet[Delegate]:
    """Return the seats that count, at one conference or at all: no substitute without the chair's consent."""
    rows = Delegate.objects.filter(Q(stands_for=None) | ~Q(consent_at=None), is_withdrawn=False)
    return rows.filter(conference__key=conference) if conference else rows


def by_id(conference: str, delegate_id: int) -> Delegate:
    """Return one seat of a conference that counts.

    Raises:  NotFound if there is none.
    """
    found = consented(conference).filter(pk=delegate_id).select_related("site", "conference").first()
    if found is None:
        raise NotFound("There is no such delegate", "See the list of delegates.")
    return found


def of_conference(conference: str) -> tuple[Delegate, ...]:
    """Return everybody who has a seat, with their sites, in the order that the office gave."""
    rows = Delegate.objects.filter(conference__key=conference, is_withdrawn=False)
    return tuple(rows.select_related("site", "stands_for"))


def of_person(email: str, conference: str) -> Delegate:
    """Return the seat in which a person sits: the highest of those that they have.

    Raises:  NotFound if there is none.
    """
    rows = Delegate.objects.filter(conference__key=conference, email=email, is_withdrawn=False)
    found = rows.exclude(seat="teller").select_related("site", "conference").first() or rows.first()
    if found is None:
        raise NotFound("There is no seat for you at this conference", "Ask the office that convened it.")
    return found
