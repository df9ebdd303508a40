"""Assignments at the centre: a petition is given to a body, which gets more time; paused, or handed on."""

from django.http import HttpRequest, HttpResponse

from giaoban.actions import assignments, contributions
from giaoban.web.access import WRITING, declares
from giaoban.web.centre.petition_pages import take


@declares("petition.assign", "petition_id", methods=WRITING)
def assign(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Give it to one body that leads and those that co-ordinate, with a deadline."""
    return take(request, petition_id, "assign", assignments.assign)


@declares("petition.assign", "petition_id", methods=WRITING)
def ask(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Ask one more body for its contribution."""
    return take(request, petition_id, "ask", contributions.ask)


@declares("petition.transfer", "petition_id", methods=WRITING)
def transfer(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Hand it on to another body that leads."""
    return take(request, petition_id, "transfer", assignments.transfer)


@declares("petition.pause", "petition_id", methods=WRITING)
def pause(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Let it wait, for a reason that all can read."""
    return take(request, petition_id, "pause", assignments.pause)


@declares("petition.pause", "petition_id", methods=WRITING)
def resume(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Let it go on."""
    return take(request, petition_id, "resume", assignments.resume)


@declares("petition.extend", "petition_id", methods=WRITING)
def extend(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Give the body that leads more time."""
    return take(request, petition_id, "extend", assignments.extend)
