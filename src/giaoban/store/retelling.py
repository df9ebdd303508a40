"""Retelling: the facts that one changed cell reaches, by the small definitions of core."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from giaoban.core.figures.restatement import Part, restate
from giaoban.core.figures.rounding import half_up
from giaoban.core.figures.targets import Target
from giaoban.core.figures.totals import Cumulation, Total, cumulate, roll_up
from giaoban.core.registry.indicators import Indicator
from giaoban.core.review.attainment import attain
from giaoban.core.review.trends import change

#: Indicator, unit, and year or month, by their numbers.
Key = tuple[int, int, int]
_NOTHING = Total(None, 1)


@dataclass(frozen=True)
class Cell:
    """A month of an indicator of a unit, by their numbers, and what is known of it now (None = nothing)."""

    indicator: int
    unit: int
    month: int
    value: Decimal | None

    @property
    def key(self) -> Key:
        """Return where the cell stands in the panel."""
        return self.indicator, self.unit, self.month


@dataclass(frozen=True)
class Rule:
    """How an indicator is taken together: a row of `rules`."""

    indicator: int
    decimals: int
    step: int
    cumulation: Cumulation
    merge_rule: str
    weigher: int | None
    lag: int
    is_partial: bool

    @property
    def weighed_by(self) -> int | None:
        """Return the indicator that weighs this one, where its rule asks for weights."""
        return self.weigher if self.merge_rule == "weighted" else None

    @cached_property
    def measured(self) -> Indicator:
        """Return the indicator as core takes it together."""
        code, weigher = str(self.indicator), "" if self.weigher is None else str(self.weigher)
        return Indicator(code, {}, "", self.decimals, "none", "index", self.merge_rule, weigher, "", "")


@dataclass(frozen=True)
class Span:
    """From which month to which a unit was which part of a unit of the basis: a row of `spans`."""

    unit: int
    successor: int
    share: Decimal | None
    parts: int
    is_whole: bool
    first_month: int
    last_month: int

    def covers(self, first: int, last: int) -> bool:
        """Return whether the unit was that part in every month from `first` to `last`."""
        return self.first_month <= first and last <= self.last_month

    def meets(self, first: int, last: int) -> bool:
        """Return whether it was in any month from `first` to `last`."""
        return self.first_month <= last and first <= self.last_month


@dataclass(frozen=True)
class Fact:
    """What a review says of an indicator, unit and year: a row of facts."""

    key: Key
    value: Decimal | None
    missing: int | None
    verdict: str | None = None
    difference: Decimal | None = None
    percent: Decimal | None = None
    growth: Decimal | None = None
    growth_percent: Decimal | None = None

    @property
    def row(self) -> tuple[Any, ...]:
        """Return the fact as the table has it."""
        return (*self.key, *list(vars(self).values())[1:])


@dataclass(frozen=True)
class Reach:
    """What a cell reaches: indicators, the years told anew, units of the basis, and the units above them."""

    indicators: tuple[int, ...]
    years: tuple[int, ...]
    leaves: tuple[int, ...]
    wholes: tuple[int, ...]

    @cached_property
    def told_years(self) -> tuple[int, ...]:
        """Return the years of which a fact can change: those told anew, and by growth the next ones."""
        return tuple(sorted({*self.years, *(year + 1 for year in self.years)}))

    @cached_property
    def keys(self) -> frozenset[Key]:
        """Return every fact that can change."""
        units = (*self.leaves, *self.wholes)
        return frozenset((i, u, y) for i in self.indicators for u in units for y in self.told_years)


@dataclass(frozen=True)
class Frame:
    """The small tables of a review: its rules, spans, years (year → last month) and tree (unit → above)."""

    rules: Mapping[int, Rule]
    spans: tuple[Span, ...]
    years: Mapping[int, int]
    tree: tuple[tuple[int, int], ...]

    def reach(self, cell: Cell) -> Reach:
        """Return what the cell reaches; nothing where it lies outside the months under review."""
        year = cell.month // 12
        weighed = [rule for rule in self.rules.values() if rule.weighed_by == cell.indicator]
        years = sorted({year, *(year + rule.lag for rule in weighed)} & self.years.keys())
        if cell.month > self.years.get(year, cell.month):
            years = []
        leaves = sorted({span.successor for y in {year, *years} for span in self.of_unit(cell.unit, y)})
        wholes = sorted({above for unit in leaves for above in self.above.get(unit, ())})
        indicators = sorted({cell.indicator, *(rule.indicator for rule in weighed)})
        return Reach(tuple(indicators), tuple(years), tuple(leaves) if years else (), tuple(wholes))

    def of_unit(self, unit: int, year: int) -> list[Span]:
        """Return what the unit was part of in the year."""
        return [s for s in self._by_unit.get(unit, ()) if s.meets(12 * year, self.end_of(year))]

    def made_of(self, successor: int, first: int, last: int) -> list[Span]:
        """Return what made the unit of the basis in every month from `first` to `last`."""
        return [span for span in self._by_successor.get(successor, ()) if span.covers(first, last)]

    def parts_of(self, successor: int) -> tuple[Span, ...]:
        """Return whatever made the unit of the basis at any time."""
        return self._by_successor.get(successor, ())

    def end_of(self, year: int) -> int:
        """Return the last month of the year that is under review."""
        return self.years.get(year, 12 * year + 11)

    @cached_property
    def cut_years(self) -> frozenset[int]:
        """Return the years within which units changed."""
        ends = {year: (12 * year, last) for year, last in self.years.items()}
        spans = {(span.first_month, span.last_month): span for span in self.spans}.values()
        return frozenset(
            year for year, end in ends.items() if any(s.meets(*end) and not s.covers(*end) for s in spans)
        )

    @cached_property
    def above(self) -> Mapping[int, tuple[int, ...]]:
        """Return the units above each unit of the basis."""
        return _grouped(self.tree)

    @cached_property
    def below(self) -> Mapping[int, tuple[int, ...]]:
        """Return the units of the basis below each unit above."""
        return _grouped((above, unit) for unit, above in self.tree)

    @cached_property
    def _by_unit(self) -> Mapping[int, tuple[Span, ...]]:
        return _grouped((span.unit, span) for span in self.spans)

    @cached_property
    def _by_successor(self) -> Mapping[int, tuple[Span, ...]]:
        return _grouped((span.successor, span) for span in self.spans)


@dataclass(frozen=True)
class Retelling:
    """One change against a snapshot: its months with the cell in place, its values, and the targets held."""

    frame: Frame
    months: Mapping[Key, Decimal]
    known: Mapping[Key, Total]
    targets: Mapping[Key, tuple[Target, int]]

    def facts(self, reach: Reach) -> tuple[Fact, ...]:
        """Return every fact within reach as it stands now, in order: what has a value or a target."""
        told = dict(self.known)
        for key in reach.keys:
            if key[2] in reach.years:
                told.pop(key, None)
        self._tell_leaves(reach, told)
        self._tell_wholes(reach, told)
        keys = sorted(key for key in reach.keys if key in told or key in self.targets)
        return tuple(self._fact(key, told) for key in keys)

    def _tell_leaves(self, reach: Reach, told: dict[Key, Total]) -> None:
        for indicator in reach.indicators:
            for unit in reach.leaves:
                for year in reach.years:
                    if total := self._leaf(self.frame.rules[indicator], unit, year):
                        told[indicator, unit, year] = total

    def _tell_wholes(self, reach: Reach, told: dict[Key, Total]) -> None:
        # What weighs is told before what it weighs.
        first_weighing = sorted(reach.indicators, key=lambda i: self.frame.rules[i].merge_rule == "weighted")
        for indicator in first_weighing:
            for unit in reach.wholes:
                for year in reach.years:
                    if total := self._whole(self.frame.rules[indicator], unit, year, told):
                        told[indicator, unit, year] = total

    def _leaf(self, rule: Rule, unit: int, year: int) -> Total | None:
        """Return the year to date of a unit of the basis; None where none of its parts is known."""
        first, last = 12 * year, self.frame.end_of(year)
        if year in self.frame.cut_years:
            months = [self._restated(rule, unit, month, month, month) for month in range(first, last + 1)]
            told = [total or _NOTHING for total in months]
            return cumulated(rule, told) if _is_known(rule, told) else None
        return self._restated(rule, unit, year, first, last)

    def _restated(self, rule: Rule, unit: int, period: int, first: int, last: int) -> Total | None:
        spans = self.frame.made_of(unit, first, last)
        totals = {span.unit: self._total(rule, span.unit, period, first, last) for span in spans}
        parts = [
            Part(str(s.unit), s.share, totals[s.unit].value, self._weight(rule, s.unit, period, first, last))
            for s in spans
        ]
        if len(spans) == 1 and spans[0].is_whole:
            return totals[spans[0].unit] if parts[0].value is not None else None
        if not _any_known(rule, parts):
            return None
        told = restate(rule.measured, parts, is_partial_wanted=rule.is_partial)
        lacking = {str(u) for u, total in totals.items() if total.value is not None and total.missing}
        value = None if told.value is None else half_up(told.value, rule.decimals)
        return Total(value, len({*told.missing, *lacking}))

    def _total(self, rule: Rule, unit: int, period: int, first: int, last: int) -> Total:
        """Return a month, or the year to date, of a unit as it was."""
        values = [self.months.get((rule.indicator, unit, month)) for month in range(first, last + 1)]
        totals = [Total(value, int(value is None)) for value in values]
        return totals[0] if first == last == period else cumulated(rule, totals)

    def _weight(self, rule: Rule, unit: int, period: int, first: int, last: int) -> Decimal | None:
        if rule.weighed_by is None:
            return None
        weigher, back = self.frame.rules[rule.weighed_by], 12 * rule.lag
        if first == last == period:
            return self._total(weigher, unit, period - back, first - back, last - back).value
        if period - rule.lag not in self.frame.years:
            return None
        start, end = first - back, self.frame.end_of(period - rule.lag)
        return self._total(weigher, unit, period - rule.lag, start, end).value

    def _whole(self, rule: Rule, unit: int, year: int, told: Mapping[Key, Total]) -> Total | None:
        below = self.frame.below[unit]
        weigher, before = rule.weighed_by, year - rule.lag
        parts = [
            Part(
                str(one),
                Decimal(1),
                told.get((rule.indicator, one, year), _NOTHING).value,
                None if weigher is None else told.get((weigher, one, before), _NOTHING).value,
            )
            for one in below
        ]
        if not _any_known(rule, parts):
            return None
        partial = [
            str(one)
            for one in below
            if (total := told.get((rule.indicator, one, year))) and total.value is not None and total.missing
        ]
        return roll_up(rule.measured, parts, partial, is_partial_wanted=rule.is_partial)

    def _fact(self, key: Key, told: Mapping[Key, Total]) -> Fact:
        total = told.get(key)
        value, missing = (total.value, total.missing) if total else (None, None)
        held = self._held(key, value)
        indicator, unit, year = key
        before = told.get((indicator, unit, year - 1), _NOTHING).value
        if value is None or before is None:
            return Fact(key, value, missing, *held)
        moved = change(before, value)
        return Fact(key, value, missing, *held, moved.difference, moved.percent)

    def _held(self, key: Key, value: Decimal | None) -> tuple[Any, ...]:
        if key not in self.targets:
            return None, None, None
        target, decimals = self.targets[key]
        told = attain(target, Decimal(0) if value is None else value, decimals)
        if value is None and told.verdict != "undetermined":
            return "not_reported", None, None
        return told.verdict, told.difference, told.percent


def cumulated(rule: Rule, months: Sequence[Total]) -> Total:
    """Return the year to date by the rule."""
    return cumulate(rule.cumulation, months, rule.decimals, is_partial_wanted=rule.is_partial)


def _is_known(rule: Rule, months: Sequence[Total]) -> bool:
    told = months[-1:] if rule.cumulation == "last" else months
    return any(month.value is not None for month in told)


def _any_known(rule: Rule, parts: Iterable[Part]) -> bool:
    """Return whether the rule has anything to take together; no rule takes nothing together."""
    if rule.merge_rule == "none":
        return False
    return any(all(one is not None for one in _needed(rule, part)) for part in parts)


def _needed(rule: Rule, part: Part) -> tuple[Decimal | None, ...]:
    by_rule = {"sum": (part.value, part.share), "weighted": (part.value, part.share, part.weight)}
    return by_rule.get(rule.merge_rule, (part.value,))


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, tuple[Any, ...]]:
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
