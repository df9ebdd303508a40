"""Restatement: a figure of old units told of the units of another day, by the rule of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from giaoban.core.errors import Invalid
from giaoban.core.registry.indicators import Indicator

State = Literal["as_reported", "restated", "partial", "missing", "inseparable"]


@dataclass(frozen=True)
class Part:
    """One old unit's contribution: its share in the new one, its value, and its weight (None = not known)."""

    unit_key: str
    share: Decimal | None
    value: Decimal | None
    weight: Decimal | None = None


@dataclass(frozen=True)
class Restated:
    """A restated value with its working.

    `assumed` names the parts whose share is less than whole; `unshared` those of which nobody has said how
    much is in the new unit, where the rule needs it.
    """

    value: Decimal | None
    state: State
    method: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    assumed: tuple[str, ...]
    unshared: tuple[str, ...] = ()


def restate(indicator: Indicator, parts: Sequence[Part], *, is_partial_wanted: bool = False) -> Restated:
    """Return the value of the parts taken together, by the indicator's merge rule.

    Units:   in the indicator's unit_measure; shares are 0–1 of each part, weights in their own measure.
    Edges:   one part, whole, is told as it was reported. A part without a value (or without the weight or
             the share that the rule needs) is missing in the whole, unless a partial total is wanted, which
             is marked.
             A split unit's value is taken to lie evenly over its shares: such parts are named in `assumed`.
    Raises:  Invalid if the merge rule is "none": the title names the indicator.
    """
    if len(parts) == 1 and parts[0].share == 1:
        return _as_reported(parts[0])
    return combine(indicator, parts, is_partial_wanted=is_partial_wanted)


def combine(indicator: Indicator, parts: Sequence[Part], *, is_partial_wanted: bool = False) -> Restated:
    """Return the parts taken together by the rule, also where there is only one; else as `restate`."""
    method = method_of(indicator)
    known = [part for part in parts if _is_known(part, method)]
    missing = tuple(part.unit_key for part in parts if not _is_known(part, method))
    unshared = tuple(p.unit_key for p in parts if p.share is None and method in _BY_SHARE)
    assumed = tuple(p.unit_key for p in parts if p.share != 1 and p.unit_key not in unshared)
    is_told = bool(known) and (not missing or is_partial_wanted)
    value = _METHODS[method](known) if is_told else None
    state: State = "missing" if value is None else "partial" if missing else "restated"
    return Restated(value, state, method, tuple(parts), missing, assumed, unshared)


def method_of(indicator: Indicator) -> str:
    """Return how values of the indicator combine.

    Raises:  Invalid where they do not: counts of targets and words are never averaged, and an indicator
             without a merge rule is not guessed.
    """
    if indicator.kind == "qualitative" or indicator.merge_rule not in _METHODS:
        code, rule = f"{indicator.indicator} ({indicator.kind})", indicator.merge_rule
        raise Invalid(
            f"{code} cannot be restated: its merge rule is “{rule}”",
            "Compute it anew for the merged unit, or give the indicator a merge rule in the pack.",
        )
    return indicator.merge_rule


def _as_reported(part: Part) -> Restated:
    missing = () if part.value is not None else (part.unit_key,)
    return Restated(part.value, "missing" if missing else "as_reported", "none", (part,), missing, ())


def _is_known(part: Part, method: str) -> bool:
    needed = [part.value]
    needed += [part.share] if method in _BY_SHARE else []
    needed += [part.weight] if method == "weighted" else []
    return all(one is not None for one in needed)


def _sum(parts: Sequence[Part]) -> Decimal | None:
    known = [p.share * p.value for p in parts if p.share is not None and p.value is not None]
    return sum(known, Decimal(0))


def _weighted(parts: Sequence[Part]) -> Decimal | None:
    """Σ value × weight / Σ weight: numerators over denominators, or growth over base levels."""
    known = [(p.value, p.share, p.weight) for p in parts]
    weighed = [(v, s * w) for v, s, w in known if v is not None and s is not None and w is not None]
    weights = sum((weight for _, weight in weighed), Decimal(0))
    return sum((value * weight for value, weight in weighed), Decimal(0)) / weights if weights else None


def _values(parts: Sequence[Part]) -> list[Decimal]:
    return [p.value for p in parts if p.value is not None]


#: The rules that take each part by its share in the new unit.
_BY_SHARE = ("sum", "weighted")
_METHODS = {
    "sum": _sum,
    "weighted": _weighted,
    "max": lambda parts: max(_values(parts)),
    "min": lambda parts: min(_values(parts)),
}
