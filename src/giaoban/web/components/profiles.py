"""Profiles: everything that a round knows of one unit, arranged for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from giaoban.core.registry.periods import parse_period
from giaoban.web.components.goals import Goal, goals_of
from giaoban.web.components.marks import Mark, tally_marks
from giaoban.web.components.sheets import Record, Sheet, grouped
from giaoban.web.components.titles import rule_name, title
from giaoban.web.components.values import MISSING, say, say_date, say_grade, say_time, why_missing

_TALLIES = ("reported_tally", "tally")
_DERIVED = ("change", "share", "momentum", "paired")


@dataclass(frozen=True)
class Line:
    """One line about one figure, if it was made: what it is, what it says, its grade, why it says nothing."""

    figure: Record | None
    name: str
    text: str
    grade: str = ""
    reason: str = ""
    note: str = ""
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Profile:
    """One unit in one factsheet."""

    sheet: Sheet
    unit_key: str

    @cached_property
    def _figures(self) -> Mapping[str, list[Record]]:
        return grouped(self.sheet.of_unit(self.unit_key), "rule")

    @cached_property
    def tallies(self) -> list[Line]:
        """Return the tallies of the unit, the reported ones first, each with where it comes from."""
        figures = [f for rule in _TALLIES for f in self._figures.get(rule, [])]
        return [self._tally(figure) for figure in figures]

    @cached_property
    def disagreements(self) -> list[Line]:
        """Return where the tallies differ; empty where they agree."""
        figures = self._figures.get("disagreement", [])
        return [self._line(figure, rule_name(figure)) for figure in figures if figure["value"]]

    @cached_property
    def headline(self) -> Line | None:
        """Return the figure that the unit is ranked by, or its first one."""
        ranking = self.sheet.first_of("ranking")
        ranked = set(ranking["inputs"]) if ranking else set()
        own = self.sheet.of_unit(self.unit_key)
        figure = next((f for f in own if f["figure_id"] in ranked), None) or next(iter(own), None)
        return self._line(figure, title(self.sheet, figure)) if figure else None

    @cached_property
    def goals(self) -> list[Goal]:
        """Return the unit's targets in the order of its own list."""
        return goals_of(self.sheet, self._figures.get("attainment", []))

    @cached_property
    def observed(self) -> list[tuple[str, str, list[Line]]]:
        """Return the observed figures by indicator (code and name), the latest period first."""
        groups = grouped(self._figures.get("observed", []), "indicator")
        return [
            (code, self.sheet.indicator_name(code), self._observed(figures))
            for code, figures in groups.items()
        ]

    @cached_property
    def derived(self) -> list[Line]:
        """Return what was computed from the unit's own figures: changes, shares, momentum."""
        figures = [f for rule in _DERIVED for f in self._figures.get(rule, []) if f["value"] is not None]
        return [self._line(figure, title(self.sheet, figure)) for figure in figures]

    @cached_property
    def places(self) -> list[Line]:
        """Return the unit's place in each ranking; where it is not ranked, why."""
        rankings = (f for f in self.sheet.factsheet["figures"] if f["rule"] == "ranking")
        return [self._place(figure) for figure in rankings]

    @cached_property
    def lists(self) -> list[Line]:
        """Return the lists that the unit stands in."""
        lists = (f for f in self.sheet.factsheet["figures"] if f["rule"] in ("list", "extreme"))
        mine = (f for f in lists if self.unit_key in (f["value"] or ()))
        return [
            Line(f, title(self.sheet, f), _position(f["value"].index(self.unit_key) + 1, len(f["value"])))
            for f in mine
        ]

    @cached_property
    def missing(self) -> list[Line]:
        """Return what the round looked for in every unit and this one has no value of, by indicator."""
        own = {f["analysis"]: f for f in self._figures.get("observed", [])}
        empty = [f for f in own.values() if f["value"] is None]
        silent = [like for analysis, like in self.sheet.asked.items() if analysis not in own]
        return [self._absent([f], f) for f in empty] + [
            self._absent(alike, None) for alike in grouped(silent, "indicator").values()
        ]

    def _absent(self, alike: Sequence[Record], figure: Record | None) -> Line:
        """Return the line of what is missing; `alike` are figures of that indicator, one for each period."""
        periods = ", ".join(self._period(one) for one in alike)
        name = self.sheet.indicator_name(alike[0]["indicator"])
        return Line(figure, name, MISSING, reason=why_missing(figure), note=periods)

    def _line(self, figure: Record, name: str) -> Line:
        is_missing = figure["value"] is None
        return Line(
            figure,
            name,
            say(self.sheet, figure),
            say_grade(self.sheet, figure["working"]),
            why_missing(figure) if is_missing else "",
            self._period(figure),
        )

    def _period(self, figure: Record) -> str:
        return say_time(self.sheet, figure["period"]) if figure["period"] else ""

    def _tally(self, figure: Record) -> Line:
        base = self._line(figure, title(self.sheet, figure))
        marks = tally_marks(figure["value"]) if figure["rule"] == "tally" and figure["value"] else ()
        first = next((self.sheet.figures[i] for i in figure["inputs"] if i in self.sheet.figures), None)
        note = self.sheet.indicator_name(first["indicator"]) if first and figure["rule"] != "tally" else ""
        return Line(figure, base.name, base.text, base.grade, base.reason, note, marks)

    def _observed(self, figures: list[Record]) -> list[Line]:
        latest = sorted(figures, key=lambda f: parse_period(f["period"]).end_on, reverse=True)
        return [self._vintages(figure) for figure in latest]

    def _vintages(self, figure: Record) -> Line:
        line = self._line(figure, self._period(figure))
        released = say_date(self.sheet, figure["vintage"]) if figure["vintage"] else ""
        earlier = len(figure["inputs"]) - 1
        note = _("%(released)s, earlier vintages: %(earlier)s") if earlier > 0 else "%(released)s"
        return Line(
            figure,
            line.name,
            line.text,
            line.grade,
            line.reason,
            note % {"released": released, "earlier": earlier},
        )

    def _place(self, figure: Record) -> Line:
        place = next((one for one in figure["value"] if one["unit_key"] == self.unit_key), None)
        if place is None:
            return Line(figure, title(self.sheet, figure), MISSING, reason=_("not ranked: not reported"))
        tied = _("tied with %(others)s others") % {"others": place["tied"] - 1} if place["tied"] > 1 else ""
        return Line(
            figure, title(self.sheet, figure), _position(place["rank"], len(figure["value"])), note=tied
        )


def _position(place: int, of: int) -> str:
    return _("%(place)s of %(of)s") % {"place": place, "of": of}
