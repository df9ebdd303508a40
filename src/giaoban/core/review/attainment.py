"""Attainment: one result held against one target, with its working."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from giaoban.core.figures.rounding import decimals_of, half_up
from giaoban.core.figures.targets import Target, Verdict

_STRICT = (">", "<")
FULL = Decimal(100)


@dataclass(frozen=True)
class Attainment:
    """A computed verdict and what it rests on.

    `difference` is how far the result lies on the good side (negative: on the bad side) in the target's
    unit of measure; `percent` is None where it cannot be computed.
    """

    verdict: Verdict
    rounded: Decimal | None = None
    difference: Decimal | None = None
    percent: Decimal | None = None


def attain(target: Target, result: Decimal, decimals: int | None) -> Attainment:
    """Return the verdict on `result` against `target`.

    Units:   both in the target's unit_measure; `decimals` is the indicator's published precision, and
             None compares as written. Rounding comes before comparing.
    Edges:   without a direction, or for a target in words, the verdict is undetermined. A value equal
             to the target is met; beyond `>=`, `<=`, `=` or a range it is exceeded; beyond `>` or `<`
             it is met, because such a target has no value of its own to exceed. A corridor (direction
             "range") is met inside its bounds and not met on either side.
    Source:  packs/<id>/rules, the rule on attainment (a range's lower bound is met when equal).
    """
    if target.target is None or target.direction == "none" or target.op == "text":
        return Attainment("undetermined")
    low, high = _round_all(target, target.target, decimals)
    value = _rounded(result, target, decimals)
    margin = _margin(target.direction, value, low, high)
    verdict = _verdict(target, value, margin, low, high)
    return Attainment(verdict, value, margin, _percent(target.direction, margin, low, high))


def _round_all(target: Target, low: Decimal, decimals: int | None) -> tuple[Decimal, Decimal]:
    high = low if target.target_to is None else target.target_to
    return _rounded(low, target, decimals), _rounded(high, target, decimals)


def precision(target: Target, decimals: int | None) -> int | None:
    """Return the decimals to compare at: the indicator's, or the target's own where it is finer."""
    written = [decimals_of(bound) for bound in (target.target, target.target_to) if bound is not None]
    return None if decimals is None else max(decimals, *written)


def _rounded(value: Decimal, target: Target, decimals: int | None) -> Decimal:
    places = precision(target, decimals)
    return value if places is None else half_up(value, places)


def _margin(direction: str, value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    above, below = value - low, high - value
    return {"higher": above, "lower": below, "range": min(above, below)}[direction]


def _verdict(target: Target, value: Decimal, margin: Decimal, low: Decimal, high: Decimal) -> Verdict:
    if margin < 0 or (margin == 0 and target.op in _STRICT):
        return "not_met"
    is_beyond = {"higher": value > high, "lower": value < low, "range": False}[target.direction]
    return "exceeded" if is_beyond and target.op not in _STRICT else "met"


def _percent(direction: str, margin: Decimal, low: Decimal, high: Decimal) -> Decimal | None:
    """100 at the bound and linear in the margin: monotone whatever the direction or the sign."""
    bound = {"higher": low, "lower": high}.get(direction)
    return half_up(FULL + margin * 100 / abs(bound), 2) if bound else None


def combine(parts: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return the weighted mean of (weight, percent) parts, each percent capped at 100.

    Edges:   None where a part has no percent, or the weights sum to 0: missing is never zero.
    """
    known = tuple(parts)
    weights = sum((weight for weight, _ in known), Decimal(0))
    if not weights or any(percent is None for _, percent in known):
        return None
    capped = (weight * min(percent, FULL) for weight, percent in known if percent is not None)
    return half_up(sum(capped, Decimal(0)) / weights, 2)
