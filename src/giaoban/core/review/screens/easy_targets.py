"""Easy targets: targets that ask for less than the unit's own trend, or than peers ask of themselves."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from giaoban.core.figures.rounding import half_up
from giaoban.core.review.screens.cases import Case
from giaoban.core.review.screens.looks import Look, Row, counted
from giaoban.core.review.screens.settings import EasyTargets

#: The standard deviation of a normal distribution in median absolute deviations.
_MAD = Decimal("1.4826")
_Rows = list[tuple[Row, Fraction]]


def easy_against_trend(cases: Iterable[Case], units: Iterable[str], rule: EasyTargets) -> Iterator[Look]:
    """Yield the look at each unit's targets against its own earlier changes.

    Null:       what a target asks for stands among the unit's own last k yearly changes in any place with
                equal chance, so it is smaller than all of them with a chance of at most 1 in k + 1.
    Statistic:  how many targets ask for less than every one of the last changes; exact permutation chance
                for each target, exact Poisson-binomial over the targets, one-sided.
    Assumes:    targets are independent of one another; a unit that is cautious everywhere is what the screen
                is to show, and whether caution is gaming is for its reply. Only targets with at least
                `rule.changes` known changes take part.
    Source:     permutation tests (Fisher 1935); the ratchet of targets: Weitzman, Bell Journal 11 (1980).
    """
    own: dict[str, _Rows] = defaultdict(list)
    for case in cases:
        if case.required is not None and len(case.changes) >= rule.changes:
            own[case.unit_key].append(_against_trend(case, case.required))
    for unit_key in units:
        yield counted("easy_against_trend", unit_key, own[unit_key], rule.minimum)


def easy_against_peers(cases: Iterable[Case], units: Iterable[str], rule: EasyTargets) -> Iterator[Look]:
    """Yield the look at each unit's targets against what peers require of themselves.

    Null:       in each indicator every unit is as likely as any other to be among the easiest.
    Statistic:  how many of the unit's targets are among the easiest `rule.easiest` of their indicator by rank
                (ties count as easy only where all of them fit); the chance of each is the share of units that
                are, exact Poisson-binomial over the targets, one-sided. Beside it each row tells the robust
                z: distance from the median in median absolute deviations.
    Assumes:    indicators are independent of one another; only those with `rule.peers` units take part. A
                unit that has little room left asks less of itself with good reason: that is for its reply.
    Source:     rank tests (Lehmann, Nonparametrics, 1975); robust z: Iglewicz and Hoaglin (1993).
    """
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.required is not None:
            groups[case.indicator, case.period].append(case)
    own: dict[str, _Rows] = defaultdict(list)
    for held in groups.values():
        if len(held) >= rule.peers:
            for unit_key, row in _against_peers(held, rule.easiest):
                own[unit_key].append(row)
    for unit_key in units:
        yield counted("easy_against_peers", unit_key, own[unit_key], rule.minimum)


def spread_of(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the median, and the median absolute deviation as a standard deviation of a normal one."""
    middle = median(values)
    return middle, median([abs(one - middle) for one in values]) * _MAD


def _against_trend(case: Case, required: Decimal) -> tuple[Row, Fraction]:
    least = min(case.changes)
    row = _row(case, required, required < least, least_own_change=least)
    return row, Fraction(1, len(case.changes) + 1)


def _against_peers(held: Sequence[Case], easiest: Fraction) -> Iterator[tuple[str, tuple[Row, Fraction]]]:
    values = [case.required for case in held if case.required is not None]
    easy = _easiest(values, easiest)
    chance = Fraction(len(easy), len(values))
    middle, spread = spread_of(values)
    for case, value in zip(held, values, strict=True):
        said = {"median_of_units": middle, "robust_z": (value - middle) / spread if spread else None}
        yield case.unit_key, (_row(case, value, bool(easy) and value <= easy[-1], **said), chance)


def _easiest(values: Sequence[Decimal], share: Fraction) -> Sequence[Decimal]:
    """Return the lowest values, at most `share` of all; values tied at the edge are left out together."""
    ordered = sorted(values)
    most = int(share * len(ordered))
    return ordered[: bisect_left(ordered, ordered[most])]


def _row(case: Case, required: Decimal, is_easy: bool, **said: Decimal | None) -> Row:
    measured = {"required": required, **said}
    return {
        "unit_key": case.unit_key,
        "indicator": case.indicator,
        "period": case.period,
        "target_id": case.target_id,
        "target": format(case.bound, "f"),
        "before": "" if case.before is None else format(case.before, "f"),
        **{name: "" if one is None else format(half_up(one, 2), "f") for name, one in measured.items()},
        "side": "above" if is_easy else "below",
    }
