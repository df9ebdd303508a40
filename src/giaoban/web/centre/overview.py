"""The overview of a round: who still owes what, who is late, who waits for whom; and reminding them."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import jobs as asking
from giaoban.queries import jobs, overview, reminders, rounds
from giaoban.queries.overview import Overview
from giaoban.web.access import WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.days import say_left, title_of
from giaoban.web.components.downloads import write_csv
from giaoban.web.components.overviews import Board, say_late, tasks
from giaoban.web.components.pages import Crumb, asked, count, show
from giaoban.web.components.roles import say_role
from giaoban.web.components.states import say_state


@declares("overview.read", key="round_id", phase=rounds.stage)
def show_overview(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show how far every unit is: those that are late first, with the one button that reminds."""
    found = overview.of_round(round_id)
    board, state = Board(found), request.GET.get("state", "")
    table = board.table(asked(request), state)
    return show(
        request,
        "overview/overview.html",
        _crumbs(found, Crumb(_("Overview"))),
        **_about(found),
        bars=board.bars(),
        state=state,
        table=table,
        to_check=_to_check(request, found),
        count=count(table),
        **_reminding(request, round_id, found.at),
    )


@declares("overview.read", key="round_id", phase=rounds.stage)
def download_overview(request: HttpRequest, round_id: str) -> HttpResponse:
    """Send the table with all its units as a file, whatever the page was searched for."""
    board = Board(overview.of_round(round_id))
    heads = {
        "Content-Disposition": f'attachment; filename="{round_id}-overview.csv"',
        "Cache-Control": "no-cache",
    }
    text = write_csv(board.columns(), board.rows())
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=heads)


@declares("overview.read", key="round_id", phase=rounds.stage)
def show_status(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show the round on one sheet of paper: how many, who is late, what waits at the central office."""
    found = overview.of_round(round_id)
    board = Board(found)
    return show(
        request,
        "overview/status.html",
        _crumbs(found, Crumb(_("Status on one page"))),
        **_about(found),
        bars=board.bars(),
        late=board.late(),
        waiting=board.at_the_centre(),
    )


@declares("overview.read", key="unit_key", unit="unit_key", phase=rounds.stage)
def show_unit_status(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show one unit how far its own report is, when it is due, and for whom it waits."""
    found = overview.of_unit(round_id, unit_key)
    one = found.progress[0]
    return show(
        request,
        "overview/unit.html",
        _crumbs(found, Crumb(found.units[0].name)),
        **_about(found),
        unit=found.units[0],
        one=one,
        state_text=say_state(one.state),
        role=say_role(one.waits_for),
        names=found.waits_for(one),
        is_own=unit_key in actor_of(request).unit_keys,
        is_to_check=unit_key in _to_check(request, found),
    )


@declares("reminder.send", key="round_id", methods=WRITING, phase=rounds.stage)
def remind(request: HttpRequest, round_id: str) -> HttpResponse:
    """Ask the worker to remind everybody for whom something waits, and lead back to the overview."""
    asking.enqueue(job="remind", by=actor_of(request).person, round_id=round_id)
    return HttpResponseRedirect(reverse("overview", kwargs={"round_id": round_id}) + "#remind")


def _crumbs(found: Overview, last: Crumb) -> list[Crumb]:
    round_id = found.schedule.review.round_id
    title, _language = title_of(found.schedule.pack, round_id)
    to_round = reverse("schedule", kwargs={"round_id": round_id})
    return [Crumb(_("Timetable"), reverse("schedules")), Crumb(title, to_round), last]


def _about(found: Overview) -> dict[str, Any]:
    """Return what every page of the overview says of its round."""
    schedule, compared = found.schedule, found.compared
    title, language = title_of(schedule.pack, schedule.review.round_id)
    return {
        "overview": found,
        "review_id": schedule.review.round_id,
        "title": title,
        "language": language,
        "own_language": schedule.pack.languages[0],
        "due_on": schedule.plan.due_on,
        "left": say_left(schedule.days_left, schedule.plan.due_on, schedule.today),
        "late_text": say_late(found.late[0]) if found.late else "",
        "compared": compared,
        "before": title_of(schedule.pack, compared.round_id)[0] if compared else "",
    }


def _to_check(request: HttpRequest, found: Overview) -> frozenset[str]:
    """Return the units whose report whoever asks may read at the central office: those that have sent it."""
    if not allows(request, "submission.read", "", found.schedule.phase):
        return frozenset()
    return frozenset(one.unit_key for one in found.progress if one.is_sent)


def _reminding(request: HttpRequest, round_id: str, at: datetime) -> dict[str, Any]:
    """Return what the button would send to how many, for those who may press it."""
    if not allows(request, "reminder.send", "", rounds.stage(round_id)):
        return {"may_remind": False}
    plan = reminders.asked(round_id, actor_of(request).person, at)
    return {
        "may_remind": True,
        "is_asked": jobs.is_asked("remind", {"round_id": round_id}),
        "mails": len(plan.letters),
        "tasks": tasks(plan.letters),
        "last": reminders.last_told(round_id),
        "unattended": len(plan.unattended),
    }
