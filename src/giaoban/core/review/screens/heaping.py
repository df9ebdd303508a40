"""Heaping: results that lie just above target far more often than just below."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from giaoban.core.review.screens.cases import Case
from giaoban.core.review.screens.looks import Look, Row
from giaoban.core.review.screens.settings import Heaping
from giaoban.core.review.screens.tails import binomial_tail, hypergeometric_tail


def heaping_by_unit(cases: Iterable[Case], units: Iterable[str], rule: Heaping) -> Iterator[Look]:
    """Yield the look at each unit over its targets and years.

    Null:       near the target, the chance of a result just above is at most `rule.share_above`, or no more
                than among other units' near results. Where results spread smoothly it is a half, and more
                where most targets are met by little; then it is so for all, and nobody stands out.
    Statistic:  how many of the near results lie just above, by the exact binomial against the share and by
                Fisher's exact test against other units; p is the larger one (intersection–union), one-sided.
    Assumes:    near results fall on their sides independently. Both sides of the window hold equally many
                published steps, so rounding favours neither. A result that only repeats the year before, as
                where coverage stays full, meets a target set at that value by itself: it is left out, and so
                is a result exactly at target where the year before is not known (counted as left out).
    Source:     the comparison of counts on both sides of a threshold: McCrary, Journal of Econometrics 142
                (2008), 698–714; for official targets Bevan and Hood, Public Administration 84 (2006).
    """
    near: dict[str, list[Row]] = defaultdict(list)
    unknown: Counter[str] = Counter()
    for case in cases:
        unknown[case.unit_key] += _is_unknown_hit(case)
        if row := _near(case, rule):
            near[case.unit_key].append(row)
    every = _Sides.of(row for rows in near.values() for row in rows)
    for unit_key in units:
        own = _Sides.of(near[unit_key])
        others = _Sides(every.above - own.above, every.n - own.n)
        left_out = {"hits_left_out": str(unknown[unit_key])}
        yield _look("heaping", unit_key, near[unit_key], others, rule, "others_above", **left_out)


def heaping_by_indicator(cases: Iterable[Case], rule: Heaping) -> Iterator[Look]:
    """Yield the look at each indicator over all units and years.

    Null:       as by unit, but in place of other units stand the indicator's own results a little further
                away, up to twice the window. Where most results lie above target by a smooth slope, more of
                these than of the near ones do, so a slope alone makes no signal.
    Edges:      a target without an indicator takes no part. Such a signal accuses no unit.
    """
    near: dict[str, list[Row]] = defaultdict(list)
    further: dict[str, list[Row]] = defaultdict(list)
    for case in cases:
        if case.indicator and (row := _near(case, rule)):
            near[case.indicator].append(row)
        elif case.indicator and (row := _near(case, rule, times=2)):
            further[case.indicator].append(row)
    for indicator, rows in sorted(near.items()):
        ring = _Sides.of(further[indicator])
        yield _look("heaping_by_indicator", indicator, rows, ring, rule, "further_above")


@dataclass(frozen=True)
class _Sides:
    """So many results, of which so many above."""

    above: int
    n: int

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "_Sides":
        """Return the count of the rows."""
        sides = [row["side"] for row in rows]
        return cls(sides.count("above"), len(sides))


def _look(
    screen: str, subject: str, rows: Sequence[Row], others: _Sides, rule: Heaping, named: str, **said: str
) -> Look:
    own = _Sides.of(rows)
    p = None
    if min(own.n, others.n) >= rule.minimum:
        against_share = binomial_tail(own.above, own.n, rule.share_above)
        marked = own.above + others.above
        p = max(against_share, hypergeometric_tail(own.above, own.n, marked, own.n + others.n))
    said = {named: f"{others.above}/{others.n}", **said}
    expected = own.n * rule.share_above
    return Look(screen, subject, own.above, expected, own.n, rule.minimum, p, said, tuple(rows))


def _near(case: Case, rule: Heaping, times: int = 1) -> Row | None:
    """Return the row of a case that lies within so many times its window, else None."""
    if case.margin is None or _may_repeat(case):
        return None
    reach = _window(case, rule) * times
    beyond = case.margin - case.step if case.is_strict else case.margin
    return _row(case, case.margin, beyond, reach) if -reach <= beyond < reach else None


def _may_repeat(case: Case) -> bool:
    return case.is_unchanged or _is_unknown_hit(case)


def _is_unknown_hit(case: Case) -> bool:
    """Return whether the result lies exactly at target, and nobody knows whether it only repeats."""
    return case.margin == 0 and case.is_unchanged is None


def _window(case: Case, rule: Heaping) -> Decimal:
    """Return the half-width: so many steps, or so many per cent of the target in whole steps, the wider."""
    percent = Fraction(abs(case.bound)) * rule.window_percent / 100
    return max(rule.window_steps, int(percent / Fraction(case.step))) * case.step


def _row(case: Case, margin: Decimal, beyond: Decimal, reach: Decimal) -> Row:
    return {
        "unit_key": case.unit_key,
        "indicator": case.indicator,
        "period": case.period,
        "target_id": case.target_id,
        "target": format(case.bound, "f"),
        "margin": format(margin, "f"),
        "window": format(reach, "f"),
        "side": "above" if beyond >= 0 else "below",
    }
