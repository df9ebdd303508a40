"""Registers in words: counts by register and by unit, each beside the years before, hidden ones as such."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.registry.units import fold
from giaoban.core.review.registers import Cell as Counted
from giaoban.core.review.registers import Column as Counts
from giaoban.core.review.registers import Comparison, Told
from giaoban.queries.registers import Kept, Shelf
from giaoban.web.components.tables import Asked, Cell, Column, Row, Table, arrange
from giaoban.web.components.values import MISSING
from giaoban.web.components.wordings import Words

#: What stands in the place of a count that is hidden.
HIDDEN = "•"


@dataclass(frozen=True)
class Book:
    """The registers of a round for a page, in the language of their pack's names."""

    kept: Kept
    words: Words

    def shelves(self) -> list[dict[str, Any]]:
        """Return each register with its lines: all units together, and how many of them reported."""
        return [
            {
                "name": self.words.name(shelf.register.names),
                "lines": [self._line(one) for one in shelf.columns],
                "total": self._line(shelf.total) if shelf.total else None,
                "has_targets": any(one.total.target for one in shelf.columns),
            }
            for shelf in self.kept.shelves
        ]

    def periods(self) -> list[str]:
        """Return the periods of the columns in words: the one under review, then those before."""
        return [self.words.time(period.text) for period in self.kept.periods.values()]

    def title(self, shelf: Shelf, column: Counts) -> str:
        """Return what is counted."""
        if column is shelf.total:
            return self.words.name(shelf.register.total)
        return self.kept.pack.indicators[column.key].name(self.words.language)

    def table(self, column: Counts, asked: Asked) -> Table:
        """Return one line unit by unit, in the order of their codes unless something else is asked."""
        settled = asked if asked.sort else Asked("code", "ascending", asked.query)
        return arrange(self._columns(column), [self._row(column, unit) for unit in self.kept.units], settled)

    def totals(self, column: Counts) -> dict[str, Cell]:
        """Return the cells of all units together."""
        return self._cells(column.total)

    def lines(self) -> Iterator[list[str]]:
        """Yield every count as a row of a file: first all units together, then each."""
        units = [
            ("", _("All units that reported")),
            *((one.unit_key, one.full_name) for one in self.kept.units),
        ]
        for shelf in self.kept.shelves:
            for column in filter(None, (*shelf.columns, shelf.total)):
                about = [self.words.name(shelf.register.names), column.key, self.title(shelf, column)]
                measure = self.words.unit_measure(column.unit_measure)
                for key, name in units:
                    cell = column.cells[key] if key else column.total
                    yield [*about, measure, key, name, *self._plain(cell), _state(cell.now)]

    def titles(self) -> list[str]:
        """Return the headings of the file."""
        now, *before = self.periods()
        beside = [title for one in before for title in (one, _from(one), _percent_from(one))]
        about = [_("Register of counts"), _("Code of the count"), _("What is counted"), _("Unit of measure")]
        aimed = [_("Target"), _("Of the target, in %")]
        return [*about, _("Key"), _("Unit"), now, *beside, *aimed, _("State")]

    def _line(self, column: Counts) -> dict[str, Any]:
        cells = self._cells(column.total)
        shelf, _column = self.kept.column(column.key)
        beside = [cells[f"before-{years}"] for years in column.total.before]
        return {
            "key": column.key,
            "title": self.title(shelf, column),
            "measure": self.words.unit_measure(column.unit_measure),
            "now": cells["now"],
            "before": list(zip(self.periods()[1:], beside, strict=True)),
            "target": cells.get("target"),
            "reported": column.reported,
        }

    def _columns(self, column: Counts) -> list[Column]:
        now, *before = self.periods()
        beside = zip(column.total.before, before, strict=True)
        columns = [
            Column("unit", _("Unit"), "unit", "ascending"),
            Column("code", _("Code"), "text", "ascending", is_extra=True),
            Column("now", now, "number"),
            *(Column(f"before-{years}", _against(one), "number") for years, one in beside),
        ]
        return [*columns, Column("target", _("Of the target"), "number")] if column.total.target else columns

    def _row(self, column: Counts, unit: Any) -> Row:
        own = {"unit": Cell(unit.name, fold(unit.name)), "code": Cell(unit.code, unit.code)}
        return Row(
            unit.unit_key, unit.name, unit.full_name, {**own, **self._cells(column.cells[unit.unit_key])}
        )

    def _cells(self, cell: Counted) -> dict[str, Cell]:
        cells = {"now": self._told(cell.now)}
        for one in cell.comparisons:
            cells[f"before-{one.years}"] = self._compared(cell, one)
        if cell.target is not None:
            cells["target"] = self._attained(cell)
        return cells

    def _told(self, told: Told) -> Cell:
        if told.is_hidden:
            return Cell(HIDDEN, None, aside=_hidden())
        if told.value is None:
            return Cell(MISSING, None, reason=_("not reported"))
        return Cell(self.words.number(told.value), told.value)

    def _compared(self, cell: Counted, one: Comparison) -> Cell:
        if cell.now.is_hidden or cell.before[one.years].is_hidden:
            return Cell(HIDDEN, None, aside=_hidden())
        if one.difference is None:
            return Cell(MISSING, None, reason=_("one of the two is missing"))
        signed = one.difference if one.course != "fewer" else -one.difference
        return Cell(self._say(one), signed)

    def _say(self, one: Comparison) -> str:
        """Return in words which way a count went, and how far."""
        if one.course == "same":
            return _("unchanged")
        number = {"difference": self.words.number(one.difference), "percent": self.words.number(one.percent)}
        if one.percent is None:
            return _("up %(difference)s; there were none before") % number
        if one.course == "more":
            return _("up %(difference)s (%(percent)s%%)") % number
        return _("down %(difference)s (%(percent)s%%)") % number

    def _attained(self, cell: Counted) -> Cell:
        target = cell.target
        if cell.now.is_hidden or (target and target.is_hidden):
            return Cell(HIDDEN, None, aside=_hidden())
        if cell.attained is None or target is None:
            return Cell(MISSING, None, reason=_("one of the two is missing"))
        said = _("%(percent)s%% of %(target)s") % {
            "percent": self.words.number(cell.attained),
            "target": self.words.number(target.value),
        }
        return Cell(said, cell.attained)

    def _plain(self, cell: Counted) -> list[str]:
        beside = [
            _digits(value)
            for one in cell.comparisons
            for value in (one.before, _signed(one, one.difference), _signed(one, one.percent))
        ]
        aimed = [cell.target.value if cell.target else None, cell.attained]
        return [_digits(cell.now.value), *beside, *map(_digits, aimed)]


def say_threshold(kept: Kept) -> str:
    """Return what is hidden on this page, in one sentence; empty where nothing is."""
    if kept.is_whole:
        return ""
    if kept.threshold is None:
        return _("The pack lays down from which count on one may be public: until then all stay hidden.")
    return _("Counts from 1 to %(most)s are hidden (•).") % {"most": kept.threshold - 1}


def _against(period: str) -> str:
    return _("against %(period)s") % {"period": period}


def _from(period: str) -> str:
    return _("difference from %(period)s") % {"period": period}


def _percent_from(period: str) -> str:
    return _("change from %(period)s, in %%") % {"period": period}


def _hidden() -> str:
    return _("hidden: a small count, or one from which a small one would follow")


def _state(told: Told) -> str:
    if told.is_hidden:
        return _("hidden")
    return _("not reported") if told.value is None else ""


def _signed(one: Comparison, value: Decimal | None) -> Decimal | None:
    return -value if value is not None and one.course == "fewer" else value


def _digits(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
