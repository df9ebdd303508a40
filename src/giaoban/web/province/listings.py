"""Listings: a unit's form as CSV: handed out, looked at when it comes back, and taken in once confirmed."""

import base64
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import listings
from giaoban.actions.listings import Received
from giaoban.core.errors import Conflict, Finding, Invalid, Place
from giaoban.queries import forms, rounds
from giaoban.queries import listings as reading
from giaoban.web.access import WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.findings import say
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.rows import say_entry
from giaoban.web.components.wordings import words_of_round


@declares("listing.download", "unit_key", unit="unit_key", phase=rounds.stage)
def show_listing(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Offer the form as CSV, and take one in from whoever may fill it in."""
    return _page(request, round_id, unit_key)


@declares("listing.download", "unit_key", unit="unit_key", phase=rounds.stage)
def download_listing(request: HttpRequest, round_id: str, unit_key: str, separator: str) -> HttpResponse:
    """Send the form with what stands in it, its cells apart by a comma, a semicolon or a tab."""
    if separator not in reading.SEPARATORS:
        raise Http404
    words, _review = words_of_round(round_id)
    content = reading.of_unit(round_id, unit_key, separator, words.language)  # type: ignore[arg-type]
    heads = {"Content-Disposition": f'attachment; filename="{round_id}_{unit_key}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=heads)


@declares("listing.upload", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def take_listing(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show what a table would change, or everything wrong with it; store it once that is confirmed."""
    content, told = _sent(request)
    words, _review = words_of_round(round_id)
    place = {"round_id": round_id, "unit_key": unit_key}
    by, confirmed = actor_of(request).person, "confirmed" in request.POST
    try:
        received = listings.receive(
            **place, content=content, **told, by=by, language=words.language, confirmed=confirmed
        )
    except (Invalid, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        is_old = any(one.code == "old_font" for one in refusal.findings)
        held = _hold(content, **told) if is_old else None
        return _page(request, round_id, unit_key, status, refused=_tell(refusal.findings), held=held)
    if received.saved:
        return HttpResponseRedirect(f"{reverse('form', kwargs=place)}?saved={len(received.saved)}")
    return _page(request, round_id, unit_key, looked=_look(received), held=_hold(content, **told))


def _sent(request: HttpRequest) -> tuple[bytes, dict[str, Any]]:
    """Return the file that was sent, or the one that was looked at before, and what was said of it."""
    file, posted = request.FILES.get("file"), request.POST
    told = {"classification": posted.get("classification", ""), "convert": "convert" in posted}
    if file is not None:
        return file.read(), {**told, "name": file.name or ""}
    try:
        content = base64.b64decode(posted.get("content", ""), validate=True)
    except ValueError:
        content = b""
    return content, {**told, "name": posted.get("name", "")}


def _hold(content: bytes, name: str, classification: str, convert: bool) -> dict[str, Any]:
    """Return a file as the page holds it until somebody confirms."""
    held = base64.b64encode(content).decode()
    return {"content": held, "name": name, "classification": classification, "convert": convert}


def _page(
    request: HttpRequest, round_id: str, unit_key: str, status_code: int = 200, **context: Any
) -> HttpResponse:
    words, _review = words_of_round(round_id)
    place, unit = {"round_id": round_id, "unit_key": unit_key}, forms.unit_in(round_id, unit_key)
    title = words.name(forms.of_unit(round_id, unit_key, words.language).titles)
    back = Crumb(f"{title}, {unit.name}", reverse("form", kwargs=place))
    page = show(
        request,
        "province/listing.html",
        [Crumb(_("My desk"), reverse("desk")), back, Crumb(_("CSV table"))],
        **place,
        language=words.language,
        title=title,
        unit=unit,
        may_upload=allows(request, "listing.upload", unit_key, rounds.stage(round_id)),
        classifications=classifications_of(round_id),
        **context,
    )
    page.status_code = status_code
    return page


def _look(received: Received) -> dict[str, Any]:
    """Return what the page shows of a table that may be taken in."""
    edits = ((one, say_entry(one.before), say_entry(one.after)) for one in received.edits)
    return {
        "edits": [(one.where.row, one.text, before, after) for one, before, after in edits],
        "findings": _tell(received.findings),
    }


def _tell(findings: Iterable[Finding]) -> list[tuple[str, str, str, str]]:
    """Return findings in words, with their places in the table."""
    told = ((one, *say(one)) for one in findings)
    return [(one.severity, title, detail, _place(one.where)) for one, title, detail in told]


def _place(where: Place) -> str:
    row = _("row {row}").format(row=where.row) if where.row else ""
    return " · ".join(part for part in (row, where.column) if part)
