"""Delegates: who has which seat at a conference, by the office's order of precedence."""

from giaoban.core.conduct.people import Held
from giaoban.core.errors import NotFound
from giaoban.records.models import Delegate, Site


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


def of_person(email: str, conference: str) -> Delegate:
    """Return the seat in which a person sits: the highest of those that they have.

    Raises:  NotFound if there is none.
    """
    rows = Delegate.objects.filter(conference__key=conference, email=email, is_withdrawn=False)
    found = rows.exclude(seat="teller").select_related("site", "conference").first() or rows.first()
    if found is None:
        raise NotFound("There is no seat for you at this conference", "Ask the office that convened it.")
    return found


def seating(conference: str) -> tuple[Delegate, ...]:
    """Return who sits on the day, by precedence: where the chair consented, who stands in takes the seat.

    Edges:   a substitute who waits for consent is not among them, nor whoever is stood in for.
    """
    rows = of_conference(conference)
    standing = {one.stands_for_id: one for one in rows if one.stands_for_id and one.consent_at}
    return tuple(standing.get(one.pk, one) for one in rows if not one.stands_for_id)


def named(conference: str, delegate_id: int) -> Delegate:
    """Return one seat of a conference, also that of a substitute who waits for consent.

    Raises:  NotFound if there is none.
    """
    rows = Delegate.objects.filter(conference__key=conference, pk=delegate_id, is_withdrawn=False)
    found = rows.select_related("site", "stands_for").first()
    if found is None:
        raise NotFound("There is no such delegate", "See the list of delegates.")
    return found


def substitutes(conference: str) -> tuple[Delegate, ...]:
    """Return every substitute that was asked for, the last one first, with what the chair said."""
    rows = Delegate.objects.filter(conference__key=conference).exclude(stands_for=None).order_by("-id")
    return tuple(rows.select_related("site", "stands_for"))


def site(conference: str, unit_key: str) -> Site:
    """Return the site of a unit at a conference, or the hall where the key is empty.

    Raises:  NotFound if it takes no part.
    """
    found = Site.objects.filter(conference__key=conference, unit_key=unit_key).first()
    if found is None:
        raise NotFound("There is no such site", "See the sites of the conference.")
    return found
