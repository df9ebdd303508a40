"""The scoreboard: one row for each unit under review, from the round's first ranking and first banding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.registry.units import fold
from giaoban.web.components.marks import legend, tally_marks
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.tables import Cell, Column, Row, number
from giaoban.web.components.values import MISSING, say, say_grade, say_share, say_tally, why_missing

_TALLIES = ("tally", "reported_tally")


@dataclass(frozen=True)
class Scoreboard:
    """What the scoreboard of one factsheet stands on: its ranking, bands, base and main indicator."""

    sheet: Sheet

    @cached_property
    def ranking(self) -> Record | None:
        """Return the ranking that gives each unit its place."""
        return self.sheet.first_of("ranking")

    @cached_property
    def banding(self) -> Record | None:
        """Return the banding that gives each unit its band."""
        return self.sheet.first_of("banding")

    @cached_property
    def base(self) -> str:
        """Return the analysis that is ranked, or empty."""
        inputs = self.ranking["inputs"] if self.ranking else ()
        ranked = (self.sheet.figures[i] for i in inputs if i in self.sheet.figures)
        return next((figure["analysis"] for figure in ranked), "")

    @cached_property
    def is_tally(self) -> bool:
        """Return whether units are ranked by their targets met."""
        return any(f["rule"] in _TALLIES for f in self.sheet.of_analysis(self.base))

    @cached_property
    def main(self) -> Record | None:
        """Return the first figure about the whole country in the period under review."""
        country, period = self.sheet.header["country_unit"], self.sheet.header["period"]
        figures = (
            f for f in self.sheet.of_unit(country) if f["rule"] == "observed" and f["period"] == period
        )
        return next((f for f in figures if f["value"] is not None), None)

    @cached_property
    def main_analysis(self) -> str:
        """Return the analysis that gives the main figure's indicator for the units under review."""
        if self.main is None:
            return ""
        about = (self.main["indicator"], self.main["period"])
        units = {unit["unit_key"] for unit in self.sheet.under_review}
        same = (
            f["analysis"]
            for f in self.sheet.factsheet["figures"]
            if f["rule"] == "observed" and (f["indicator"], f["period"]) == about and f["unit_key"] in units
        )
        return next(same, "")

    @cached_property
    def computed(self) -> Mapping[str, Record]:
        """Return the tallies computed from the units' own targets, by unit."""
        figure = self.sheet.first_of("tally")
        return self.sheet.by_unit(figure["analysis"]) if figure else {}

    def columns(self) -> list[Column]:
        """Return the columns that this round can fill."""
        return [column for column, _make in self._makers]

    def rows(self) -> list[Row]:
        """Return one row for each unit under review, by code."""
        return [self._row(unit) for unit in self.sheet.under_review]

    def _row(self, unit: Record) -> Row:
        cells = {column.key: make(unit) for column, make in self._makers}
        return Row(unit["unit_key"], unit["name"], unit["full_name"], cells)

    @cached_property
    def _makers(self) -> Sequence[tuple[Column, Callable[[Record], Cell]]]:
        makers: list[tuple[Column, Callable[[Record], Cell]]] = []
        if self.ranking:
            parts = (_("Rank"), _("Tied"))
            makers.append((Column("rank", _("Rank"), first="ascending", parts=parts), self._rank))
        makers.append((Column("unit", _("Unit"), "unit", "ascending"), _unit))
        if self.is_tally:
            makers += self._tally_makers()
        if self.banding:
            makers.append((Column("band", _("Band"), "text", is_extra=True, parts=(_("Band"),)), self._band))
        if self.main_analysis:
            makers.append((self._main_column(), self._main))
        return makers

    def _main_column(self) -> Column:
        title = self.sheet.indicator_name(self.main["indicator"]) if self.main else ""
        return Column("main", title, parts=(title, _("Unit of measure"), _("Grade")))

    def _tally_makers(self) -> list[tuple[Column, Callable[[Record], Cell]]]:
        met, share, missed = _("Targets met"), _("Share"), _("Missed")
        makers = [
            (Column("tally", met, parts=(met, _("Targets"))), self._tally),
            (Column("share", share, is_extra=True, parts=(_("Share in percent"),)), self._share),
            (Column("missed", missed, first="ascending", is_extra=True, parts=(missed,)), self._missed),
        ]
        return [*makers, (_verdicts_column(), self._verdicts)] if self.computed else makers

    @cached_property
    def _bases(self) -> Mapping[str, Record]:
        return self.sheet.by_unit(self.base)

    @cached_property
    def _mains(self) -> Mapping[str, Record]:
        return self.sheet.by_unit(self.main_analysis)

    @cached_property
    def _ranks(self) -> Mapping[str, Record]:
        return {place["unit_key"]: place for place in self.ranking["value"]} if self.ranking else {}

    @cached_property
    def _bands(self) -> Mapping[str, tuple[int, str]]:
        bands = list(enumerate(self.banding["value"])) if self.banding else []
        return {key: (-place, band["band"]) for place, band in bands for key in band["unit_keys"]}

    def _rank(self, unit: Record) -> Cell:
        place = self._ranks.get(unit["unit_key"])
        if place is None or self.ranking is None:
            return _absent(self._bases.get(unit["unit_key"]))
        aside = _("tied") if place["tied"] > 1 else ""
        text = f"{place['rank']}=" if aside else str(place["rank"])
        raw = (str(place["rank"]), aside)
        return Cell(text, place["rank"], self.ranking["figure_id"], aside=aside, raw=raw)

    def _tally(self, unit: Record) -> Cell:
        return self._of_tally(
            unit,
            lambda value: (say_tally(value), (value["met"], value["total"])),
            lambda value: (str(value["met"]), str(value["total"])),
        )

    def _share(self, unit: Record) -> Cell:
        return self._of_tally(
            unit,
            lambda value: (say_share(self.sheet, value["share"]), number(value["share"])),
            lambda value: (value["share"] or "",),
        )

    def _missed(self, unit: Record) -> Cell:
        return self._of_tally(
            unit,
            lambda value: (str(value["missed"]), value["missed"]),
            lambda value: (str(value["missed"]),),
        )

    def _of_tally(
        self,
        unit: Record,
        read: Callable[[Any], tuple[str, Any]],
        raw: Callable[[Any], tuple[str, ...]],
    ) -> Cell:
        figure = self._bases.get(unit["unit_key"])
        if figure is None or figure["value"] is None:
            return _absent(figure)
        text, sort = read(figure["value"])
        return Cell(text, sort, figure["figure_id"], raw=raw(figure["value"]))

    def _verdicts(self, unit: Record) -> Cell:
        figure = self.computed.get(unit["unit_key"])
        if figure is None:
            return Cell(MISSING, reason=_("no targets of this unit are known"))
        marks = tally_marks(figure["value"])
        counts = {mark.verdict: mark.count for mark in marks}
        raw = tuple(counts.get(mark.verdict, "0") for mark in legend())
        return Cell("", figure["value"]["total"], figure["figure_id"], marks=marks, raw=raw)

    def _band(self, unit: Record) -> Cell:
        if unit["unit_key"] not in self._bands or self.banding is None:
            return _absent(self._bases.get(unit["unit_key"]))
        place, band = self._bands[unit["unit_key"]]
        name = self.sheet.word("bands", band) or band
        return Cell(name, place, self.banding["figure_id"], raw=(name,))

    def _main(self, unit: Record) -> Cell:
        figure = self._mains.get(unit["unit_key"])
        if figure is None or figure["value"] is None:
            return _absent(figure)
        grade = say_grade(self.sheet, figure["working"])
        raw = (figure["value"], self.sheet.measure_name(figure["unit_measure"]), grade)
        return Cell(
            say(self.sheet, figure), number(figure["value"]), figure["figure_id"], note=grade, raw=raw
        )


def _verdicts_column() -> Column:
    parts = tuple(_("computed: %(verdict)s") % {"verdict": mark.word} for mark in legend())
    return Column("verdicts", _("Verdicts computed"), "marks", is_extra=True, parts=parts)


def _unit(unit: Record) -> Cell:
    return Cell(unit["name"], fold(unit["name"]))


def _absent(figure: Record | None) -> Cell:
    return Cell(MISSING, figure_id=figure["figure_id"] if figure else "", reason=why_missing(figure))
