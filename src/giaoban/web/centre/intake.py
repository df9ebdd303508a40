"""Intake at the centre: petitions come in, are split, put together, and sorted by whose business they are."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from giaoban.actions import petition_clusters as clusters
from giaoban.actions import petitions as acting
from giaoban.queries import conferences
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.lodging import lodging
from giaoban.web.centre.petition_pages import petition_page, take
from giaoban.web.centre.petitions import register
from giaoban.web.components.petition_forms import Registration
from giaoban.web.conference.positions import positions_page
from giaoban.web.conference.steps import attempt
from giaoban.web.typed import whole


@declares("petition.lodge", methods=FORM)
def lodge_for_unit(request: HttpRequest) -> HttpResponse:
    """Lodge what a unit wrote on paper, for that unit."""
    return lodging(request, Registration)


@declares("petition.arrange", methods=WRITING)
def cluster_petitions(request: HttpRequest) -> HttpResponse:
    """Put the petitions that were chosen together under a title."""
    told = {
        "petitions": [whole(one) for one in request.POST.getlist("petition")],
        "title": request.POST.get("title", ""),
        "by": actor_of(request).person,
    }
    refusal = attempt(lambda: clusters.form(**told))
    if refusal is None:
        return HttpResponseRedirect(reverse("petitions") + "?done")
    return register(request, refusal)


@declares("petition.arrange", "petition_id", methods=WRITING)
def leave_cluster(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Take it out of its cluster."""
    return take(request, petition_id, "leave_cluster", clusters.leave)


@declares("petition.assign", "petition_id", methods=WRITING)
def route(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Say whose business it is."""
    return take(request, petition_id, "route", acting.route)


@declares("petition.arrange", "petition_id", methods=WRITING)
def split(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Split it into the parts that were typed."""
    parts, by = request.POST.getlist("part"), actor_of(request).person
    refusal = attempt(lambda: acting.split(petition=petition_id, parts=parts, by=by))
    if refusal is None:
        return HttpResponseRedirect(reverse("petition", args=[petition_id]) + "?done")
    return petition_page(request, petition_id, refusal, parts=parts)


@declares(
    "petition.arrange",
    "conference_key",
    conference="conference_key",
    methods=WRITING,
    phase=conferences.stage,
)
def take_over(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Make a petition of each that was filed for a conference and waits for an answer."""
    by = actor_of(request).person
    refusal = attempt(lambda: acting.take_from_positions(conference=conference_key, by=by))
    if refusal is None:
        return HttpResponseRedirect(reverse("positions", args=[conference_key]) + "?done")
    return positions_page(request, conference_key, refusal)
