"""Surveys: one indicator across all units under review, with the country's line and who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.errors import NotFound
from giaoban.core.registry.periods import parse_period
from giaoban.web.components.charts import Bars, draw_bars
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.values import MISSING, say, say_grade, say_time, why_missing


@dataclass(frozen=True)
class Survey:
    """One indicator in one period: what every unit under review reported of it."""

    sheet: Sheet
    analysis: str

    @cached_property
    def figures(self) -> Sequence[Record]:
        """Return the figures that have a value, the highest first."""
        known = (f for f in self.sheet.of_analysis(self.analysis) if f["value"] is not None)
        return sorted(known, key=lambda figure: Decimal(figure["value"]), reverse=True)

    @property
    def indicator(self) -> str:
        """Return the indicator's code."""
        return str(self.sheet.asked[self.analysis]["indicator"])

    @property
    def period(self) -> str:
        """Return the period as its code."""
        return str(self.sheet.asked[self.analysis]["period"])

    @property
    def name(self) -> str:
        """Return the indicator's name."""
        return self.sheet.indicator_name(self.indicator)

    @property
    def time(self) -> str:
        """Return the period in words."""
        return say_time(self.sheet, self.period)

    @property
    def coverage(self) -> str:
        """Return how many units have a value."""
        counted = {"reported": len(self.figures), "of": len(self.sheet.under_review)}
        return _("%(reported)s of %(of)s units reported") % counted

    @cached_property
    def country(self) -> Record | None:
        """Return the country's own figure of the same indicator and period."""
        figures = self.sheet.of_unit(self.sheet.header["country_unit"])
        asked = (self.indicator, self.period)
        alike = (f for f in figures if f["rule"] == "observed" and (f["indicator"], f["period"]) == asked)
        return next((f for f in alike if f["value"] is not None), None)

    @property
    def has_grades(self) -> bool:
        """Return whether any unit's value is not final."""
        return any(say_grade(self.sheet, figure["working"]) for figure in self.figures)

    @property
    def country_text(self) -> str:
        """Return the country's value, or a dash."""
        return say(self.sheet, self.country) if self.country else MISSING

    @property
    def country_grade(self) -> str:
        """Return the grade of the country's figure where it is not final."""
        return say_grade(self.sheet, self.country["working"]) if self.country else ""

    @cached_property
    def missing(self) -> Mapping[str, list[Record]]:
        """Return the units without a value by the reason."""
        made = self.sheet.by_unit(self.analysis)
        reasons: dict[str, list[Record]] = {}
        for unit in self.sheet.under_review:
            figure = made.get(unit["unit_key"])
            if figure is None or figure["value"] is None:
                reasons.setdefault(why_missing(figure), []).append(unit)
        return reasons

    @cached_property
    def bars(self) -> Bars | None:
        """Return the units' values as bars with the country's line, or None where nobody reported."""
        if not self.figures:
            return None
        return draw_bars(self.analysis, self._chart(), {})

    def _chart(self) -> Mapping[str, Any]:
        country = self.country
        line = {
            "value": country["value"],
            "label": f"{self.sheet.unit_name(country['unit_key'])} {self.country_text}",
            "figure_id": country["figure_id"],
        } if country else None  # fmt: skip
        return {
            "title": self._finding(),
            "subtitle": f"{self.name}, {self.time}; {self.coverage}",
            "alt": "",
            "marks": [self._mark(figure) for figure in self.figures],
            "reference": line,
        }

    def _finding(self) -> str:
        ends = [
            f"{self.sheet.unit_name(figure['unit_key'])} {say(self.sheet, figure)}"
            for figure in (self.figures[0], self.figures[-1])
        ]
        return _("From %(highest)s to %(lowest)s") % {"highest": ends[0], "lowest": ends[1]}

    def _mark(self, figure: Record) -> Mapping[str, Any]:
        return {
            "unit_key": figure["unit_key"],
            "label": self.sheet.unit_name(figure["unit_key"]),
            "value": figure["value"],
            "text": say(self.sheet, figure),
            "note": say_grade(self.sheet, figure["working"]),
            "figure_id": figure["figure_id"],
            "mark": "negative" if Decimal(figure["value"]) < 0 else "positive",
        }


def surveys(sheet: Sheet) -> Mapping[str, list[Survey]]:
    """Return the surveys of a factsheet by indicator, each indicator's latest period first."""
    found: dict[str, list[Survey]] = {}
    for analysis, figure in sheet.asked.items():
        found.setdefault(figure["indicator"], []).append(Survey(sheet, analysis))
    return {code: sorted(some, key=_end, reverse=True) for code, some in found.items()}


def survey(sheet: Sheet, code: str, period: str) -> tuple[Survey, list[Survey]]:
    """Return the survey of an indicator that is asked for, else its first, and all of them.

    Raises:  NotFound if no unit under review has a figure of the indicator.
    """
    known = surveys(sheet).get(code)
    if not known:
        raise NotFound(f"There is no indicator “{code}” in this round")
    best = max(known, key=lambda one: (one.period == period, one.period == sheet.header["period"]))
    return best, known


def _end(one: Survey) -> tuple[Any, ...]:
    period = parse_period(one.period)
    return (period.end_on, period.months)
