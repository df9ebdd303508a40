"""Hits in words: what a search found, each with its kind, its day and its page; units and indicators too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.search import asked_words, holds_all
from giaoban.queries import rounds, tasks
from giaoban.web.components.pages import open_sheet
from giaoban.web.components.sheets import Sheet
from giaoban.web.components.waiting import address_of, excerpt

KINDS = {
    "petition": gettext_lazy("Petition"),
    "task": gettext_lazy("Task"),
    "directive": gettext_lazy("Directive"),
    "clause": gettext_lazy("Clause of a notice"),
}
#: What has a number of its own.
_NUMBERED = frozenset({"petition", "directive"})
#: So many units and indicators are shown, of as many of the latest published rounds.
_MOST, _ROUNDS = 8, 3


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is, its number, what it says, of which unit, and when it came.

    `source` is the number of the document that it stands in, where it has none of its own.
    """

    kind: str
    number: str
    text: str
    url: str
    unit: str = ""
    on: date | None = None
    source: str = ""


def lay_out(entries: Iterable[Any]) -> list[Hit]:
    """Return entries of the search as hits, in their order."""
    found = list(entries)
    names = tasks.names_of({f"{UNIT}{one.unit_key}" for one in found if one.unit_key})
    return [
        Hit(
            str(KINDS[one.kind]),
            one.number if one.kind in _NUMBERED else "",
            excerpt(one.title),
            address_of(one.object, one.conference),
            names.get(f"{UNIT}{one.unit_key}", ""),
            one.on,
            "" if one.kind in _NUMBERED else one.number,
        )
        for one in found
    ]


def of_conferences(asked: str, entries: Iterable[Any]) -> list[Hit]:
    """Return those of the conferences that concern the reader whose title, place or key is asked for."""
    words = asked_words(asked)
    return [
        Hit(_("Conference"), "", held.title, one.url, on=held.begins_at)
        for one in entries
        if holds_all(words, (held := one.conference).title, held.place, held.key)
    ]


def of_rounds(asked: str) -> list[Hit]:
    """Return the units and indicators of published rounds that are asked for, the latest round first."""
    words, found = asked_words(asked), dict[str, Hit]()
    known = sorted(rounds.published(), key=lambda one: (one[1]["conference_on"], one[0]), reverse=True)
    for round_id, _header in known[:_ROUNDS] if words else ():
        sheet = open_sheet(round_id)
        for key, hit, texts in (*_units(sheet), *_indicators(sheet)):
            if key not in found and holds_all(words, *texts):
                found[key] = hit
    return list(found.values())[:_MOST]


def _units(sheet: Sheet) -> Iterator[tuple[str, Hit, tuple[str, ...]]]:
    for one in sheet.under_review:
        url = reverse("unit", args=[sheet.round_id, one["unit_key"]])
        told = (one["full_name"], one["code"])
        yield f"unit/{one['unit_key']}", Hit(_("Unit"), "", one["full_name"], url), told


def _indicators(sheet: Sheet) -> Iterator[tuple[str, Hit, tuple[str, ...]]]:
    for code in dict.fromkeys(one["indicator"] for one in sheet.asked.values()):
        name, url = sheet.indicator_name(code), reverse("indicator", args=[sheet.round_id, code])
        yield f"indicator/{code}", Hit(_("Indicator"), "", name, url), (name, code)
