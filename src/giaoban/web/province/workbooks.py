"""Workbooks: a unit fetches its own Excel file and brings it back: first a look, then all of it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions import evidence as keeping
from giaoban.actions import workbooks
from giaoban.actions.workbooks import Change, Received
from giaoban.core.errors import Finding, Invalid
from giaoban.queries import evidence, rounds
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.findings import say
from giaoban.web.components.grids import open_grid
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.rows import say_entry

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: For so many seconds a workbook that was looked at can be taken in without being sent again.
_HELD = 24 * 3600
_SALT = "giaoban.workbook.held"


@dataclass(frozen=True)
class _Sent:
    """A workbook that somebody sent for a unit: name, what it was declared as, and its hash once kept."""

    round_id: str
    unit_key: str
    person: str
    name: str
    classification: str
    sha256: str = ""


@declares("workbook.download", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def issue(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Send the unit's own workbook, written now and remembered."""
    name, content = workbooks.issue(
        round_id=round_id, unit_key=unit_key, by=actor_of(request).person, language=get_language() or ""
    )
    return _file(name, content)


@declares("workbook.upload", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def receive(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show what a workbook would change and everything wrong with it; take it in once that was confirmed."""
    if request.method != "POST":
        return _page(request, round_id, unit_key)
    try:
        sent, content = _sent(request, round_id, unit_key)
        received = _received(request, sent, content)
    except Invalid as refusal:
        return _page(request, round_id, unit_key, 422, faults=[_said(one) for one in _faults(refusal)])
    if received.is_applied:
        address = reverse("form", kwargs={"round_id": round_id, "unit_key": unit_key})
        return HttpResponseRedirect(f"{address}?saved={len(received.saved)}")
    # Only what was admitted is kept: a refused file has raised above.
    held = asdict(sent) | {"sha256": keeping.hold(content=content)}
    status = 422 if received.has_errors else 200
    told = {"received": received, "held": signing.dumps(held, salt=_SALT), "name": sent.name}
    return _page(request, round_id, unit_key, status, **told)


@declares("workbook.upload", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def mark(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Send the copy of a workbook in which its faults are written, cell by cell."""
    try:
        sent, content = _sent(request, round_id, unit_key)
    except Invalid as refusal:
        raise Http404(refusal.title) from refusal
    marked = _received(request, sent, content).marked
    if marked is None:
        raise Http404("There is nothing to mark in this workbook")
    return _file(sent.name.removesuffix(".xlsx") + _("-to-mend") + ".xlsx", marked)


def _received(request: HttpRequest, sent: _Sent, content: bytes) -> Received:
    return workbooks.receive(
        round_id=sent.round_id,
        unit_key=sent.unit_key,
        content=content,
        name=sent.name,
        classification=sent.classification,
        by=sent.person,
        language=get_language() or "",
        say=say,
        convert="convert" in request.POST,
        confirmed="confirm" in request.POST,
    )


def _sent(request: HttpRequest, round_id: str, unit_key: str) -> tuple[_Sent, bytes]:
    """Return the workbook that was sent now, or the one that was looked at before.

    Raises:  Invalid if neither is there.
    """
    person, file = actor_of(request).person, request.FILES.get("file")
    if file is not None:
        classification = request.POST.get("classification", "")
        return _Sent(round_id, unit_key, person, file.name, classification), file.read()
    sent = _looked_at(request.POST.get("held", ""))
    if sent is None or (sent.round_id, sent.unit_key, sent.person) != (round_id, unit_key, person):
        found = Finding("no_workbook", _("No workbook was chosen"), _("Choose the file and send it."))
        raise Invalid(found.title, found.detail, findings=(found,))
    return sent, evidence.path_of(sent.sha256).read_bytes()


def _looked_at(token: str) -> _Sent | None:
    try:
        return _Sent(**signing.loads(token, salt=_SALT, max_age=_HELD))
    except signing.BadSignature:
        return None


def _page(
    request: HttpRequest, round_id: str, unit_key: str, status: int = 200, **context: Any
) -> HttpResponse:
    grid = open_grid(round_id, unit_key)
    received: Received | None = context.get("received")
    back = reverse("form", kwargs={"round_id": round_id, "unit_key": unit_key})
    crumbs = [Crumb(_("My desk"), reverse("desk")), Crumb(f"{grid.title}, {grid.unit.name}", back)]
    page = show(
        request,
        "province/workbook.html",
        [*crumbs, Crumb(_("Excel workbook"))],
        grid=grid,
        classifications=classifications_of(round_id),
        findings=[(one.severity, *_said(one)) for one in received.findings] if received else [],
        changes=[_told(one) for one in received.changes] if received else [],
        may_convert=received is not None
        and any(one.code.startswith("old_font") for one in received.findings),
        **context,
    )
    page.status_code = status
    return page


def _told(change: Change) -> tuple[str, str, str, str]:
    return change.name, say_entry(change.before), say_entry(change.after), _place(change.where)


def _said(finding: Finding) -> tuple[str, str, str]:
    title, detail = say(finding)
    return _(title), _(detail) if detail else "", _place(finding.where)


def _place(where: Any) -> str:
    """Return a cell as a spreadsheet names it."""
    cell = f"{where.column}{where.row}" if where.row and where.column else where.column
    return " · ".join(part for part in (where.sheet, cell) if part)


def _faults(refusal: Invalid) -> tuple[Finding, ...]:
    return refusal.findings or (Finding("refused", refusal.title, refusal.detail, refusal.where),)


def _file(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
