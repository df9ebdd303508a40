"""Submissions: the central office reads what a unit sent, sends lines back, accepts, approves and reopens."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from giaoban.actions import submissions
from giaoban.core.conduct.workflow import AT_THE_UNIT
from giaoban.core.errors import Conflict, Invalid, NotAllowed, Refusal
from giaoban.queries import evidence, people, rounds
from giaoban.queries import submissions as reading
from giaoban.web.access import WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.dossiers import Dossier, open_dossier, until
from giaoban.web.components.findings import say
from giaoban.web.components.histories import draw_history
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.remarks import tell_remarks
from giaoban.web.components.rows import say_entry
from giaoban.web.components.standings import say_moment, say_status, say_way

#: What the page offers: the action that allows it, and the statuses in which it makes sense.
_OFFERS = {
    "return": ("submission.return", ("submitted", "accepted")),
    "accept": ("submission.accept", ("submitted",)),
    "approve": ("submission.approve", ("accepted",)),
    "reopen": ("cell.reopen", ("approved", "reopened")),
    "comment": ("comment.write", tuple(AT_THE_UNIT | {"submitted", "accepted", "approved"})),
}


@declares("submission.read", "unit_key", unit="unit_key", phase=rounds.stage)
def show_submission(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show what a unit has sent, line by line, with everything that was found in it."""
    return submission_page(request, round_id, unit_key)


@declares("submission.return", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def return_lines(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Send the lines that have a reason back to the unit."""
    dossier = open_dossier(round_id, unit_key)
    typed = {one.line.line_id: request.POST.get(f"reason:{one.line.line_id}", "") for one in dossier.leaves}
    reasons = {line_id: text for line_id, text in typed.items() if text.strip()}
    step = _Step(request, round_id, unit_key)
    return step.take(lambda **who: submissions.return_(reasons=reasons, **who), typed=reasons)


@declares("submission.accept", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def accept(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Find the submission in order."""
    return _Step(request, round_id, unit_key).take(submissions.accept)


@declares("submission.approve", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def approve(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Bring what was accepted into the store."""
    return _Step(request, round_id, unit_key).take(submissions.approve)


@declares("submission.read", "unit_key", unit="unit_key", phase=rounds.stage)
def show_line(request: HttpRequest, round_id: str, unit_key: str, line_id: str) -> HttpResponse:
    """Show one line: its last values, what was sent of it, comments, files; where one reopens it."""
    return line_page(request, round_id, unit_key, line_id)


@declares("cell.reopen", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def reopen_line(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Open one approved line again, with a reason and an end."""
    line_id, reason = request.POST.get("line_id", ""), request.POST.get("reason", "")
    expires_at = _moment(request.POST.get("until", ""))
    try:
        if expires_at is None:
            raise Invalid(
                _("The end of the reopening is not a date and time"), _("Choose a day and an hour.")
            )
        submissions.reopen(
            round_id=round_id,
            unit_key=unit_key,
            line_id=line_id,
            reason=reason,
            expires_at=expires_at,
            by=actor_of(request).person,
        )
    except (Invalid, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return line_page(request, round_id, unit_key, line_id, status, refusal=_said(refusal), reason=reason)
    return HttpResponseRedirect(_address(round_id, unit_key) + "?done")


def line_page(
    request: HttpRequest, round_id: str, unit_key: str, line_id: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return the page of one sent line; whoever refuses something on it shows it again."""
    dossier = open_dossier(round_id, unit_key)
    line = dossier.form.line(line_id)
    leaf = dossier.by_id[line_id]
    back = Crumb(dossier.unit.name, f"{_address(round_id, unit_key)}#line-{leaf.number}")
    page = show(
        request,
        "centre/line.html",
        [*_crumbs(dossier)[:-1], back, Crumb(line.text)],
        dossier=dossier,
        leaf=leaf,
        history=draw_history(dossier.form, line, dossier.words),
        versions=[
            (one.version, say_entry(one.entry), say_moment(one.at), say_way(one.via))
            for one in reading.sent_versions(round_id, unit_key, line_id)
        ],
        remarks=tell_remarks(reading.comments(round_id, unit_key, line_id), dossier.form),
        pieces=[one for one in evidence.sent(round_id, unit_key) if one.line_id == line_id],
        may=_offers(request, dossier),
        until=until(),
        **context,
    )
    page.status_code = status
    return page


class _Step:
    """One step that somebody takes on a page, and the page that answers it."""

    def __init__(self, request: HttpRequest, round_id: str, unit_key: str) -> None:
        self.request, self.place = request, {"round_id": round_id, "unit_key": unit_key}

    def take(self, step: Callable[..., Any], **typed: Any) -> HttpResponse:
        """Take the step and lead back to the page; a refused one shows why, all at once."""
        try:
            step(**self.place, by=actor_of(self.request).person)
        except (Invalid, Conflict, NotAllowed) as refusal:
            status = {Conflict: 409, NotAllowed: 403}.get(type(refusal), 422)
            said = _said(refusal) if status != 409 else self._overtaken()
            return submission_page(self.request, **self.place, status=status, refusal=said, **typed)
        return HttpResponseRedirect(_address(**self.place) + "?done")

    def _overtaken(self) -> dict[str, Any]:
        """Return that the submission moved on before this step, and who moved it."""
        now = reading.standing(**self.place)
        by = people.names([now.by]).get(now.by, now.by)
        text = _("Somebody was faster: the report is by now {status} ({by}).")
        return {"title": text.format(status=say_status(now.status), by=by)}


def submission_page(
    request: HttpRequest, round_id: str, unit_key: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return the page of what a unit has sent; whoever refuses a step on it shows it again."""
    dossier, place = open_dossier(round_id, unit_key), (round_id, unit_key)
    files = {one.attachment: one for one in evidence.sent(*place) if one.attachment}
    page = show(
        request,
        "centre/submission.html",
        _crumbs(dossier),
        dossier=dossier,
        is_done="done" in request.GET,
        standing=say_status(dossier.standing.status),
        may=_offers(request, dossier),
        remarks=tell_remarks(reading.comments(*place, ""), dossier.form),
        replies=tell_remarks(reading.replies(*place), dossier.form),
        attachments=[
            (dossier.words.name(one.names), one.is_required, files.get(one.attachment))
            for one in dossier.form.attachments
        ],
        may_audit=allows(request, "audit.read", unit_key, dossier.stage),
        is_own_acceptance=dossier.standing.status == "accepted"
        and dossier.standing.by == actor_of(request).person,
        **context,
    )
    page.status_code = status
    return page


def _offers(request: HttpRequest, dossier: Dossier) -> frozenset[str]:
    """Return what is offered: what the policy allows, where the submission stands for it."""
    return frozenset(
        offer
        for offer, (action, statuses) in _OFFERS.items()
        if dossier.standing.status in statuses
        and allows(request, action, dossier.form.unit_key, dossier.stage)
    )


def _crumbs(dossier: Dossier) -> list[Crumb]:
    overview = reverse("overview", kwargs={"round_id": dossier.form.round_id})
    return [
        Crumb(_("My desk"), reverse("desk")),
        Crumb(dossier.words.title(dossier.review), overview),
        Crumb(dossier.unit.name),
    ]


def _address(round_id: str, unit_key: str) -> str:
    return reverse("submission", kwargs={"round_id": round_id, "unit_key": unit_key})


def _said(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal in words, with every fault."""
    return {
        "title": _(refusal.title),
        "detail": _(refusal.detail) if refusal.detail else "",
        "faults": [say(one) for one in refusal.findings],
    }


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(at) if at and timezone.is_naive(at) else at
