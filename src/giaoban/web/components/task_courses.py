"""Courses of tasks in words: reports, products, requests and deadlines, each with who and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from giaoban.queries import events, people, task_histories, tasks
from giaoban.queries.tasks import Detail
from giaoban.web.components.days import CAUSES
from giaoban.web.components.deeds import tell_deeds
from giaoban.web.components.standings import say_moment


@dataclass(frozen=True)
class Said:
    """One row of a task's history, who wrote it and when, for which body, and what was said to it."""

    row: Any
    who: str
    body: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Course:
    """All that became of a task in words; the latest stands first, deadlines in their order."""

    set_by: str
    reports: tuple[Said, ...]
    products: tuple[Said, ...]
    requests: tuple[Said, ...]
    #: The request that waits for a decision, if one does.
    asked: Said | None
    changes: tuple[Said, ...]
    deeds: tuple[Any, ...]


def tell(detail: Detail) -> Course:
    """Return the course of a task."""
    history, task = detail.history, detail.task
    decisions = [one.decision for one in history.requests if hasattr(one, "decision")]
    rows = (*history.reports, *history.products, *history.requests, *history.changes, *history.verdicts)
    names = people.names(one.by for one in (task, *rows, *decisions))
    bodies = tasks.names_of(one.body for one in (*history.reports, *history.requests))
    asked = history.asked
    verdicts = {one.report_id: _say_verdict(one, names) for one in history.verdicts}

    def said(row: Any, answer: str = "") -> Said:
        return Said(row, _say_who(row, names), bodies.get(getattr(row, "body", ""), ""), answer)

    return Course(
        _say_who(task, names),
        tuple(said(one, verdicts.get(one.pk, "")) for one in reversed(history.reports)),
        tuple(said(one) for one in history.products),
        tuple(said(one, _say_decision(one, names)) for one in reversed(history.requests)),
        said(asked) if asked else None,
        tuple(said(one, str(CAUSES[one.cause])) for one in history.changes),
        tuple(tell_deeds(events.latest(task_histories.name(task)))),
    )


def _say_who(row: Any, names: Mapping[str, str]) -> str:
    at: datetime = row.at
    return f"{names.get(row.by, row.by)} · {say_moment(at)}"


def _say_verdict(one: Any, names: Mapping[str, str]) -> str:
    told = _("Closed as done.") if one.is_closed else _("Sent back: %(reason)s") % {"reason": one.reason}
    no_file = _("Without a file: %(reason)s") % {"reason": one.no_file} if one.no_file else ""
    return " ".join(filter(None, (told, no_file, f"({_say_who(one, names)})")))


def _say_decision(request: Any, names: Mapping[str, str]) -> str:
    if not hasattr(request, "decision"):
        return _("Nobody has decided yet.")
    one = request.decision
    if one.granted_on is None:
        told = _("Refused: %(reason)s") % {"reason": one.reason}
    else:
        day = f"{one.granted_on:%d/%m/%Y}"
        told = _("Granted until %(day)s: %(reason)s") % {"day": day, "reason": one.reason}
    return f"{told} ({_say_who(one, names)})"
