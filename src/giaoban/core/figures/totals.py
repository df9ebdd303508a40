"""Totals: months taken together as the year to date, and units as the unit above them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from giaoban.core.figures.restatement import Part, combine
from giaoban.core.figures.rounding import half_up
from giaoban.core.registry.indicators import Indicator

#: How months make the year to date: flows are summed, rates and levels averaged, stocks told by the last.
Cumulation = Literal["sum", "mean", "last"]


@dataclass(frozen=True)
class Total:
    """A value taken together; `missing` counts what it lacks, and a value that lacks something is partial."""

    value: Decimal | None
    missing: int = 0


def cumulate(
    rule: Cumulation, months: Sequence[Total], decimals: int, *, is_partial_wanted: bool = False
) -> Total:
    """Return the year to date of `months`, which stand in order from the first of the year.

    Units:   in the indicator's unit_measure; a mean is rounded half up to `decimals`, as published.
    Edges:   a missing month makes the whole missing, unless a partial value is wanted, which is marked; a
             stock whose last month is missing is missing: an earlier one says nothing of it.
    """
    if rule == "last":
        return months[-1]
    known = [month.value for month in months if month.value is not None]
    missing = sum(month.value is None or month.missing > 0 for month in months)
    if not known or (missing and not is_partial_wanted):
        return Total(None, missing)
    total = sum(known, Decimal(0))
    return Total(total if rule == "sum" else half_up(total / len(known), decimals), missing)


def roll_up(
    indicator: Indicator,
    parts: Sequence[Part],
    partial: Collection[str] = (),
    *,
    is_partial_wanted: bool = False,
) -> Total:
    """Return the parts, each whole, as the unit above them, by the indicator's merge rule.

    Shape:   `partial` names the parts whose own values lack something: they count as missing.
    Units:   in the indicator's unit_measure, rounded half up to its published precision.
    Edges:   as for `combine`; also a single part goes by the rule.
    Raises:  Invalid if the merge rule is "none": the title names the indicator.
    """
    told = combine(indicator, parts, is_partial_wanted=is_partial_wanted)
    missing = len({*told.missing, *partial})
    value = told.value if not missing or is_partial_wanted else None
    return Total(None if value is None else half_up(value, indicator.decimals), missing)
