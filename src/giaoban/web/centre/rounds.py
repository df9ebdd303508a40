"""Rounds in motion: where each stands and what comes next; the steward opens it and lets it go on."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import jobs, stages
from giaoban.core.conduct.policy import Subject, may
from giaoban.core.conduct.workflow import is_open_phase
from giaoban.core.errors import Conflict, Invalid, Refusal
from giaoban.queries import conferences, registers, rounds
from giaoban.queries import jobs as asked
from giaoban.queries.blockers import blockers
from giaoban.queries.rounds import Schedule
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.forms import Reason
from giaoban.web.components.days import say_left, title_of
from giaoban.web.components.obstacles import gather, say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.phases import say_phase
from giaoban.web.conference.entries import entries


@declares("schedule.read")
def list_schedules(request: HttpRequest) -> HttpResponse:
    """Show every round of every pack with its stage, its deadline and what comes next."""
    lines = [_line(one) for one in rounds.schedules()]
    return show(request, "schedules/list.html", [Crumb(_("Timetable"))], lines=lines)


@declares("schedule.read", key="round_id", phase=rounds.stage)
def show_schedule(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show one round in time: its deadline, each of its stages, and what is in the way of the next."""
    return _page(request, rounds.schedule(round_id), Reason())


@declares("round.open", key="round_id", methods=FORM, phase=rounds.stage)
def open_round(request: HttpRequest, round_id: str) -> HttpResponse:
    """Open the round."""
    return _carry_out(request, round_id, lambda by, form: stages.open(round_id=round_id, by=by))


@declares("round.advance", key="round_id", methods=FORM, phase=rounds.stage)
def advance_round(request: HttpRequest, round_id: str) -> HttpResponse:
    """Let the round enter the stage that the page offered, with the reason that was typed."""

    def advance(by: str, form: Reason) -> Any:
        to, reason = request.POST.get("to", ""), form.cleaned_data["reason"]
        return stages.advance(round_id=round_id, to=to, by=by, reason=reason)

    return _carry_out(request, round_id, advance)


@declares("round.publish", key="round_id", methods=WRITING, phase=rounds.stage)
def publish_round(request: HttpRequest, round_id: str) -> HttpResponse:
    """Ask the worker to freeze the round and print its documents."""
    jobs.enqueue(job="publish", by=actor_of(request).person, round_id=round_id)
    return HttpResponseRedirect(reverse("schedule", kwargs={"round_id": round_id}) + "#documents")


def _carry_out(request: HttpRequest, round_id: str, step: Callable[[str, Reason], Any]) -> HttpResponse:
    """Take the step and show the round; where it is refused, say why beside what was typed."""
    # A form may be sent with nothing typed.
    form = Reason(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            step(actor_of(request).person, form)
        except (Conflict, Invalid) as why:
            refusal = why
        else:
            return HttpResponseRedirect(reverse("schedule", kwargs={"round_id": round_id}) + "?done#now")
    page = _page(request, rounds.schedule(round_id), form, refusal)
    if refusal:
        page.status_code = 409 if isinstance(refusal, Conflict) else 422
    return page


def _page(
    request: HttpRequest, schedule: Schedule, form: Reason, refusal: Refusal | None = None
) -> HttpResponse:
    line = _line(schedule)
    crumbs = [Crumb(_("Timetable"), reverse("schedules")), Crumb(line["title"])]
    is_steward = _may_go_on(request, schedule)
    findings = _findings(schedule) if is_steward else ()
    return show(
        request,
        "schedules/schedule.html",
        crumbs,
        **line,
        form=form,
        refusal=say_refusal(refusal) if refusal else None,
        obstacles=gather(findings),
        is_held=any(one.severity == "error" for one in findings),
        is_steward=is_steward,
        is_done="done" in request.GET,
        **_printing(request, schedule),
        **_meeting(request, schedule),
        has_overview=_may_read_overview(request, schedule),
        has_registers=_may_read_registers(request, schedule),
        steps=[(say_phase(step.stage), step, step.stage == schedule.phase) for step in schedule.steps],
    )


def _line(schedule: Schedule) -> dict[str, Any]:
    title, language = title_of(schedule.pack, schedule.review.round_id)
    due = schedule.plan.due_on
    is_waited_for = is_open_phase(schedule.phase) or schedule.today <= due
    return {
        "title": title,
        "language": language,
        "schedule": schedule,
        "stage": say_phase(schedule.phase) if schedule.phase != "unpublished" else _("not open yet"),
        "left": say_left(schedule.days_left, due, schedule.today) if is_waited_for else "",
        "next": say_phase(schedule.next) if schedule.next else "",
        "next_on": schedule.plan.begins_on(schedule.next or ""),
        "reason_for_deadline": schedule.review.settings.get("deadline_reason", ""),
    }


def _printing(request: HttpRequest, schedule: Schedule) -> dict[str, Any]:
    """Return whether the documents may be printed from here, and what came of the last time."""
    round_id = schedule.review.round_id
    if not allows(request, "round.publish", "", schedule.phase):
        return {"may_publish": False}
    last = asked.last("publish", {"round_id": round_id})
    found = [(one["title"], one["detail"]) for one in last.findings] if last else []
    return {"may_publish": True, "printing": last, "printing_findings": found}


def _meeting(request: HttpRequest, schedule: Schedule) -> dict[str, Any]:
    """Return the conference on the round, if it concerns the reader, or whether they may convene one."""
    round_id = schedule.review.round_id
    found = conferences.of_round(round_id)
    known = (one for one in entries(request) if found and one.conference.pk == found.pk)
    may_convene = found is None and allows(request, "conference.convene", "", schedule.phase)
    return {"meeting": next(known, None), "may_convene": may_convene}


def _may_go_on(request: HttpRequest, schedule: Schedule) -> bool:
    action = "round.open" if schedule.phase == "unpublished" else "round.advance"
    subject = Subject("round", schedule.review.round_id)
    return schedule.next is not None and may(actor_of(request), action, subject, schedule.phase).allowed


def _may_read_registers(request: HttpRequest, schedule: Schedule) -> bool:
    is_allowed = allows(request, "register.oversee", "", schedule.phase)
    return is_allowed and registers.has_registers(schedule.pack.rules, schedule.review.period)


def _may_read_overview(request: HttpRequest, schedule: Schedule) -> bool:
    is_allowed = allows(request, "overview.read", "", schedule.phase)
    return is_allowed and bool(schedule.review.settings.get("form"))


def _findings(schedule: Schedule) -> tuple[Any, ...]:
    """Return what is in the way of the next stage; nothing is in the way of opening a round."""
    if schedule.phase == "unpublished":
        return ()
    return blockers(schedule.review.round_id, schedule.next or "")
