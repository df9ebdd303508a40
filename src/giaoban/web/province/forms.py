"""Forms: the grid of a unit in a round, filled in cell by cell, or whole where there are no scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import drafts
from giaoban.core.conduct.phases import Phase
from giaoban.core.figures.entries import VERDICTS
from giaoban.queries import evidence, rounds, submissions
from giaoban.queries.evidence import Piece
from giaoban.web.access import FORM, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.days import say_left
from giaoban.web.components.grids import Grid, Refused, open_grid
from giaoban.web.components.marks import mark
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.remarks import tell_remarks
from giaoban.web.components.rows import NOT_APPLICABLE, Row, say_entry, tell
from giaoban.web.components.standings import say_status, say_taken, steps
from giaoban.web.components.worklists import arrange_tasks, tell_tasks
from giaoban.web.province.answers import posted
from giaoban.web.typed import whole

#: What the page offers, each only to whom the policy allows it.
_OFFERS = {
    "save": "draft.save",
    "complete": "submission.complete",
    "recall": "submission.recall",
    "submit": "submission.submit",
    "comment": "comment.write",
    "reply": "reply.write",
    "attach": "evidence.attach",
}


@declares("draft.read", "unit_key", unit="unit_key", phase=rounds.stage)
def show_form(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show the form with what stands in it; the address says which step was just taken, or lines saved."""
    grid, saved = open_grid(round_id, unit_key), request.GET.get("saved", "")
    taken = say_taken(grid.standing.status) if "taken" in request.GET else ""
    return show_grid(request, grid, taken=taken, saved=whole(saved, None))


@declares("draft.read", "unit_key", unit="unit_key", phase=rounds.stage)
def tell_form(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Tell the grid what stands in the form by now, and what is left to do."""
    grid = open_grid(round_id, unit_key)
    return JsonResponse(
        {
            "status": grid.standing.status,
            "progress": say_progress(grid),
            "lines": [_told(row) for row in grid.rows],
            "worklist": tell_tasks(arrange_tasks(grid.findings, grid.by_id)),
        }
    )


@declares("draft.save", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def save_form(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Keep every line that was changed on a page without scripts; show again what could not be kept."""
    address = reverse("form", kwargs={"round_id": round_id, "unit_key": unit_key})
    if request.method != "POST":
        return HttpResponseRedirect(address)
    sent = posted(request.POST, round_id, unit_key)
    asked = {"round_id": round_id, "unit_key": unit_key, "sent": sent, "by": actor_of(request).person}
    kept = drafts.save(**asked, via="grid")
    count = sum(one.outcome == "saved" for one in kept)
    typed = {one.entry.line_id: one.entry for one in sent}
    refused = {one.line_id: Refused(typed[one.line_id], one) for one in kept if one.outcome in _REFUSED}
    if not refused:
        return HttpResponseRedirect(f"{address}?saved={count}")
    return show_grid(request, open_grid(round_id, unit_key, refused), status_code=409, saved=count)


_REFUSED = ("conflict", "locked")


def show_grid(request: HttpRequest, grid: Grid, status_code: int = 200, **context: Any) -> HttpResponse:
    """Return the page of a form; whoever refuses a step on it shows it again."""
    round_id, unit_key = grid.form.round_id, grid.form.unit_key
    may, schedule = _offers(request, unit_key, grid.stage), rounds.schedule(round_id)
    page = show(
        request,
        "province/form.html",
        [Crumb(_("My desk"), reverse("desk")), Crumb(f"{grid.title}, {grid.unit.name}")],
        grid=grid,
        schedule=schedule,
        left=say_left(schedule.days_left, schedule.plan.due_on, schedule.today),
        round_title=grid.words.title(grid.review),
        verdicts=[(one, mark(one)) for one in (*VERDICTS, NOT_APPLICABLE)],
        states=("saved", "waiting", "invalid", "locked", "conflict", "blank"),
        refused=[row for row in grid.rows if row.conflict],
        may=may,
        steps=steps(grid.standing, may),
        status=say_status(grid.standing.status),
        progress=say_progress(grid),
        worklist=arrange_tasks(grid.findings, grid.by_id),
        remarks=tell_remarks(submissions.comments(round_id, unit_key, ""), grid.form),
        replies=tell_remarks(submissions.replies(round_id, unit_key), grid.form),
        attachments=_attachments(grid),
        classifications=classifications_of(round_id),
        person=actor_of(request).person,
        **context,
    )
    page.status_code = status_code
    return page


def say_progress(grid: Grid) -> str:
    """Return how many of the required lines are answered."""
    return _("{answered} of {required} required lines are filled in").format(
        answered=grid.answered, required=grid.required
    )


def _attachments(grid: Grid) -> list[tuple[str, str, bool, Piece | None]]:
    """Return each file that the form asks for: key, name, whether it is owed, and the latest one brought."""
    there = evidence.attachments(grid.form.round_id, grid.form.unit_key)
    return [
        (one.attachment, grid.words.name(one.names), one.is_required, there.get(one.attachment))
        for one in grid.form.attachments
    ]


def _offers(request: HttpRequest, unit_key: str, stage: Phase) -> frozenset[str]:
    return frozenset(offer for offer, action in _OFFERS.items() if allows(request, action, unit_key, stage))


def _told(row: Row) -> dict[str, Any]:
    return {
        "line_id": row.line.line_id,
        "version": row.version,
        "state": row.state,
        "entry": tell(row.entry),
        "said": say_entry(row.entry),
        "findings": row.notes,
        "lock": row.lock.text if row.lock else "",
        "comments": row.comments,
        "files": row.files,
        "by": row.saved_by,
        "at": row.saved_at,
    }
