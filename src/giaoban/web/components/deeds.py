"""Deeds: events of the audit in words: who did what, when, with which particulars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.conduct.audit import Entry
from giaoban.core.conduct.workflow import STATUSES
from giaoban.queries import people
from giaoban.web.components.standings import say_moment, say_status, say_way

_DEEDS = {
    "cell.resealed": _("sealed a line whose time had run out"),
    "comment.written": _("wrote a comment"),
    "control.explained": _("explained a control total"),
    "deadline.moved": _("moved a deadline"),
    "draft.saved": _("saved lines of the draft"),
    "evidence.attached": _("attached a file"),
    "reminder.failed": _("could not send a reminder"),
    "reminder.sent": _("sent a reminder"),
    "reply.written": _("replied for the unit"),
    "round.advanced": _("let the round enter its next stage"),
    "round.frozen": _("froze the factsheet"),
    "round.opened": _("opened the round"),
    "round.printed": _("printed the documents"),
    "submission.accepted": _("accepted the submission"),
    "submission.approved": _("approved the submission"),
    "submission.begun": _("began the submission"),
    "submission.completed": _("completed the form"),
    "submission.loaded": _("stored figures"),
    "submission.recalled": _("took the form back"),
    "submission.reopened": _("reopened a line"),
    "submission.resealed": _("sealed the reopened lines"),
    "submission.returned": _("sent lines back"),
    "submission.submitted": _("submitted the form"),
    "workbook.issued": _("issued a workbook"),
}

#: So many names of a list stand in its particulars.
_MOST_NAMES = 6


@dataclass(frozen=True)
class Deed:
    """One event as a page shows it."""

    number: int
    at: str
    who: str
    what: str
    particulars: str
    hash: str


def tell_deeds(entries: Iterable[Entry]) -> list[Deed]:
    """Return events in words, in their order."""
    found = list(entries)
    names = people.names(one.actor for one in found)
    return [
        Deed(
            one.number,
            say_moment(datetime.fromisoformat(one.at)),
            names.get(one.actor, one.actor),
            str(_DEEDS.get(one.verb, one.verb)),
            _said(one.payload),
            one.hash,
        )
        for one in found
    ]


def _said(payload: Mapping[str, Any]) -> str:
    """Return the particulars in short: what was listed by its names, not by its hashes."""
    told = dict(payload)
    way = f"{say_status(told.pop('from'))} → {say_status(told.pop('to'))}" if _is_step(payload) else ""
    named = told.pop("lines", told.pop("versions", ()))
    via = say_way(told.pop("via", ""))
    rest = (f"{name}: {_short(value)}" for name, value in told.items() if value not in ("", [], {}))
    return " · ".join(part for part in (way, _short(named), via, *rest) if part)


def _is_step(payload: Mapping[str, Any]) -> bool:
    return payload.get("from") in STATUSES and payload.get("to") in STATUSES


def _short(value: Any) -> str:
    """Return a text, or the first names of what is listed and how many follow."""
    if not isinstance(value, Mapping | list | tuple):
        return str(value)
    names = [str(one) for one in value]
    more = [f"+{len(names) - _MOST_NAMES}"] if len(names) > _MOST_NAMES else []
    return ", ".join([*names[:_MOST_NAMES], *more])
