"""Figures on series: observed values, shares of a sum, changes between periods, momentum."""

from collections import defaultdict
from decimal import Decimal

from giaoban.core.figures.observations import choose
from giaoban.core.figures.rounding import as_text, percent_of
from giaoban.core.review.context import Context, Figure, Spec
from giaoban.core.review.trends import RATES, change, momentum

#: Where a change of rates is expressed: percentage points, kept apart from per cent.
POINTS = "PP"
PER_CENT = "PCT"


def observed(context: Context, spec: Spec) -> list[Figure]:
    """Return the value in force of an indicator for each unit that has any release of it."""
    period, indicator = context.period_of(spec).text, spec["indicator"]
    country = str(context.round.settings["country_unit"])
    keys = [country] if spec.get("units") == "country" else [unit.unit_key for unit in context.units]
    made = (_observe(context, spec, (key, indicator, period)) for key in keys)
    return [figure for figure in made if figure]


def _observe(context: Context, spec: Spec, key: tuple[str, str, str]) -> Figure | None:
    choice = choose(context.observations.get(key, ()), context.as_of)
    if not choice.candidates:
        return None
    chosen, about = choice.chosen, context.pack.indicators[key[1]]
    inputs = context.use((o.record() for o in choice.candidates), "obs_id")
    working = {
        "as_of": context.as_of,
        "chosen": chosen.record()["obs_id"] if chosen else "",
        "contradicted": choice.is_contradicted,
        "regressed": choice.is_regressed,
        "obs_status": chosen.obs_status if chosen else "",
        "estimate": chosen.estimate if chosen else "",
    }
    value = as_text(chosen.value) if chosen else None
    return context.make(
        spec,
        value=value,
        working=working,
        inputs=inputs,
        unit_key=key[0],
        indicator=key[1],
        period=key[2],
        unit_measure=about.unit_measure,
        decimals=about.decimals,
    )


def paired(context: Context, spec: Spec) -> list[Figure]:
    """Return the values of the units that have both periods, so that totals compare like with like."""
    return [_copy(context, spec, one, other) for one, other in _both(context, spec)]


def _copy(context: Context, spec: Spec, one: Figure, other: Figure) -> Figure:
    return context.make(
        spec,
        value=one["value"],
        working={},
        inputs=[one["figure_id"], other["figure_id"]],
        **{name: one[name] for name in ("unit_key", "indicator", "period", "unit_measure", "decimals")},
    )


def _both(context: Context, spec: Spec) -> list[tuple[Figure, Figure]]:
    others = {f["unit_key"]: f for f in context.made[spec["before"]] if f["value"] is not None}
    return [
        (f, others[f["unit_key"]])
        for f in context.made[spec["of"]]
        if f["value"] is not None and f["unit_key"] in others
    ]


def shares(context: Context, spec: Spec) -> list[Figure]:
    """Return each unit's percentage of the sum over the units that reported."""
    (total,) = context.made[spec["total"]]
    return [
        _share(context, spec, part, total) for part in context.made[spec["of"]] if part["value"] is not None
    ]


def _share(context: Context, spec: Spec, part: Figure, total: Figure) -> Figure:
    value = percent_of(Decimal(part["value"]), Decimal(total["value"]))
    return context.make(
        spec,
        value=as_text(value),
        working={"part": part["value"], "total": total["value"]},
        inputs=[part["figure_id"], total["figure_id"]],
        unit_key=part["unit_key"],
        indicator=part["indicator"],
        period=part["period"],
        unit_measure=PER_CENT,
        decimals=1,
    )


def changes(context: Context, spec: Spec) -> list[Figure]:
    """Return each unit's change between two periods: rates and shares in points, levels in per cent."""
    return [_change(context, spec, after, before) for after, before in _both(context, spec)]


def _change(context: Context, spec: Spec, after: Figure, before: Figure) -> Figure:
    moved = change(Decimal(before["value"]), Decimal(after["value"]))
    is_rate = after["unit_measure"] == PER_CENT or context.pack.indicators[after["indicator"]].kind in RATES
    working = {
        "from": before["value"],
        "to": after["value"],
        "from_period": before["period"],
        "to_period": after["period"],
        "difference": as_text(moved.difference),
        "percent": as_text(moved.percent),
    }
    value = moved.difference if is_rate else moved.percent
    return context.make(
        spec,
        value=as_text(value),
        working=working,
        inputs=[after["figure_id"], before["figure_id"]],
        unit_key=after["unit_key"],
        indicator=after["indicator"],
        period=after["period"],
        unit_measure=POINTS if is_rate else PER_CENT,
        decimals=after["decimals"] if is_rate else 2,
    )


def momenta(context: Context, spec: Spec) -> list[Figure]:
    """Return for each unit that has every period whether its values rose or fell step by step."""
    series: dict[str, list[Figure]] = defaultdict(list)
    for name in spec["of"]:
        for figure in context.made[name]:
            if figure["value"] is not None:
                series[figure["unit_key"]].append(figure)
    return [_momentum(context, spec, key, own) for key, own in series.items() if len(own) == len(spec["of"])]


def _momentum(context: Context, spec: Spec, unit_key: str, own: list[Figure]) -> Figure:
    values = [f["value"] for f in own]
    return context.make(
        spec,
        value=momentum([Decimal(v) for v in values]),
        inputs=[f["figure_id"] for f in own],
        working={"periods": [f["period"] for f in own], "values": values},
        unit_key=unit_key,
        indicator=own[0]["indicator"],
        period=context.round.period.text,
    )
