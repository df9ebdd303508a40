"""Evidence: files that a unit attaches to a line or owes beside its form, and that both sides fetch."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from giaoban.actions import evidence as attaching
from giaoban.core.errors import Invalid
from giaoban.queries import evidence, rounds
from giaoban.web.access import WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.grids import open_grid
from giaoban.web.province.forms import show_grid
from giaoban.web.province.lines import line_page


@declares("evidence.attach", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def attach(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Take a file in beside its line or as one that is owed, or say everything that keeps it out."""
    line_id, attachment = request.POST.get("line_id", ""), request.POST.get("attachment", "")
    place = {"round_id": round_id, "unit_key": unit_key}
    file = request.FILES.get("file")
    try:
        attaching.attach(
            **place,
            content=file.read() if file else b"",
            name=file.name if file else "",
            classification=request.POST.get("classification", ""),
            line_id=line_id,
            attachment=attachment,
            by=actor_of(request).person,
        )
    except Invalid as refusal:
        attached = {"place": line_id or attachment, "faults": _said(refusal)}
        if line_id:
            return line_page(request, **place, line_id=line_id, status_code=422, attached=attached)
        return show_grid(request, open_grid(**place), 422, attached=attached)
    if line_id:
        return HttpResponseRedirect(reverse("line", kwargs={**place, "line_id": line_id}) + "#line-evidence")
    return HttpResponseRedirect(reverse("form", kwargs=place) + "#files")


@declares("evidence.read", "unit_key", unit="unit_key", phase=rounds.stage)
def download(request: HttpRequest, round_id: str, unit_key: str, evidence_id: int) -> HttpResponse:
    """Send a file to be kept, never to be shown in the browser; the central office gets what was sent."""
    is_own = unit_key in actor_of(request).unit_keys
    piece = evidence.piece(round_id, unit_key, evidence_id, is_own=is_own)
    response = HttpResponse(evidence.content(piece), content_type=piece.media_type)
    response.headers["Content-Disposition"] = _disposition(piece.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _disposition(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"


def _said(refusal: Invalid) -> list[tuple[Any, Any, str]]:
    return [(_(one.title), _(one.detail) if one.detail else "", str(one.where)) for one in refusal.findings]
