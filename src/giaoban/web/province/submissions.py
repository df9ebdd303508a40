"""Submissions: a filled-in form is completed, taken back, and submitted by the leader."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import submissions
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import rounds
from giaoban.web.access import FORM, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.grids import open_grid
from giaoban.web.components.standings import say_status
from giaoban.web.province.forms import show_grid


@declares("submission.complete", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def complete(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Give the form to the leader, or show everything that is still missing or wrong."""
    return _taken(request, submissions.complete, round_id, unit_key)


@declares("submission.recall", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def recall(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Take a completed form back to the desk."""
    return _taken(request, submissions.recall, round_id, unit_key)


@declares("submission.submit", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def submit(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Send the form to the central office."""
    return _taken(request, submissions.submit, round_id, unit_key)


def _taken(request: HttpRequest, step: Callable[..., None], round_id: str, unit_key: str) -> HttpResponse:
    """Take a step and show the form as it stands then; a refused one shows why, all at once."""
    address = reverse("form", kwargs={"round_id": round_id, "unit_key": unit_key})
    if request.method != "POST":
        return HttpResponseRedirect(address)
    try:
        step(round_id=round_id, unit_key=unit_key, by=actor_of(request).person)
    except Invalid as refusal:
        unmet = sum(one.severity != "warning" for one in refusal.findings)
        return show_grid(request, open_grid(round_id, unit_key), 422, unmet=unmet)
    except Conflict:
        grid = open_grid(round_id, unit_key)
        by = grid.names.get(grid.standing.by, grid.standing.by)
        moved = _("Somebody was faster: the report is by now {status} ({by}).").format(
            status=say_status(grid.standing.status), by=by
        )
        return show_grid(request, grid, 409, moved=moved)
    return HttpResponseRedirect(f"{address}?taken")
