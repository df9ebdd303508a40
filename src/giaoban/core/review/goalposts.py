"""Moved goalposts: each version that changed a target, with what it moved and how late in the period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from giaoban.core.figures.ledger import effect_on, versions
from giaoban.core.figures.targets import Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.review.bases import Goal, Scorer

Movement = Literal["eased", "tightened", "restated", "same"]

_STRICT = (">", "<")
#: What two versions must share for their bars to be compared.
_COMPARED_BY = ("direction", "unit_measure", "indicator", "counts")


@dataclass(frozen=True)
class Move:
    """One version that changed a target: what held before, what holds after, and how it moved.

    `before` is restated where the unit came out of others; `days_left` counts from the day of effect to the
    end of the period, and is negative for a change after it.
    """

    unit_key: str
    target_id: str
    indicator: str
    period: str
    before: Goal
    after: Target
    movement: Movement
    days_left: int


def moves(
    scorer: Scorer, indicators: Mapping[str, Indicator], period: Period, as_of: str
) -> tuple[Move, ...]:
    """Return every version that took effect by `as_of` and changed a target whose period overlaps `period`.

    Shape:   in the order of units, targets and days; the first version of a target changes one only where
             the unit came out of others that had been set the same.
    Edges:   a scenario moves no goalpost.
    """
    listed = [t for t in scorer.targets if t.kind == "target" and effect_on(t) <= as_of]
    asked = versions(t for t in listed if parse_period(t.period).overlaps(period))
    found = [move for own in asked.values() for move in _moves(own, scorer, indicators)]
    return tuple(sorted(found, key=lambda m: (m.unit_key, m.target_id, effect_on(m.after))))


def _moves(own: tuple[Target, ...], scorer: Scorer, indicators: Mapping[str, Indicator]) -> Iterator[Move]:
    if before := _inherited(own[0], scorer, indicators):
        yield _move(before, own[0])
    for earlier, later in pairwise(own):
        yield _move(Goal(earlier, "as_set", (earlier,)), later)


def _inherited(first: Target, scorer: Scorer, indicators: Mapping[str, Indicator]) -> Goal | None:
    """Return what the unit's predecessors had been set for the same, or None where there was nothing."""
    indicator, day = indicators.get(first.indicator), date.fromisoformat(effect_on(first))
    if indicator is None:
        return None
    goal = scorer.goal(first.unit_key, indicator, parse_period(first.period), day - timedelta(days=1), day)
    is_other = any(target.unit_key != first.unit_key for target in goal.set_by)
    return goal if is_other and goal.state != "inseparable" else None


def _move(before: Goal, after: Target) -> Move:
    period = parse_period(after.period)
    left = (period.end_on - date.fromisoformat(effect_on(after))).days
    movement = "restated" if before.target is None else movement_of(before.target, after)
    return Move(after.unit_key, after.target_id, after.indicator, period.text, before, after, movement, left)


def movement_of(before: Target, after: Target) -> Movement:
    """Return which way the bar moved from one version to the next.

    Edges:   tightened: fewer results meet the target than before; eased: more. A strict bound is tighter
             than one that may be equalled; a corridor that is shifted rather than narrowed or widened is
             restated, as is whatever else changes without a bar to compare (the direction, the unit of
             measure, the words, whether the row counts, the upper end of a range whose bar stands).
    """
    steps = {(later > earlier) - (later < earlier) for earlier, later in _bars(before, after)}
    if steps and not steps - {0, 1} and 1 in steps:
        return "tightened"
    if steps and not steps - {0, -1} and -1 in steps:
        return "eased"
    return "same" if _is_said_alike(before, after) else "restated"


def _bars(before: Target, after: Target) -> Iterable[tuple[tuple[Decimal, bool], tuple[Decimal, bool]]]:
    """Return the bars of both in pairs, the greater being the tighter; no pair where they do not compare."""
    is_comparable = all(getattr(before, name) == getattr(after, name) for name in _COMPARED_BY)
    bars = [_bars_of(target) for target in (before, after)]
    return tuple(zip(*bars, strict=True)) if is_comparable and all(bars) else ()


def _bars_of(target: Target) -> tuple[tuple[Decimal, bool], ...]:
    if target.target is None or target.op == "text":
        return ()
    high = target.target if target.target_to is None else target.target_to
    floor, ceiling = ((bound, target.op in _STRICT) for bound in (target.target, -high))
    bars = {"higher": (floor,), "lower": (ceiling,), "range": (floor, ceiling)}
    return bars.get(target.direction, ())


def _is_said_alike(before: Target, after: Target) -> bool:
    return _unowned(before) == _unowned(after)


def _unowned(target: Target) -> tuple[object, ...]:
    """Return the terms of a version without whose they are: a new unit goes on under another key."""
    names = ("op", "target", "target_to", *_COMPARED_BY)
    words = target.text if target.op == "text" else ""
    return (words, *(getattr(target, name) for name in names))
