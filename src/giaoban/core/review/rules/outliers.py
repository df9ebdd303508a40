"""Outliers: a value unlike the unit's own past, or unlike its peers. They say “look at this”, never more.

Source:  median and median absolute deviation; robust z: Iglewicz and Hoaglin, How to Detect and Handle
         Outliers (1993).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Literal

from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.review.rules.kinds import OwnPast, Peers

#: The standard deviation of a normal distribution in median absolute deviations.
_MAD = Fraction("1.4826")
#: Factors between units of measure, and those of a decimal mark out of place.
_OF_MEASURES, _OF_MARKS = (10**9, 10**6, 10**3), (100, 10)

Kind = Literal["unlike_own_past", "unit_of_measure", "decimal_mark"]
History = Mapping[str, Decimal]


@dataclass(frozen=True)
class Signal:
    """What makes a value stand out: its change from `past`, the usual one, and over how many that was told.

    Changes are in points, or relative (see `moved`); `factor` is a power of ten for a slip, else 1: times the
    last value, or below 1 a part of it.
    """

    kind: Kind
    past: Decimal
    change: Fraction = Fraction(0)
    usual: Fraction = Fraction(0)
    count: int = 0
    factor: Fraction = Fraction(1)


def moved(before: Decimal, after: Decimal, *, in_points: bool) -> Fraction | None:
    """Return how far a value moved: in points, or relative to the smaller value (twice is 1, half is -1).

    Edges:   relative changes are told between positive values only; None where one is not.
    """
    if in_points:
        return Fraction(after) - Fraction(before)
    if before <= 0 or after <= 0:
        return None
    ratio = Fraction(after) / Fraction(before)
    return ratio - 1 if ratio >= 1 else 1 - 1 / ratio


def against_own_past(
    value: Decimal, period: Period, past: History, rule: OwnPast, *, in_points: bool
) -> Signal | None:
    """Return what makes the value of `period` stand out of the unit's own earlier ones, or None.

    Shape:   `past` by period; the same period of earlier years takes part, two years on end make a change.
    Edges:   a slip by a thousand or more shows against one earlier value alone; anything else needs last
             year's value and `rule.minimum` earlier changes, and is not told from fewer.
    """
    known = _by_years_back(period, past)
    if not known:
        return None
    last = known[min(known)]
    factor = Fraction(1) if in_points else _power(last, value, _OF_MEASURES)
    if factor != 1:
        return Signal("unit_of_measure", last, factor=factor)
    change = moved(last, value, in_points=in_points)
    usual = _changes(known, in_points=in_points)
    if change is None or 1 not in known or len(usual) < rule.minimum:
        return None
    if distance(change, usual, least_of(rule, in_points=in_points)) <= Fraction(rule.distance):
        return None
    factor = Fraction(1) if in_points else _power(last, value, _OF_MARKS)
    kind: Kind = "unlike_own_past" if factor == 1 else "decimal_mark"
    return Signal(kind, last, change, median(usual), len(usual), factor)


def against_peers(measures: Mapping[str, Fraction], rule: Peers, *, in_points: bool) -> dict[str, Fraction]:
    """Return the distance of each unit that stands out among the others, itself being one of them.

    Edges:   nobody stands out among fewer than `rule.minimum` units.
    """
    if len(measures) < rule.minimum:
        return {}
    all_, least = list(measures.values()), least_of(rule, in_points=in_points)
    far = {key: distance(one, all_, least) for key, one in measures.items()}
    return {key: one for key, one in far.items() if one > Fraction(rule.distance)}


def distance(one: Fraction, usual: Sequence[Fraction], least: Fraction) -> Fraction:
    """Return how many robust standard deviations, each at least `least`, lie between `one` and the middle."""
    middle = median(usual)
    spread = median([abs(other - middle) for other in usual]) * _MAD
    return abs(one - middle) / max(spread, least)


def least_of(rule: OwnPast, *, in_points: bool) -> Fraction:
    """Return the least that one robust standard deviation is taken to be."""
    return Fraction(rule.least_points) if in_points else Fraction(rule.least_percent) / 100


def _by_years_back(period: Period, past: History) -> dict[int, Decimal]:
    told = {parse_period(text): value for text, value in past.items()}
    return {
        period.start_on.year - one.start_on.year: value
        for one, value in told.items()
        if (one.months, one.start_on.month) == (period.months, period.start_on.month)
        and one.start_on < period.start_on
    }


def _changes(known: Mapping[int, Decimal], *, in_points: bool) -> list[Fraction]:
    pairs = ((known[back + 1], known[back]) for back in known if back + 1 in known)
    changes = (moved(before, after, in_points=in_points) for before, after in pairs)
    return [change for change in changes if change is not None]


def _power(last: Decimal, value: Decimal, powers: Iterable[int]) -> Fraction:
    """Return the power of ten that lies within a factor of two of the step from the last value; else 1."""
    if last <= 0 or value <= 0:
        return Fraction(1)
    ratio = Fraction(value) / Fraction(last)
    for power in powers:
        for factor in (Fraction(power), Fraction(1, power)):
            if factor / 2 <= ratio <= factor * 2:
                return factor
    return Fraction(1)
