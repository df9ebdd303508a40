"""Registers: counts beside those of one and of two years before; unlike things are never added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from giaoban.core.errors import Invalid
from giaoban.core.figures.rounding import percent_of
from giaoban.core.registry.rules import in_force
from giaoban.core.review.trends import change

#: What a pack keeps registers of stands in rules/registers.yaml.
TOPIC = "registers"
Course = Literal["more", "fewer", "same", ""]


@dataclass(frozen=True)
class Line:
    """One line of a register: an indicator that counts, and the one that says what was aimed at, if any."""

    indicator: str
    target: str = ""


@dataclass(frozen=True)
class Register:
    """Lines that belong together; `total` names their sum, empty where there is none."""

    register: str
    names: Mapping[str, str]
    lines: tuple[Line, ...]
    total: Mapping[str, str]


@dataclass(frozen=True)
class Registers:
    """All registers of a pack, and how many years before they are compared with."""

    registers: tuple[Register, ...] = ()
    compared: tuple[int, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return every indicator that a register counts or aims at."""
        named = (
            name for one in self.registers for line in one.lines for name in (line.indicator, line.target)
        )
        return tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True)
class Comparison:
    """A count held against the one of some years before.

    `difference` is None where either is missing, `percent` also where there were none before: then there
    is nothing to be a percentage of. Both are without a sign: `course` says which way it went.
    """

    years: int
    before: Decimal | None
    difference: Decimal | None = None
    percent: Decimal | None = None
    course: Course = ""


@dataclass(frozen=True)
class Told:
    """A count as somebody may read it: hidden from them, or its value, None where nobody said it."""

    value: Decimal | None
    is_hidden: bool = False

    @property
    def is_missing(self) -> bool:
        """Return whether nobody said it."""
        return self.value is None and not self.is_hidden


@dataclass(frozen=True)
class Cell:
    """A count with those of the years before, by their distance, and with what was aimed at, if anything."""

    now: Told
    before: Mapping[int, Told]
    target: Told | None = None

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Return how it stands against each of the years before; what is hidden is not compared."""
        return tuple(compare(self.now.value, told.value, years) for years, told in self.before.items())

    @property
    def attained(self) -> Decimal | None:
        """Return what part of the target it is, in per cent to one decimal; None where either is not told."""
        if self.target is None or self.target.value is None or self.now.value is None:
            return None
        return percent_of(self.now.value, self.target.value)


@dataclass(frozen=True)
class Column:
    """One line over all units: a cell each, by unit, and all of them together.

    `reported` units have said it; while some have not, `total` is of those alone and is not compared.
    """

    key: str
    unit_measure: str
    cells: Mapping[str, Cell]
    total: Cell
    reported: int


def registers_of(rules: Iterable[Mapping[str, Any]], on: date) -> Registers:
    """Return the registers that a pack keeps on a day; none where it lays nothing down."""
    rule = in_force(rules, TOPIC, on)
    if rule is None:
        return Registers()
    return Registers(tuple(map(_register, rule["registers"])), tuple(map(int, rule["compared"])))


def compare(now: Decimal | None, before: Decimal | None, years: int) -> Comparison:
    """Return a count held against the one of `years` before.

    Units:   the percentage in per cent, to one decimal, half up.
    """
    if now is None or before is None:
        return Comparison(years, before)
    difference = abs(change(before, now).difference)
    course: Course = "more" if now > before else "fewer" if now < before else "same"
    return Comparison(years, before, difference, percent_of(difference, before), course)


def sum_up(key: str, columns: Sequence[Column]) -> Column:
    """Return several lines of one kind taken together, unit by unit.

    Edges:   a sum is told only where each of its parts is: with one missing the whole is missing, and what
             is hidden does not follow from it.
    Raises:  Invalid where the lines count different things, or there are none: activities, organisations
             and people are never added together.
    """
    measures = sorted({one.unit_measure for one in columns})
    if len(measures) != 1:
        raise Invalid(f"{' and '.join(measures) or 'Nothing'} cannot be added together", "Count each alone.")
    cells = {unit: _sum([one.cells[unit] for one in columns]) for unit in columns[0].cells}
    reported = sum(not cell.now.is_missing for cell in cells.values())
    return Column(key, measures[0], cells, _sum([one.total for one in columns]), reported)


def _sum(cells: Sequence[Cell]) -> Cell:
    years = cells[0].before
    before = {one: _together([cell.before[one] for cell in cells]) for one in years}
    return Cell(_together([cell.now for cell in cells]), before)


def _together(told: Sequence[Told]) -> Told:
    if any(one.is_missing for one in told):
        return Told(None)
    known = [one.value for one in told if one.value is not None]
    return Told(sum(known, Decimal(0))) if len(known) == len(told) else Told(None, is_hidden=True)


def _register(told: Mapping[str, Any]) -> Register:
    lines = tuple(Line(one["indicator"], one.get("target", "")) for one in told["lines"])
    return Register(told["register"], told["names"], lines, told.get("total", {}))
