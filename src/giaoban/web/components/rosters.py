"""The roster: every unit under review, with its region and how much of what was asked it reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from giaoban.core.registry.units import fold
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.tables import Cell, Column, Row


@dataclass(frozen=True)
class Roster:
    """The units of one factsheet as a table."""

    sheet: Sheet

    def columns(self) -> list[Column]:
        """Return the columns; a region only where the pack has regions."""
        region = [Column("region", _("Region"), "text", "ascending", is_extra=True)]
        return [
            Column("unit", _("Unit"), "unit", "ascending"),
            Column("type", _("Type"), "text", "ascending"),
            *(region if self._has_regions else []),
            Column("known", _("Figures reported")),
        ]

    def rows(self) -> list[Row]:
        """Return one row for each unit, by name."""
        units = sorted(self.sheet.under_review, key=lambda unit: fold(unit["name"]))
        return [self._row(unit) for unit in units]

    def _row(self, unit: Record) -> Row:
        cells = {
            "unit": Cell(unit["name"], fold(unit["name"])),
            "type": self._coded("unit_types", unit["unit_type"]),
            "region": self._coded("regions", unit["region"]),
            "known": self._known(unit["unit_key"]),
        }
        return Row(unit["unit_key"], unit["name"], unit["full_name"], cells)

    def _coded(self, codelist: str, code: str) -> Cell:
        name = self.sheet.code_name(codelist, code)
        return Cell(name, fold(name))

    def _known(self, unit_key: str) -> Cell:
        count, asked = self._counts.get(unit_key, 0), len(self.sheet.asked)
        return Cell(f"{count}/{asked}", count)

    @cached_property
    def _has_regions(self) -> bool:
        return any(unit["region"] for unit in self.sheet.under_review)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for analysis in self.sheet.asked:
            for figure in self.sheet.of_analysis(analysis):
                counts[figure["unit_key"]] = counts.get(figure["unit_key"], 0) + (figure["value"] is not None)
        return counts
