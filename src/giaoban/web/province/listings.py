"""Listings: a unit's form as CSV: handed out, looked at when it comes back, and taken in once confirmed."""

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions import listings
from giaoban.actions.listings import Received
from giaoban.core.errors import Conflict, Finding, Invalid
from giaoban.queries import forms, rounds, uploads
from giaoban.queries import listings as reading
from giaoban.web.access import WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.findings import say
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.rows import say_entry
from giaoban.web.components.wordings import Words, words_of_round


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
    content, name = _sent(request)
    words, _review = words_of_round(round_id)
    told = {"name": name, "classification": request.POST.get("classification", "")}
    try:
        received = listings.receive(
            round_id=round_id,
            unit_key=unit_key,
            content=content,
            **told,
            by=actor_of(request).person,
            language=words.language,
            confirmed="confirmed" in request.POST,
        )
    except (Invalid, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(request, round_id, unit_key, status, refused=_tell(refusal.findings))
    if received.saved:
        place = {"round_id": round_id, "unit_key": unit_key}
        return HttpResponseRedirect(f"{reverse('form', kwargs=place)}?saved={len(received.saved)}")
    return _page(request, round_id, unit_key, looked=_look(received, content, **told))


def _sent(request: HttpRequest) -> tuple[bytes, str]:
    """Return the file that was sent, or the one that was looked at before and comes back confirmed."""
    file = request.FILES.get("file")
    if file is not None:
        return file.read(), file.name or ""
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    return content, request.POST.get("name", "")


def _page(
    request: HttpRequest, round_id: str, unit_key: str, status_code: int = 200, **context: Any
) -> HttpResponse:
    words, review = words_of_round(round_id)
    place, unit = {"round_id": round_id, "unit_key": unit_key}, forms.unit_in(round_id, unit_key)
    title = f"{words.name(forms.of_unit(round_id, unit_key, words.language).titles)}, {unit.name}"
    page = show(
        request,
        "province/listing.html",
        [Crumb(_("My desk"), reverse("desk")), Crumb(title, reverse("form", kwargs=place)), Crumb("CSV")],
        **place,
        words=words,
        unit=unit,
        round_title=words.title(review),
        may_upload=allows(request, "listing.upload", unit_key, rounds.stage(round_id)),
        classifications=_classifications(words),
        **context,
    )
    page.status_code = status_code
    return page


def _classifications(words: Words) -> list[tuple[str, str]]:
    rules = words.pack.rules.get("classification", ())
    known = uploads.classifications(rules, timezone.localdate().isoformat())
    return [(one.classification, words.name(one.names)) for one in known]


def _look(received: Received, content: bytes, name: str, classification: str) -> dict[str, Any]:
    """Return what the page shows of a table that may be taken in, and what it needs to do so."""
    return {
        "edits": [
            (one.where.row, one.text, say_entry(one.before), say_entry(one.after)) for one in received.edits
        ],
        "findings": _tell(received.findings),
        "name": name,
        "classification": classification,
        "content": base64.b64encode(content).decode(),
    }


def _tell(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings with their rows and columns."""
    told = ((one, *say(one)) for one in findings)
    return [
        {"row": one.where.row, "column": one.where.column, "title": title, "detail": detail}
        for one, title, detail in told
    ]
