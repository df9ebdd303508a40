"""Registers of a round: its counts unit by unit, whole for the office, covered for everybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone

from giaoban.core.errors import NotFound
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.periods import Period
from giaoban.core.registry.units import Unit, at_level
from giaoban.core.review import disclosure
from giaoban.core.review.disclosure import Disclosed, suppress
from giaoban.core.review.registers import (
    TOPIC,
    Cell,
    Column,
    Line,
    Register,
    Registers,
    Told,
    registers_of,
    sum_up,
)
from giaoban.queries import figures, packs, workspace
from giaoban.records.models import FrozenFactsheet, Segment


@dataclass(frozen=True)
class Shelf:
    """One register with a column a line, and the column of their sum where it has one."""

    register: Register
    columns: tuple[Column, ...]
    total: Column | None


@dataclass(frozen=True)
class Kept:
    """The registers of a round as known on a day; `threshold` is None where all is told, or nothing is."""

    pack: Pack
    review: Round
    as_of: str
    units: tuple[Unit, ...]
    periods: Mapping[int, Period]
    shelves: tuple[Shelf, ...]
    is_whole: bool
    threshold: int | None

    def column(self, key: str) -> tuple[Shelf, Column]:
        """Return one line, or the sum of a register by its key, and where it stands; NotFound without one."""
        for shelf in self.shelves:
            for column in filter(None, (*shelf.columns, shelf.total)):
                if column.key == key:
                    return shelf, column
        raise NotFound("There is no such count in this round", "See the registers of the round.")

    @property
    def is_empty(self) -> bool:
        """Return whether no unit has said anything of this period."""
        return not any(one.reported for shelf in self.shelves for one in shelf.columns)


def has_registers(rules: Mapping[str, Any], period: Period) -> bool:
    """Return whether a pack with these rules keeps registers at the end of a period."""
    return bool(registers_of(rules.get(TOPIC, ()), period.last_on).registers)


def published(round_id: str) -> Kept:
    """Return the registers of a published round as it was frozen, with small counts hidden.

    Raises:  NotFound for a round that is not published or whose pack keeps no registers.
    """
    rows = FrozenFactsheet.objects.filter(round_id=round_id).order_by("as_of", "id")
    frozen = rows.last()
    if frozen is None:
        raise NotFound("This round is not published.", "See the list of rounds.")
    return _of_round(round_id, frozen.as_of, frozen.frozen_at, is_whole=False)


def whole(round_id: str) -> Kept:
    """Return the registers of a round as known today, all of it: for the office alone.

    Raises:  NotFound for a round that there is not or whose pack keeps no registers.
    """
    return _of_round(round_id, timezone.localdate().isoformat(), None, is_whole=True)


def _of_round(round_id: str, as_of: str, recorded_by: datetime | None, *, is_whole: bool) -> Kept:
    pack, review = packs.of_round(round_id)
    if not has_registers(pack.rules, review.period):
        raise NotFound("This round keeps no registers", "See the scoreboard of the round.")
    last = Segment.objects.filter(pack_id=pack.pack_id).values_list("id", flat=True).order_by("id").last()
    mark = (str(workspace.home()), last or 0, pack.digest)
    return _made(round_id, mark, as_of, recorded_by, is_whole)


@lru_cache(maxsize=16)
def _made(
    round_id: str, mark: tuple[str, int, str], as_of: str, recorded_by: datetime | None, is_whole: bool
) -> Kept:
    """Return the registers, made once for each state of the store; read them, never change them."""
    pack, review = packs.of_round(round_id)
    kept = _kept(pack, review)
    known = [
        one
        for one in figures.known(pack.pack_id, recorded_by).observations
        if one.indicator in kept.indicators
    ]
    threshold = disclosure.threshold_of(pack.rules.get(disclosure.TOPIC, ()), _day(review))
    maker = _Maker(pack, review, known, kept, as_of, is_whole, threshold)
    shelves = tuple(maker.shelf(one) for one in kept.registers)
    periods = {0: review.period, **{years: review.period.years_before(years) for years in kept.compared}}
    return Kept(pack, review, as_of, maker.units, periods, shelves, is_whole, threshold)


class _Maker:
    """Makes the columns of one round: what each unit said, hidden where it must be, beside earlier years."""

    def __init__(
        self,
        pack: Pack,
        review: Round,
        known: Iterable[Observation],
        kept: Registers,
        as_of: str,
        is_whole: bool,
        threshold: int | None,
    ) -> None:
        self.pack, self.review, self.kept = pack, review, kept
        self.is_whole, self.threshold = is_whole, threshold
        self.units = pack.units_of(review)
        self.teller = Teller(by_key(known), pack.lineage, as_of)

    def shelf(self, register: Register) -> Shelf:
        """Return one register with its columns."""
        columns = tuple(map(self.column, register.lines))
        return Shelf(register, columns, sum_up(register.register, columns) if register.total else None)

    def column(self, line: Line) -> Column:
        """Return one line over all units, with its target and the years before."""
        now = self._year(line.indicator, self.review.period)
        years = {one: self.review.period.years_before(one) for one in self.kept.compared}
        before = {one: self._before(line.indicator, period) for one, period in years.items()}
        aimed = self._year(line.target, self.review.period) if line.target else None
        cells = {
            key: Cell(told, {one: year.told[key] for one, year in before.items()}, aimed and aimed.told[key])
            for key, told in now.told.items()
        }
        total = Cell(
            now.total, {one: _alike(now, year) for one, year in before.items()}, aimed and _alike(now, aimed)
        )
        measure = self.pack.indicators[line.indicator].unit_measure
        return Column(line.indicator, measure, cells, total, now.reported)

    def _year(self, indicator: str, period: Period) -> "_Year":
        """Return what the units of a period said of it, in the order of their codes."""
        units = at_level(self.pack.units.values(), self.review.level, period)
        counts = {one.unit_key: self._said(one.unit_key, indicator, period) for one in units}
        hidden = Disclosed() if self.is_whole else suppress(counts, self.threshold)
        told = {key: _told(value, key in hidden.hidden) for key, value in counts.items()}
        known = [value for value in counts.values() if value is not None]
        total = _told(sum(known, Decimal(0)) if known else None, hidden.is_total_hidden)
        return _Year(told, total, len(known))

    def _before(self, indicator: str, period: Period) -> "_Year":
        """Return an earlier period as told of the units under review."""
        year, basis = self._year(indicator, period), _day(self.review)
        told = {
            one.unit_key: self._restated(one.unit_key, indicator, period, basis, year) for one in self.units
        }
        return _Year(told, year.total, year.reported, len(year.told))

    def _restated(self, unit_key: str, indicator: str, period: Period, basis: date, year: "_Year") -> Told:
        """Return an earlier count of a unit; to everybody only where it is that of one and the same unit.

        What several units said together would let a hidden one follow from those that are told.
        """
        entry = self.teller.entry(unit_key, self.pack.indicators[indicator], period, basis)
        if self.is_whole:
            return Told(entry.restated.value)
        if entry.restated.state != "as_reported":
            return Told(None)
        return year.told.get(next(iter(entry.reported)), Told(None))

    def _said(self, unit_key: str, indicator: str, period: Period) -> Decimal | None:
        part = self.teller.part(unit_key, Decimal(1), self.pack.indicators[indicator], period)
        return part.value


@dataclass(frozen=True)
class _Year:
    """One period of one indicator: told by unit, and in all by those that reported, of how many."""

    told: Mapping[str, Told]
    total: Told
    reported: int
    units: int = 0

    @property
    def is_complete(self) -> bool:
        """Return whether every unit of the period reported."""
        return self.reported == (self.units or len(self.told))


def _alike(now: _Year, other: _Year) -> Told:
    """Return the total of another column if both are of all units: a part is not held against a whole."""
    return other.total if now.is_complete and other.is_complete else Told(None)


def _told(value: Decimal | None, is_hidden: bool) -> Told:
    return Told(None, is_hidden=True) if is_hidden and value is not None else Told(value)


def _kept(pack: Pack, review: Round) -> Registers:
    return registers_of(pack.rules.get(TOPIC, ()), _day(review))


def _day(review: Round) -> date:
    """Return the last day of the period under review: the rules and the units of that day hold."""
    return review.period.last_on
