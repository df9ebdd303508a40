"""Petitions at a ministry's desk: the body that leads answers in writing; others contribute when asked."""

from django.http import HttpRequest, HttpResponse

from giaoban.actions import answers, contributions
from giaoban.queries import petitions
from giaoban.web.access import WRITING, declares
from giaoban.web.centre.petition_pages import take


@declares("petition.answer", "petition_id", parties=petitions.lead, methods=WRITING)
def answer(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Answer it, with the signed file."""
    return take(request, petition_id, "answer", answers.answer)


@declares("petition.contribute", "petition_id", parties=petitions.contributor, methods=WRITING)
def contribute(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Say what the body that was asked has to say."""
    return take(request, petition_id, "contribute", contributions.contribute)
