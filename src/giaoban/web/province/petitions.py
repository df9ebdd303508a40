"""Petitions at a unit's desk: its leader lodges them, says whether an answer settles them, or withdraws."""

from django.http import HttpRequest, HttpResponse

from giaoban.actions import answers
from giaoban.actions import petitions as acting
from giaoban.queries import petitions
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.centre.lodging import lodging
from giaoban.web.centre.petition_pages import take
from giaoban.web.components.petition_forms import Lodging


@declares("petition.lodge", "unit_key", unit="unit_key", methods=FORM)
def lodge_own(request: HttpRequest, unit_key: str) -> HttpResponse:
    """Lodge a petition of the unit."""
    return lodging(request, Lodging, unit_key)


@declares("petition.accept", "petition_id", parties=petitions.owner, methods=WRITING)
def accept(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Accept the answer."""
    return take(request, petition_id, "accept", answers.accept)


@declares("petition.reopen", "petition_id", parties=petitions.owner, methods=WRITING)
def reopen(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Send it back under its number, with what the answer does not settle."""
    return take(request, petition_id, "reopen", answers.reopen)


@declares("petition.withdraw", "petition_id", parties=petitions.owner, methods=WRITING)
def withdraw(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Take it back, with the reason."""
    return take(request, petition_id, "withdraw", acting.withdraw)
