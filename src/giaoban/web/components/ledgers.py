"""Ledgers in words: a target of several years with its path, what was decided about it, and what is known."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from giaoban.core.figures.observations import earliest_effect_on
from giaoban.core.review.loops import Graph, decided
from giaoban.core.review.terms import Outlook, Year
from giaoban.queries.loops import Reader
from giaoban.web.components.goals import say_bound
from giaoban.web.components.loops import Step, step
from giaoban.web.components.marks import Mark
from giaoban.web.components.sheets import Sheet
from giaoban.web.components.values import MISSING, say_amount, say_date, say_time

_STATES = {
    "on_track": ("●", gettext_lazy("on track")),
    "off_track": ("▽", gettext_lazy("off track")),
    "undetermined": ("?", gettext_lazy("undetermined")),
}
ORIGINS = {
    "declared": gettext_lazy("set for the year"),
    "rule": gettext_lazy("by the rule on paths"),
    "target": gettext_lazy("the target itself"),
    "none": "",
}


@dataclass(frozen=True)
class Lived:
    """One year of a term in words: what the path asks, where that comes from, and what is known."""

    period: str
    path: str
    origin: Any
    value: str


@dataclass(frozen=True)
class Entry:
    """One target in words, with its years and the steps that were taken about it."""

    name: str
    period: str
    bound: str
    instrument: str
    since: str
    state: Mark
    years: tuple[Lived, ...]
    steps: tuple[Step, ...]


def tell(sheet: Sheet, one: Outlook, graph: Graph, reader: Reader) -> Entry:
    """Return a target of several years in words; of what was decided, what the reader may see."""
    target = one.target
    shape, word = _STATES[one.state]
    nodes = decided(graph, target.unit_key, target.indicator, reader.may_see)
    return Entry(
        target.text or sheet.indicator_name(target.indicator),
        say_time(sheet, target.period),
        say_bound(sheet, target.record()),
        target.instrument,
        say_date(sheet, earliest_effect_on(target.valid_from)),
        Mark(one.state, shape, word),
        tuple(_year(sheet, year, target.unit_measure) for year in one.years),
        tuple(step(sheet, node) for node in nodes),
    )


def _year(sheet: Sheet, year: Year, unit_measure: str) -> Lived:
    return Lived(
        say_time(sheet, year.period),
        " – ".join(_say(sheet, bar, unit_measure) for bar in year.path) or MISSING,
        ORIGINS[year.origin],
        _say(sheet, year.value, unit_measure) if year.value is not None else MISSING,
    )


def _say(sheet: Sheet, amount: Decimal, unit_measure: str) -> str:
    return say_amount(sheet, format(amount, "f"), 2, unit_measure)
