"""Convocations: the office sends the letters and sees the answers; who is called says whether they come."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions import convocations as sending
from giaoban.actions import jobs
from giaoban.core.errors import Conflict, Finding, Invalid, Place, Refusal
from giaoban.queries import attendance, conferences, convocations, delegates
from giaoban.queries import jobs as asked
from giaoban.web.access import FORM, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.obstacles import gather, say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of


@declares("convocation.read", conference="conference_key", phase=conferences.stage)
def show_convocation(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show whoever is called when and where it is, what is on the agenda, and what they answered."""
    return _own_page(request, conference_key)


@declares("convocation.answer", conference="conference_key", methods=FORM, phase=conferences.stage)
def answer(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Keep whether the person will come."""
    address = reverse("convocation", kwargs={"conference_key": conference_key})
    if request.method != "POST":
        return HttpResponseRedirect(address)
    said = request.POST.get("answer", "")
    try:
        sending.answer(conference=conference_key, by=actor_of(request).person, answer=said)
    except Invalid as refusal:
        return _own_page(request, conference_key, refusal)
    return HttpResponseRedirect(f"{address}?answered")


@declares("convocation.read", conference="conference_key", phase=conferences.stage)
def download(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Send the entry for the person's calendar, as the letter carries it."""
    seat = delegates.of_person(actor_of(request).person, conference_key)
    content = convocations.current_calendar(seat, timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="invite.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@declares("convocation.oversee", conference="conference_key", phase=conferences.stage)
def list_convocations(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show who was told what, who has answered, and whom a letter is to go to."""
    return _office_page(request, conference_key)


@declares("convocation.send", conference="conference_key", methods=FORM, phase=conferences.stage)
def send(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Let the worker send the letters that are to go out; what is late needs a reason."""
    address = reverse("convocations", kwargs={"conference_key": conference_key})
    if request.method != "POST":
        return HttpResponseRedirect(address)
    by, reason = actor_of(request).person, request.POST.get("reason", "")
    try:
        sending.ask(conference=conference_key, by=by, reason=reason)
    except (Invalid, Conflict) as refusal:
        return _office_page(request, conference_key, refusal)
    jobs.enqueue(job="convoke", by=by, conference=conference_key)
    return HttpResponseRedirect(f"{address}#sent")


def _own_page(request: HttpRequest, key: str, refusal: Refusal | None = None) -> HttpResponse:
    found, stage = conferences.by_key(key), conferences.stage(key)
    seat = delegates.of_person(actor_of(request).person, key)
    response = show(
        request,
        "conference/convocation.html",
        [*crumbs_of(found), Crumb(_("My invitation"))],
        conference=found,
        programme=convocations.programme(found),
        delegate=seat,
        may_answer=allows(request, "convocation.answer", "", stage, key),
        may_declare=allows(request, "attendance.declare", "", stage, key),
        stay=attendance.ongoing(key, seat.pk),
        is_answered="answered" in request.GET,
        refusal=say_refusal(refusal) if refusal else None,
    )
    response.status_code = 422 if refusal else 200
    return response


def _office_page(request: HttpRequest, key: str, refusal: Refusal | None = None) -> HttpResponse:
    found = conferences.by_key(key)
    standings = convocations.standings(found)
    has_changed = convocations.has_changed(found)
    response = show(
        request,
        "conference/convocations.html",
        [*crumbs_of(found), Crumb(_("Invitations"))],
        conference=found,
        standings=standings,
        waiting=len(standings) if has_changed else sum(one.is_due for one in standings),
        has_changed=has_changed,
        is_late=convocations.is_late(found, timezone.localdate()),
        answers=_count([one.delegate.answer for one in standings]),
        may_send=allows(request, "convocation.send", "", conferences.stage(key), key),
        sending=_sending(key),
        reason=request.POST.get("reason", ""),
        refusal=say_refusal(refusal) if refusal else None,
    )
    response.status_code = 422 if refusal else 200
    return response


def _count(answers: list[str]) -> dict[str, int]:
    return {one or "waiting": answers.count(one) for one in ("accepted", "declined", "")}


def _sending(key: str) -> dict[str, Any] | None:
    """Return what became of the last sending, if there was one."""
    last = asked.last("convoke", {"conference": key})
    if last is None:
        return None
    found = gather(
        Finding(one["code"], one["title"], one["detail"], Place(one["where"]["file"]))
        for one in last.findings
    )
    return {"is_over": last.state == "successful", "has_failed": last.state == "failed", "findings": found}
