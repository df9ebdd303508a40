"""Lines: cells of the grid saved as they are left, and everything that is known of one line."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import drafts
from giaoban.actions.drafts import Saved
from giaoban.core.errors import Invalid
from giaoban.queries import evidence, people, rounds, submissions
from giaoban.web import problems
from giaoban.web.access import WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.grids import open_grid
from giaoban.web.components.histories import draw_history, versions_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.remarks import tell_remarks
from giaoban.web.components.rows import say_entry, tell, tell_finding
from giaoban.web.components.standings import say_lock, say_moment, say_refusal
from giaoban.web.province.answers import read


@declares("draft.save", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def save_lines(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Keep the lines of a document and tell of each what became of it."""
    person = actor_of(request).person
    try:
        sent = read(request.body, person)
    except Invalid as refusal:
        # Whatever was sent, and whoever would rather read a page: here only documents are spoken.
        return problems.of_refusal(refusal)
    kept = drafts.save(round_id=round_id, unit_key=unit_key, sent=sent, by=person, via="grid")
    names = people.names(one.by for one in kept if one.outcome == "conflict")
    return JsonResponse({"lines": [_told(one, names.get(one.by, one.by)) for one in kept]})


@declares("draft.read", "unit_key", unit="unit_key", phase=rounds.stage)
def show_line(request: HttpRequest, round_id: str, unit_key: str, line_id: str) -> HttpResponse:
    """Show one line with its last values, versions, comments and evidence; the grid shows it at its side."""
    return line_page(request, round_id, unit_key, line_id)


def line_page(
    request: HttpRequest, round_id: str, unit_key: str, line_id: str, status_code: int = 200, **context: Any
) -> HttpResponse:
    """Return the page of a line; whoever refuses a comment on it shows it again."""
    grid = open_grid(round_id, unit_key)
    line = grid.form.line(line_id)
    row = grid.by_id[line_id]
    back = reverse("form", kwargs={"round_id": round_id, "unit_key": unit_key})
    page = show(
        request,
        "province/line.html",
        [
            Crumb(_("My desk"), reverse("desk")),
            Crumb(f"{grid.title}, {grid.unit.name}", f"{back}#line-{row.number}"),
            Crumb(line.text),
        ],
        grid=grid,
        row=row,
        choice=say_entry(row.entry),
        history=draw_history(grid.form, line, grid.words),
        versions=versions_of(grid, line),
        remarks=tell_remarks(submissions.comments(round_id, unit_key, line_id), grid.form),
        pieces=[one for one in evidence.of_submission(round_id, unit_key) if one.line_id == line_id],
        may_comment=allows(request, "comment.write", unit_key, grid.stage),
        may_attach=allows(request, "evidence.attach", unit_key, grid.stage),
        classifications=classifications_of(round_id),
        **context,
    )
    page.status_code = status_code
    return page


def _told(one: Saved, name: str) -> dict[str, Any]:
    is_refused = one.outcome in ("conflict", "locked")
    return {
        "line_id": one.line_id,
        "outcome": one.outcome,
        "version": one.version,
        "entry": tell(one.entry),
        "said": say_entry(one.entry),
        "findings": [tell_finding(finding) for finding in one.findings],
        "lock": say_lock(one.lock).text if one.lock else "",
        "reason": say_refusal(one, name) if is_refused else "",
        "at": say_moment(one.at),
    }
