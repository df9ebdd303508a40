"""Attendance: the clerk checks people in at the hall; whoever is elsewhere says “I am here” in the room."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from giaoban.actions import attendance as noting
from giaoban.queries import attendance, badges, conferences, delegates
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of


@declares("attendance.read", conference="conference_key", phase=conferences.stage)
def show_attendance(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show who is there, by site, in the hall and online apart; find a delegate by name without accents."""
    found, query = conferences.by_key(conference_key), request.GET.get("q", "").strip()[:100]
    counts = attendance.counts(conference_key)
    return show(
        request,
        "conference/attendance.html",
        [*crumbs_of(found), Crumb(_("Attendance"))],
        conference=found,
        standings=attendance.standings(conference_key, query),
        counts=counts,
        hall=sum(one.hall for one in counts),
        online=sum(one.online for one in counts),
        expected=sum(one.expected for one in counts),
        history=attendance.history(conference_key),
        query=query,
        may_record=allows(
            request, "attendance.record", "", conferences.stage(conference_key), conference_key
        ),
    )


@declares("attendance.record", "badge", conference="conference_key", methods=FORM, phase=conferences.stage)
def check_in(request: HttpRequest, conference_key: str, badge: str) -> HttpResponse:
    """Show whose badge was read, and check the person in once the clerk has looked at them."""
    holder = badges.holder(conference_key, badge)
    if request.method == "POST":
        by = actor_of(request).person
        noting.arrive(conference=conference_key, delegate_id=holder.pk, mode="hall", by=by)
        return HttpResponseRedirect(request.path)
    found = conferences.by_key(conference_key)
    address = reverse("attendance", kwargs={"conference_key": conference_key})
    page = show(
        request,
        "conference/check_in.html",
        [*crumbs_of(found), Crumb(_("Attendance"), address), Crumb(_("Check-in"))],
        conference=found,
        delegate=holder,
        stay=attendance.ongoing(conference_key, holder.pk),
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page


@declares(
    "attendance.record", "delegate_id", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def arrive(request: HttpRequest, conference_key: str, delegate_id: int) -> HttpResponse:
    """Check somebody in at the hall who was found by name."""
    by = actor_of(request).person
    noting.arrive(conference=conference_key, delegate_id=delegate_id, mode="hall", by=by)
    return _back(request, conference_key)


@declares(
    "attendance.record", "delegate_id", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def leave(request: HttpRequest, conference_key: str, delegate_id: int) -> HttpResponse:
    """Note that somebody has gone."""
    noting.leave(conference=conference_key, delegate_id=delegate_id, by=actor_of(request).person)
    return _back(request, conference_key)


@declares("attendance.declare", conference="conference_key", methods=WRITING, phase=conferences.stage)
def say_here(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Note that the person who presses the button takes part online."""
    person = actor_of(request).person
    seat = delegates.of_person(person, conference_key)
    noting.arrive(conference=conference_key, delegate_id=seat.pk, mode="online", by=person)
    return _back(request, conference_key)


@declares("attendance.declare", conference="conference_key", methods=WRITING, phase=conferences.stage)
def say_gone(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Note that the person who presses the button leaves."""
    person = actor_of(request).person
    seat = delegates.of_person(person, conference_key)
    noting.leave(conference=conference_key, delegate_id=seat.pk, by=person)
    return _back(request, conference_key)


def _back(request: HttpRequest, key: str) -> HttpResponse:
    """Lead back to the page of this site from which the form was sent."""
    came_from = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(came_from)
    return HttpResponseRedirect(reverse("convocation", kwargs={"conference_key": key}))
