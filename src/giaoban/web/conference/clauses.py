"""Clauses of a draft: added, written, moved, removed; or said to give nobody a task."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.actions import clauses as acting
from giaoban.core.errors import Conflict
from giaoban.queries import conferences, notices
from giaoban.web.access import WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.conference.notices import notice_page, to_notice
from giaoban.web.conference.steps import attempt
from giaoban.web.typed import whole


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def add_clause(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Add a clause to a section: what was typed, or a paragraph of the report."""
    section, text, quotes = (request.POST.get(name, "") for name in ("section", "text", "quotes"))
    added: list[Any] = []
    told = {"section": section, "text": text, "quotes": quotes, "by": actor_of(request).person}
    refusal = attempt(lambda: added.append(acting.add(conference=conference_key, **told)))
    if refusal:
        return notice_page(request, conference_key, refusal, at=f"add-{section}", typed=text)
    return to_notice(conference_key, f"clause-{added[0].pk}")


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def save_clause(request: HttpRequest, conference_key: str, clause_id: int) -> HttpResponse:
    """Save the text of a clause; where somebody else was faster, both texts are shown."""
    text, base, by = request.POST.get("text", ""), request.POST.get("base", ""), actor_of(request).person
    told = {"clause": clause_id, "text": text, "base": whole(base), "by": by}
    refusal = attempt(lambda: acting.save(conference=conference_key, **told))
    if refusal is None:
        return to_notice(conference_key, f"clause-{clause_id}")
    place = f"clause-{clause_id}"
    if not isinstance(refusal, Conflict):
        return notice_page(request, conference_key, refusal, at=place, typed=text)
    stands = notices.by_id(conference_key, clause_id)
    said = Conflict(
        _("Somebody else saved this clause while you were writing"),
        _("Both texts stand below; what you save now takes the place of theirs."),
    )
    return notice_page(request, conference_key, said, at=place, typed=text, stands=stands)


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def move_clause(request: HttpRequest, conference_key: str, clause_id: int) -> HttpResponse:
    """Move a clause up or down in its section."""
    up = request.POST.get("to") == "up"
    return _step(request, conference_key, clause_id, lambda **told: acting.move(up=up, **told))


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def remove_clause(request: HttpRequest, conference_key: str, clause_id: int) -> HttpResponse:
    """Take a clause out, with the reason that was typed."""
    reason = request.POST.get("reason", "")
    return _step(request, conference_key, clause_id, lambda **told: acting.remove(reason=reason, **told))


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def waive_clause(request: HttpRequest, conference_key: str, clause_id: int) -> HttpResponse:
    """Record why a clause gives nobody a task."""
    reason = request.POST.get("reason", "")
    return _step(request, conference_key, clause_id, lambda **told: acting.waive(reason=reason, **told))


def _step(
    request: HttpRequest, conference_key: str, clause_id: int, step: Callable[..., None]
) -> HttpResponse:
    told = {"conference": conference_key, "clause": clause_id, "by": actor_of(request).person}
    refusal, place = attempt(lambda: step(**told)), f"clause-{clause_id}"
    if refusal:
        return notice_page(request, conference_key, refusal, at=place)
    return to_notice(conference_key, place)
