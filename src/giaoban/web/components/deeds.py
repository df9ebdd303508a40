"""Deeds: events of the audit in words: who did what, when, with which particulars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giaoban.core.conduct.audit import Entry
from giaoban.core.conduct.workflow import STATUSES
from giaoban.queries import people
from giaoban.web.components.standings import say_moment, say_status, say_way
from giaoban.web.components.verbs import DEEDS

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
            str(DEEDS.get(one.verb, one.verb)),
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
