"""Schemas: how each kind of record lies in a segment, and how it is read back exactly as it was written.

Numbers are DECIMAL(38,10). Beside each stands its scale, because 7 and 7.0 are the same number but not the
same text, and a factsheet carries the text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target

_LATER_FIGURE = ("revision_reason",)
_LATER_TARGET = ("signer", "kind", "term_target", "cascaded_from")
_EXACT = Context(prec=60)
_STEPS = {scale: Decimal(1).scaleb(-scale) for scale in range(11)}


@dataclass(frozen=True)
class Schema:
    """The columns of one kind (name → type), and the passage from record to row and back."""

    columns: dict[str, str]
    row: Callable[[Any], tuple[Any, ...]]
    record: Callable[[tuple[Any, ...]], Any]


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "VARCHAR")


def _number(name: str) -> dict[str, str]:
    return {name: "DECIMAL(38,10)", f"{name}_scale": "TINYINT"}


def _split(value: Decimal | None) -> tuple[str | None, int | None]:
    if value is None:
        return None, None
    return format(value, "f"), max(0, -value.as_tuple().exponent)


def _join(value: Decimal | None, scale: int | None) -> Decimal | None:
    return None if value is None else value.quantize(_STEPS[scale], context=_EXACT)


def _figure_row(o: Observation) -> tuple[Any, ...]:
    return (o.unit_key, o.indicator, o.period, *_split(o.value), o.unit_measure, o.obs_status, o.estimate,
            o.released, o.source, o.note, o.revision_reason)  # fmt: skip


def _figure(row: tuple[Any, ...]) -> Observation:
    return Observation(*row[:3], _join(row[3], row[4]), *row[5:])


def _target_row(t: Target) -> tuple[Any, ...]:
    return (
        t.target_id, t.unit_key, t.period, t.number, t.text, t.group, t.indicator, t.op, *_split(t.target),
        *_split(t.target_to), t.unit_measure, t.direction, t.counts, t.instrument, t.valid_from, t.source,
        t.weight, t.signer, t.kind, t.term_target, t.cascaded_from,
    )  # fmt: skip


def _target(row: tuple[Any, ...]) -> Target:
    return Target(*row[:8], _join(row[8], row[9]), _join(row[10], row[11]), *row[12:])


def _result_row(r: Result) -> tuple[Any, ...]:
    return (r.target_id, r.value, _as_number(r.value), r.verdict, r.verdict_reason, r.obs_status, r.released,
            r.source)  # fmt: skip


def _result(row: tuple[Any, ...]) -> Result:
    return Result(*row)


def _as_number(text: str) -> str | None:
    """Return the text where the store can hold it as a number: a result may also be words."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    is_exact = number.is_finite() and -number.as_tuple().exponent <= 10 and abs(number) < 10**28
    return format(number, "f") if is_exact else None


#: Columns that segments written before them do not have; in a later segment no row leaves them empty.
LATER: dict[str, tuple[str, ...]] = {"figures": _LATER_FIGURE, "targets": _LATER_TARGET}
SCHEMAS: dict[str, Schema] = {
    "figures": Schema(
        {
            **_texts("unit_key", "indicator", "period"),
            **_number("value"),
            **_texts("unit_measure", "obs_status", "estimate", "released", "source", "note", *_LATER_FIGURE),
        },
        _figure_row,
        _figure,
    ),
    "targets": Schema(
        {
            **_texts("target_id", "unit_key", "period", "number", "text", "group", "indicator", "op"),
            **_number("target"),
            **_number("target_to"),
            **_texts("unit_measure", "direction"),
            "counts": "BOOLEAN",
            **_texts("instrument", "valid_from", "source", "weight", *_LATER_TARGET),
        },
        _target_row,
        _target,
    ),
    "results": Schema(
        {
            **_texts("target_id", "value"),
            "value_number": "DECIMAL(38,10)",
            **_texts("verdict", "verdict_reason", "obs_status", "released", "source"),
        },
        _result_row,
        _result,
    ),
}
