"""The audit beside an object: what was written of a round, or of one unit's submission; and its export."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions import events as writing
from giaoban.queries import conferences, events, forms, rounds
from giaoban.web.access import allows, declares
from giaoban.web.components.deeds import tell_deeds
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.wordings import words_of_round
from giaoban.web.typed import whole


@declares("audit.read", "round_id", phase=rounds.stage)
def show_round_audit(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show what was written of a round."""
    return _page(request, round_id, round_id, "")


@declares("audit.read", "unit_key", unit="unit_key", phase=rounds.stage)
def show_unit_audit(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show what was written of one unit's submission: versions and steps, never what was typed."""
    unit = forms.unit_in(round_id, unit_key)
    return _page(request, round_id, f"{round_id}/{unit_key}", unit.full_name)


@declares("audit.read", "conference_key", conference="conference_key", phase=conferences.stage)
def show_conference_audit(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show what was written of a conference, before it, in its room and after it."""
    found = conferences.by_key(conference_key)
    own = Crumb(found.title, reverse("conference", args=[found.key]))
    crumbs = [Crumb(_("Conferences"), reverse("conferences")), own, Crumb(_("Audit"))]
    title = {"title": found.title, "language": get_language()}
    return _show(request, f"conference/{found.key}", crumbs, **title)


@declares("audit.export")
def export_audit(request: HttpRequest) -> HttpResponse:
    """Send the whole chain as JSON lines, for anybody to recheck."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.jsonl"
        writing.export(entries=events.between(), path=path)
        response = HttpResponse(path.read_bytes(), content_type="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.jsonl"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, round_id: str, object: str, name: str) -> HttpResponse:
    words, review = words_of_round(round_id)
    desk = Crumb(_("My desk"), reverse("desk"))
    crumbs = [desk, Crumb(words.title(review)), *([Crumb(name)] if name else []), Crumb(_("Audit"))]
    return _show(request, object, crumbs, title=name or words.title(review), language=words.language)


def _show(request: HttpRequest, object: str, crumbs: list[Crumb], **context: Any) -> HttpResponse:
    before = request.GET.get("before", "")
    told = events.latest(object, whole(before, None))
    return show(
        request,
        "centre/audit.html",
        crumbs,
        deeds=tell_deeds(told),
        # The page holds the latest; the one before the first of it is asked for by number.
        older=told[-1].number if len(told) == events.MOST_SHOWN else None,
        head=events.head(),
        may_export=allows(request, "audit.export", "", "published"),
        **context,
    )
