"""Cases: one target of one unit with what came of it and what came before, as the screens compare them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giaoban.core.figures.ledger import in_force, is_term
from giaoban.core.figures.observations import Observation, choose, earliest_effect_on, latest_release_on
from giaoban.core.figures.rounding import decimals_of
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.review.attainment import precision
from giaoban.core.review.confirmation import Judgement, judge
from giaoban.core.review.trends import RATES

Known = Mapping[tuple[str, str, str], Sequence[Observation]]


@dataclass(frozen=True)
class Case:
    """One counted target with a direction.

    `bound` is the value that had to be reached; `margin` how far the result lies beyond it, on the good side
    positive (None without a result); `step` the published step; `is_unchanged` whether the result repeats
    the period before, None where that is not known. `before` is the value of the period before as
    the setter of the target could know it, `changes` the unit's own earlier changes, latest first; changes
    and `required` are good-side positive, in percentage points for rates and per cent for all else.
    """

    unit_key: str
    indicator: str
    period: str
    target_id: str
    bound: Decimal
    step: Decimal
    is_strict: bool = False
    margin: Decimal | None = None
    is_unchanged: bool | None = None
    before: Decimal | None = None
    required: Decimal | None = None
    changes: tuple[Decimal, ...] = ()


def cases(
    targets: Iterable[Target],
    results: Mapping[str, Sequence[Result]],
    known: Known,
    indicators: Mapping[str, Indicator],
    as_of: str,
) -> tuple[Case, ...]:
    """Return a case for each counted target in force at `as_of` that has a value and a good direction.

    Edges:   scenarios and targets of several years take no part.
    """
    taken = [t for t in in_force(targets, as_of) if _is_taken(t)]
    return tuple(
        _case(t, results.get(t.target_id, ()), known, indicators.get(t.indicator), as_of) for t in taken
    )


def improvement(before: Decimal, after: Decimal, *, is_higher: bool, is_rate: bool) -> Decimal | None:
    """Return how far `after` is better than `before`: in points for rates, else in per cent of `before`.

    Edges:   None where a per cent of 0 would be asked.
    """
    better = after - before if is_higher else before - after
    if is_rate:
        return better
    return better * 100 / abs(before) if before else None


def _is_taken(target: Target) -> bool:
    has_value = target.op != "text" and target.target is not None
    is_own = target.counts and target.kind == "target" and not is_term(target)
    return has_value and is_own and target.direction in ("higher", "lower")


def _case(
    target: Target, results: Iterable[Result], known: Known, indicator: Indicator | None, as_of: str
) -> Case:
    judged = judge(target, results, indicator.decimals if indicator else None, as_of, as_of)
    is_higher, bound = target.direction == "higher", _bound(target)
    step = _step(target, judged, indicator)
    about = (target.unit_key, target.indicator, target.period, target.target_id)
    made = Case(*about, bound, step, target.op in (">", "<"), judged.computed.difference)
    if indicator is None or indicator.unit_measure != target.unit_measure:
        return made
    history = _History(known, target, indicator, as_of)
    before = history.before()
    return Case(
        **{
            **vars(made),
            "before": before,
            "is_unchanged": None if before is None else judged.computed.rounded == before,
            "required": None if before is None else history.gain(before, bound, is_higher=is_higher),
            "changes": history.changes(is_higher=is_higher),
        }
    )


def _bound(target: Target) -> Decimal:
    """Return the bound that must be reached: of a range, the one on the bad side."""
    low = target.target or Decimal(0)
    return low if target.direction == "higher" or target.target_to is None else target.target_to


def _step(target: Target, judged: Judgement, indicator: Indicator | None) -> Decimal:
    places = precision(target, indicator.decimals) if indicator else None
    if places is None:
        written = [
            _bound(target),
            *([judged.computed.rounded] if judged.computed.rounded is not None else []),
        ]
        places = max(map(decimals_of, written))
    return Decimal(1).scaleb(-places)


@dataclass(frozen=True)
class _History:
    """What is known of a target's indicator in the years before its period."""

    known: Known
    target: Target
    indicator: Indicator
    as_of: str

    def before(self) -> Decimal | None:
        """Return the value of the year before as known when the target took effect, else as first told."""
        found = self._candidates(parse_period(self.target.period).years_before(1))
        then = choose(found, earliest_effect_on(self.target.valid_from)).chosen
        told = [o for o in found if latest_release_on(o.released) <= self.as_of and o.value is not None]
        first = then or min(
            told, key=lambda o: (latest_release_on(o.released), o.record()["obs_id"]), default=None
        )
        return first.value if first else None

    def changes(self, *, is_higher: bool) -> tuple[Decimal, ...]:
        """Return the changes from year to year before the period, latest first, until one is missing."""
        values, found = self._values(), []
        for after, earlier in zip(values, values[1:], strict=False):
            gained = self.gain(earlier, after, is_higher=is_higher)
            if gained is None:
                break
            found.append(gained)
        return tuple(found)

    def gain(self, before: Decimal, after: Decimal, *, is_higher: bool) -> Decimal | None:
        """Return the improvement in the measure of the indicator's kind."""
        return improvement(before, after, is_higher=is_higher, is_rate=self.indicator.kind in RATES)

    def _values(self) -> list[Decimal]:
        values, period = [], parse_period(self.target.period)
        while True:
            period = period.years_before(1)
            value = self._value(period)
            if value is None:
                return values
            values.append(value)

    def _value(self, period: Period) -> Decimal | None:
        chosen = choose(self._candidates(period), self.as_of).chosen
        return chosen.value if chosen else None

    def _candidates(self, period: Period) -> Sequence[Observation]:
        return self.known.get((self.target.unit_key, self.target.indicator, period.text), ())
