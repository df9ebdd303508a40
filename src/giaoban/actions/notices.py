"""Notices: a conference's conclusions are drafted, written together, and issued once and for all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import clauses, events, moments, search
from giaoban.actions import tasks as setting
from giaoban.core.conduct import resolutions
from giaoban.core.errors import Conflict, Finding, Invalid
from giaoban.queries import conclusions, factsheets, notices, tasks
from giaoban.records.models import Conference, Notice


def draft(*, conference: str, by: str) -> Notice:
    """Begin the notice with what was decided and asked, what the report says, and who met.

    Raises:  NotFound if there is no such conference, or its pack has no words for notices; Conflict if
             somebody else has begun it; NotAllowed before it sits and once it is concluded.
    """
    with transaction.atomic():
        held, at = moments.lock(conference=conference, action="notice.edit"), timezone.now()
        if notices.of_conference(conference):
            raise Conflict("The notice has been begun already", "Reload the page and go on with it.")
        digest = factsheets.latest_digest(held.round_id) or ""
        notice = Notice.objects.create(conference=held, factsheet=digest, by=by, at=at)
        clauses.begin(notice=notice, drafted=conclusions.draft(held), by=by, at=at)
        events.note(
            verb="notice.drafted",
            by=by,
            object=f"conference/{conference}",
            at=at,
            payload={"factsheet": digest},
        )
    return notice


def issue(*, conference: str, symbol: str, signer: str, by: str, at: datetime | None = None) -> Notice:
    """Issue the notice under the number that the document system gave it, and conclude the conference.

    Shape:   what it says is kept as one content, whose SHA-256 stands in the audit with what became of each
             clause; nothing of it changes afterwards.
    Raises:  Invalid, with every finding, while something holds it back; NotAllowed unless it is adjourned.
    """
    now = at or timezone.now()
    with transaction.atomic():
        notice, today = clauses.lock(conference=conference, action="notice.issue"), timezone.localdate(now)
        _require_settled(notices.findings(notice, today), symbol, signer)
        content = _content(notice, symbol.strip(), signer.strip(), today)
        sealed = {
            "stage": "issued",
            "symbol": symbol.strip(),
            "signer": signer.strip(),
            "issued_at": now,
            "issued_by": by,
            "due_on": notices.due_on(notice.conference),
            "content": content,
            "sha256": notices.sealed(content),
        }
        Notice.objects.filter(pk=notice.pk).update(**sealed)
        Conference.objects.filter(pk=notice.conference_id).update(stage="concluded")
        search.keep(objects=(f"clause/{one['clause']}" for one in content["clauses"]))
        setting.issue(notice=notice, by=by, at=now)
        told = {"symbol": symbol.strip(), "sha256": sealed["sha256"], "clauses": _mapped(content)}
        events.note(verb="notice.issued", by=by, object=f"conference/{conference}", at=now, payload=told)
    return notices.by_conference(conference)


def _require_settled(found: tuple[Finding, ...], symbol: str, signer: str) -> None:
    """Refuse to issue a notice that is not settled, with everything that holds it back."""
    holding = tuple(one for one in found if one.severity == "error")
    if not symbol.strip():
        detail = "Write the number and symbol that the document system gave."
        holding += (Finding("no_symbol", "The notice has no number", detail),)
    if not signer.strip():
        holding += (Finding("no_signer", "It is not said who signs", "Write the name of who signs."),)
    if holding:
        raise Invalid("The notice cannot be issued yet", "Settle what is listed.", findings=holding)


def _content(notice: Notice, symbol: str, signer: str, on: date) -> dict[str, Any]:
    """Return everything that is issued: words, document, and each clause with its tasks or its reason."""
    found, names = notices.clauses(notice.conference.key), tasks.bodies(notice.conference.round_id).names
    numbers = resolutions.number(found)
    return {
        "words": conclusions.layout_words(notice, symbol, signer, on),
        "factsheet": notice.factsheet,
        "document": notices.document(notice),
        "clauses": [
            {
                "clause": one.clause_id,
                "number": numbers.get(one.clause_id, ""),
                "tasks": [_record(task, names) for task in one.tasks],
                "no_task": one.no_task,
            }
            for one in found
        ],
    }


def _record(task: resolutions.Assignment, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "task": task.task_id,
        "lead": names[task.leads[0]],
        "others": [names[key] for key in task.others],
        "what": task.what,
        "due_on": task.due_on.isoformat() if task.due_on else "",
        "precision": task.precision,
        "responsibility": task.responsibility,
        "authority": task.authority,
        "product": task.product,
    }


def _mapped(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what became of each clause that asks for something: its tasks, or the reason for none."""
    return {
        one["number"]: [task["task"] for task in one["tasks"]] or one["no_task"]
        for one in content["clauses"]
        if one["tasks"] or one["no_task"]
    }
