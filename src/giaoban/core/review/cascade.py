"""Cascade: a national target beside what the units were set to carry it out, together, with the gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from giaoban.core.errors import Invalid
from giaoban.core.figures.ledger import in_force
from giaoban.core.figures.restatement import Part, method_of
from giaoban.core.figures.series import Teller
from giaoban.core.figures.targets import Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.review.bases import Goal, Scorer
from giaoban.core.review.reconciliation import Method, Reconciliation, reconcile

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cascade:
    """One national target on a day: each unit's goal, all of them together, and the gap to the whole.

    `without` names the units that have no target of it, `unweighed` those whose target cannot be weighed;
    while there are any, the total is told only as a partial one, marked by `is_partial`. `weighed_in` is the
    period whose levels weigh the targets.
    """

    national: Target
    on: date
    goals: Mapping[str, Goal]
    without: tuple[str, ...]
    unweighed: tuple[str, ...]
    is_partial: bool
    weighed_in: str
    total: Reconciliation


def cascades(
    scorer: Scorer,
    indicators: Mapping[str, Indicator],
    unit_keys: Iterable[str],
    period: Period,
    on: date,
    *,
    weighed_in: Period | None = None,
    is_partial_wanted: bool = False,
) -> tuple[Cascade, ...]:
    """Return each national target of the period in force on the day, summed back from the units of the day.

    Shape:   by target; only those that some target was cascaded from.
    Edges:   the bar is what is to be reached: the lower bound of a range where higher is better. Targets of
             merged units' predecessors are restated, as in every score.
    Raises:  Invalid, naming the indicator, where its merge rule allows no total.
    """
    listed = tuple(unit_keys)
    named = {t.cascaded_from for t in scorer.targets if t.cascaded_from}
    held = in_force((t for t in scorer.targets if t.target_id in named), on.isoformat())
    return tuple(
        _cascade(scorer, indicators[t.indicator], t, listed, on, weighed_in, is_partial_wanted)
        for t in held
        if t.indicator in indicators and t.kind == "target" and parse_period(t.period).overlaps(period)
    )


def _cascade(
    scorer: Scorer,
    indicator: Indicator,
    national: Target,
    unit_keys: tuple[str, ...],
    on: date,
    weighed_in: Period | None,
    is_partial_wanted: bool,
) -> Cascade:
    method: Method = "weighted" if _method(indicator) == "weighted" else "sum"
    period = parse_period(national.period)
    own = replace(scorer, targets=tuple(t for t in scorer.targets if t.cascaded_from == national.target_id))
    goals = {key: own.goal(key, indicator, period, on, on) for key in unit_keys}
    levels = weighed_in or (period.years_before(1) if indicator.kind == "growth" else period)
    parts = [
        Part(key, WHOLE, _bar(goal.target, national), _weight(scorer.teller, key, indicator, levels, on))
        for key, goal in goals.items()
    ]
    without = tuple(p.unit_key for p in parts if p.value is None)
    weighing = [part for part in parts if method == "weighted" and part.value is not None]
    unweighed = tuple(part.unit_key for part in weighing if part.weight is None)
    silent = {*without, *unweighed} if is_partial_wanted else set()
    told = [part for part in parts if part.unit_key not in silent]
    about = (national.target_id, indicator.indicator, period.text)
    bar = _bar(national, national)
    total = reconcile(about, bar, told, method, Decimal(0), indicator.decimals + 2)
    weighs = levels.text if method == "weighted" else ""
    return Cascade(national, on, goals, without, unweighed, bool(silent), weighs, total)


def _method(indicator: Indicator) -> str:
    method = method_of(indicator)
    if method in ("sum", "weighted"):
        return method
    title = f"Targets of {indicator.indicator} have no total: its merge rule is “{method}”"
    raise Invalid(title, "Only sums and weighted means are summed back.")


def _bar(target: Target | None, national: Target) -> Decimal | None:
    """Return what the target asks for, on the side that the national one asks for."""
    if target is None or target.direction != national.direction:
        return None
    is_upper = national.direction == "lower" and target.target_to is not None
    return target.target_to if is_upper else target.target


def _weight(teller: Teller, unit_key: str, indicator: Indicator, levels: Period, on: date) -> Decimal | None:
    """Return the level that weighs a unit; of a merged one, its predecessors' together."""
    about = levels.years_before(-1) if indicator.kind == "growth" else levels
    if (own := teller.part(unit_key, WHOLE, indicator, about).weight) is not None:
        return own
    shares = teller.lineage.trace(unit_key, on, levels.end_on - _DAY)
    parts = [teller.part(key, share or WHOLE, indicator, about) for key, share in shares.items()]
    if any(part.weight is None for part in parts) or None in shares.values():
        return None
    return sum((p.share * p.weight for p in parts if p.weight is not None), Decimal(0))
