"""Series: one indicator of one unit over time, as reported and restated to the units of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from giaoban.core.figures.observations import Choice, Observation, choose
from giaoban.core.figures.restatement import Part, Restated, restate
from giaoban.core.figures.rounding import half_up
from giaoban.core.registry.changes import Change
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE, Lineage
from giaoban.core.registry.periods import Period, parse_period

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """One period of a series: what was reported of each unit of that time, and what that makes restated."""

    period: Period
    territory_on: date
    reported: Mapping[str, Choice]
    restated: Restated
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Teller:
    """What a series is told from: the observations known, the lineage of units, and the day of knowledge."""

    observations: Mapping[Key, tuple[Observation, ...]]
    lineage: Lineage
    as_of: str

    def tell(
        self, unit_key: str, indicator: Indicator, basis: date, *, is_partial_wanted: bool = False
    ) -> tuple[Entry, ...]:
        """Return the series of the unit as it is on `basis`, period by period.

        Shape:   one Entry per period in which the unit, or a unit it came from or became, reported.
        Edges:   a later figure that covers more than the unit cannot be taken apart: `inseparable`.
        Raises:  Invalid if the indicator has no merge rule and a period needs one.
        """
        periods = sorted({parse_period(key[2]) for key in self.observations if key[1] == indicator.indicator})
        told = (
            self.entry(unit_key, indicator, period, basis, is_partial_wanted=is_partial_wanted)
            for period in periods
        )
        return tuple(entry for entry in told if any(c.candidates for c in entry.reported.values()))

    def entry(
        self,
        unit_key: str,
        indicator: Indicator,
        period: Period,
        basis: date,
        *,
        is_partial_wanted: bool = False,
    ) -> Entry:
        """Return one period of the series of the unit as it is on `basis`, whether reported or not."""
        on = period.end_on - timedelta(days=1)
        shares = self.lineage.trace(unit_key, basis, on)
        reported = {key: self._choice(key, indicator.indicator, period.text) for key in shares}
        changes = self.lineage.between(unit_key, basis, on)
        if any(choice.candidates for choice in reported.values()):
            restated = self._restated(unit_key, indicator, period, basis, shares, is_partial_wanted)
        else:
            restated = Restated(None, "missing", "none", (), tuple(shares), ())
        return Entry(period, on, reported, restated, changes)

    def _restated(
        self,
        unit_key: str,
        indicator: Indicator,
        period: Period,
        basis: date,
        shares: Mapping[str, Decimal | None],
        is_partial_wanted: bool,
    ) -> Restated:
        on = period.end_on - timedelta(days=1)
        if on > basis:
            if any(set(self.lineage.trace(key, on, basis)) != {unit_key} for key in shares):
                return Restated(None, "inseparable", "none", (), tuple(shares), ())
            shares = dict.fromkeys(shares, WHOLE)
        parts = [self.part(key, share, indicator, period) for key, share in shares.items()]
        told = restate(indicator, parts, is_partial_wanted=is_partial_wanted)
        return _rounded(told, indicator.decimals)

    def part(self, unit_key: str, share: Decimal | None, indicator: Indicator, period: Period) -> Part:
        """Return one unit's value of a period with its weight: growth is weighted by the year before."""
        chosen = self._choice(unit_key, indicator.indicator, period.text).chosen
        based_on = period.years_before(1) if indicator.kind == "growth" else period
        weights = [self._value(unit_key, name, based_on.text) for name in indicator.weights]
        return Part(unit_key, share, chosen.value if chosen else None, _product(weights))

    def _value(self, unit_key: str, indicator: str, period: str) -> Decimal | None:
        chosen = self._choice(unit_key, indicator, period).chosen
        return chosen.value if chosen else None

    def _choice(self, unit_key: str, indicator: str, period: str) -> Choice:
        return choose(self.observations.get((unit_key, indicator, period), ()), self.as_of)


def by_key(observations: Iterable[Observation]) -> dict[Key, tuple[Observation, ...]]:
    """Return the observations by unit, indicator and period."""
    found: dict[Key, tuple[Observation, ...]] = {}
    for one in observations:
        found[one.key] = (*found.get(one.key, ()), one)
    return found


def _product(factors: list[Decimal | None]) -> Decimal | None:
    product = WHOLE
    for factor in factors:
        if factor is None:
            return None
        product *= factor
    return product if factors else None


def _rounded(told: Restated, decimals: int) -> Restated:
    if told.value is None or told.state == "as_reported":
        return told
    return Restated(half_up(told.value, decimals), *list(vars(told).values())[1:])
