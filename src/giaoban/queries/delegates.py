"""Delegates: who has which seat at a conference, by the office's order of precedence."""

from giaoban.core.conduct.people import Held
from giaoban.core.errors import NotFound
from giaoban.records.models import Delegate


def seats(email: str, conference: str) -> frozenset[Held]:
    """Return the seats that a person has at a conference, as the policy sees them.

    Edges:   a substitute whom the chair has not consented to has none; whoever is stood in for keeps theirs.
    """
    rows = Delegate.objects.filter(conference__key=conference, email=email, is_withdrawn=False)
    waiting = rows.exclude(stands_for=None).filter(consent_at=None).values("pk")
    told = rows.exclude(pk__in=waiting).values_list("seat", "site__unit_key")
    return frozenset(Held(seat, "", unit_key, conference) for seat, unit_key in told)


def of_conference(conference: str) -> tuple[Delegate, ...]:
    """Return everybody who has a seat, with their sites, in the order that the office gave."""
    rows = Delegate.objects.filter(conference__key=conference, is_withdrawn=False)
    return tuple(rows.select_related("site", "stands_for"))


def ever(conference: str) -> tuple[Delegate, ...]:
    """Return everybody who has or had a seat, with their sites: what happened may speak of each."""
    return tuple(Delegate.objects.filter(conference__key=conference).select_related("site"))


def of_person(email: str, conference: str) -> Delegate:
    """Return the seat in which a person sits: the highest of those that they have.

    Raises:  NotFound if there is none.
    """
    rows = Delegate.objects.filter(conference__key=conference, email=email, is_withdrawn=False)
    found = rows.exclude(seat="teller").select_related("site", "conference").first() or rows.first()
    if found is None:
        raise NotFound("There is no seat for you at this conference", "Ask the office that convened it.")
    return found
