"""Reconciliation: the units' figures together, held against the control total published for the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from giaoban.core.figures.observations import Observation
from giaoban.core.figures.restatement import Part
from giaoban.core.figures.rounding import half_up
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE
from giaoban.core.registry.packs import Pack, Round

Method = Literal["sum", "weighted"]


@dataclass(frozen=True)
class Reconciliation:
    """One control: what the whole was published as, what the units imply, and whose the gap is.

    `attribution` holds each unit's part of the gap, in the indicator's unit of measure; the parts add up to
    `gap` exactly. Where a unit's value or weight is missing, nothing is implied and `missing` names it.
    """

    control: str
    indicator: str
    period: str
    published: Decimal | None
    implied: Decimal | None
    gap: Decimal | None
    tolerance: Decimal
    state: Literal["within", "outside", "incomplete"]
    attribution: Mapping[str, Decimal]
    missing: tuple[str, ...]


def reconcile_round(
    pack: Pack, round_: Round, observations: Iterable[Observation], as_of: str
) -> tuple[Reconciliation, ...]:
    """Return the round's controls, in its order, by what was known at `as_of`."""
    teller = Teller(by_key(observations), pack.lineage, as_of)
    return tuple(
        control(
            pack,
            round_,
            teller,
            (str(spec["control"]), pack.indicators[spec["indicator"]]),
            Decimal(str(spec["tolerance"])),
        )
        for spec in round_.settings.get("controls", ())
    )


def control(
    pack: Pack, round_: Round, teller: Teller, about: tuple[str, Indicator], tolerance: Decimal
) -> Reconciliation:
    """Return one control of the units under review: `about` is its name and the indicator that it is of."""
    name, indicator = about
    period = round_.period
    whole = teller.part(indicator.control_unit, WHOLE, indicator, period)
    parts = [teller.part(unit.unit_key, WHOLE, indicator, period) for unit in pack.units_of(round_)]
    method: Method = "weighted" if indicator.merge_rule == "weighted" else "sum"
    told = (name, indicator.indicator, period.text)
    return reconcile(told, whole.value, parts, method, tolerance, indicator.decimals + 2)


def reconcile(
    about: tuple[str, str, str],
    published: Decimal | None,
    parts: Sequence[Part],
    method: Method,
    tolerance: Decimal,
    decimals: int,
) -> Reconciliation:
    """Return how the parts together stand to the published whole.

    Shape:   `about` is the control's name, the indicator and the period.
    Units:   gap, tolerance and attribution in the indicator's unit of measure, to `decimals` places.
    Edges:   a gap equal to the tolerance is within it.
    """
    is_weighted = method == "weighted"
    silent = [p.unit_key for p in parts if p.value is None or (is_weighted and p.weight is None)]
    if published is None or silent or not parts:
        return Reconciliation(*about, published, None, None, tolerance, "incomplete", {}, tuple(silent))
    gaps = _shares_of_gap(published, parts, is_weighted)
    exact = sum(gaps.values(), Fraction(0))
    gap = _decimal(exact, decimals)
    state = "within" if abs(exact) <= Fraction(tolerance) else "outside"
    return Reconciliation(
        *about, published, published + gap, gap, tolerance, state, _rounded(gaps, gap, decimals), ()
    )


def _shares_of_gap(published: Decimal, parts: Sequence[Part], is_weighted: bool) -> dict[str, Fraction]:
    """Return each unit's part of the gap, exactly.

    A rate's is its distance from the published one by its weight; a sum's is in proportion to its size,
    and equal where every unit reported zero.
    """
    whole = Fraction(published)
    if is_weighted:
        weights = sum((Fraction(p.weight or 0) for p in parts), Fraction(0))
        return {
            p.unit_key: (Fraction(p.value or 0) - whole) * Fraction(p.weight or 0) / weights for p in parts
        }
    total = sum((Fraction(p.value or 0) for p in parts), Fraction(0))
    if not total:
        return {p.unit_key: -whole / len(parts) for p in parts}
    return {p.unit_key: (total - whole) * Fraction(p.value or 0) / total for p in parts}


def _decimal(value: Fraction, decimals: int) -> Decimal:
    return half_up(Decimal(value.numerator) / Decimal(value.denominator), decimals)


def _rounded(gaps: Mapping[str, Fraction], gap: Decimal, decimals: int) -> dict[str, Decimal]:
    """Round the parts so that they add up to the rounded gap: what is left goes to the largest remainders."""
    step = Decimal(1).scaleb(-decimals)
    rounded = {key: _decimal(value, decimals) for key, value in gaps.items()}
    left = int((gap - sum(rounded.values(), Decimal(0))) / step)
    sign = 1 if left > 0 else -1
    by_remainder = sorted(gaps, key=lambda key: ((Fraction(rounded[key]) - gaps[key]) * sign, key))
    for key in by_remainder[: abs(left)]:
        rounded[key] += sign * step
    return rounded
