"""Trends: change against an earlier period, and momentum from quarter to quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from giaoban.core.figures.rounding import half_up

#: Kinds whose values are rates: their change is a difference in percentage points, never a percentage.
RATES = ("growth", "ratio", "index")


@dataclass(frozen=True)
class Change:
    """What moved between two values: `difference` is exact, `percent` is None where the base is 0."""

    difference: Decimal
    percent: Decimal | None


def change(before: Decimal, after: Decimal) -> Change:
    """Return the change from `before` to `after`; defined by difference for zero and negative bases."""
    difference = after - before
    percent = half_up(difference * 100 / abs(before), 2) if before else None
    return Change(difference, percent)


def momentum(values: Sequence[Decimal]) -> str:
    """Return `rising` or `falling` where every step goes that way; `flat` or `mixed` else."""
    steps = {(later > earlier) - (later < earlier) for earlier, later in pairwise(values)}
    return {frozenset({1}): "rising", frozenset({-1}): "falling", frozenset({0}): "flat"}.get(
        frozenset(steps), "mixed"
    )
