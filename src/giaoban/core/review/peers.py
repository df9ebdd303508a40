"""Peers: which units stand where among the others."""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def select(measures: Mapping[str, Any], op: str, threshold: Any) -> tuple[str, ...]:
    """Return the keys whose measure compares true with `threshold`."""
    return tuple(key for key, measure in measures.items() if COMPARISONS[op](measure, threshold))


def extremes(measures: Mapping[str, Decimal], which: str) -> tuple[Decimal | None, tuple[str, ...]]:
    """Return the highest or lowest measure and every key that has it; (None, ()) for no measures."""
    if not measures:
        return None, ()
    best = (max if which == "highest" else min)(measures.values())
    return best, select(measures, "=", best)


def quantify(count: int, reported: int, quantifiers: Sequence[Mapping[str, str]]) -> str | None:
    """Return the first configured quantifier whose half-open interval holds count / reported, if any."""
    if not reported:
        return None
    share = Decimal(count) / Decimal(reported)
    holds = (
        q["quantifier"]
        for q in quantifiers
        if Decimal(q["from"]) <= share and (not q["to"] or share < Decimal(q["to"]))
    )
    return next(holds, None)
