"""Tallies: how many of a unit's own targets were met, as computed and as reported."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from giaoban.core.figures.rounding import percent_of


def tally(verdicts: Iterable[str]) -> dict[str, Any]:
    """Return the tally of the verdicts on a unit's numbered targets.

    Shape:   counts as integers, `share` as a percentage with one decimal (text), or None for no targets.
    Edges:   what is not applicable leaves the total; what is not reported or undetermined stays in it.
    Source:  n/m counts met and exceeded over all numbered targets (packs/<id>/rules, the rule on tallies).
    """
    counts = Counter(verdicts)
    met, total = counts["met"] + counts["exceeded"], counts.total() - counts["not_applicable"]
    names = ("exceeded", "not_reported", "not_applicable", "undetermined")
    return {**ratio(met, total), **{name: counts[name] for name in names}}


def ratio(met: int, total: int) -> dict[str, Any]:
    """Return met, total, missed and the share of a tally."""
    share = percent_of(Decimal(met), Decimal(total))
    return {"met": met, "total": total, "missed": total - met, "share": None if share is None else str(share)}


def disagree(tallies: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether two tallies of one unit differ in what was met or in what was counted."""
    return len({(one["met"], one["total"]) for one in tallies}) > 1
