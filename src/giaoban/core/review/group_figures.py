"""Figures over all units at once: rankings, bands, lists, extremes, ranges, sums, quantifiers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from giaoban.core.review.context import Context, Figure, Spec
from giaoban.core.review.peers import extremes, quantify, select
from giaoban.core.review.ranking import TIE_RULE, band_of, rank

#: Measures that are words; every other measure is a number.
_WORDS = ("verdict", "attainment", "momentum")


def _points(context: Context, spec: Spec) -> dict[str, Figure]:
    """Return the figures that an analysis compares, by figure id."""
    made = context.made[spec["of"]]
    wanted = spec.get("indicator")
    return {f["figure_id"]: f for f in made if wanted in (None, f["indicator"])}


def _measures(points: Mapping[str, Figure], name: str) -> dict[str, Any]:
    """Return the measure of every point that has one; what was not reported has none."""
    measures = {key: _measure(figure, name) for key, figure in points.items()}
    return {key: value for key, value in measures.items() if value is not None}


def _measure(figure: Figure, name: str) -> Any:
    value = figure["value"]
    if isinstance(value, dict):
        value = value[name]
    if figure["rule"] in _WORDS or value is None:
        return None if value in ("not_reported", "not_applicable", "undetermined") else value
    return Decimal(value)


def _coverage(context: Context, points: Mapping[str, Figure], measures: Mapping[str, Any]) -> dict[str, int]:
    """Return how many units reported, of how many under review."""
    reported = {points[key]["unit_key"] for key in measures}
    country = context.round.settings["country_unit"]
    return {"reported": len(reported), "of": 1 if reported == {country} else len(context.units)}


def _frame(context: Context, spec: Spec) -> tuple[dict[str, Figure], dict[str, Any], dict[str, Any]]:
    points = _points(context, spec)
    measures = _measures(points, spec.get("measure", "value"))
    working = {"measure": spec.get("measure", "value"), **_coverage(context, points, measures)}
    return points, measures, working


def _about(context: Context, points: Mapping[str, Figure]) -> dict[str, Any]:
    """Return what the figures have in common: indicator, period, unit of measure, decimals."""
    first = next(iter(points.values()), None)
    names = ("indicator", "period", "unit_measure", "decimals")
    return {name: first[name] for name in names} if first else {"period": context.round.period.text}


def _ordered(
    context: Context, points: Mapping[str, Figure], measures: Mapping[str, Any], keys: Any, order: str
) -> list[str]:
    """Return the keys in order; ties and `code` stand by code of the unit."""
    by_code = sorted(keys, key=lambda key: (context.place[points[key]["unit_key"]], points[key]["target_id"]))
    if order == "code":
        return by_code
    return sorted(by_code, key=lambda key: measures[key], reverse=order == "descending")


def ranking(context: Context, spec: Spec) -> list[Figure]:
    """Return the ranking of the units by a measure, ties sharing the best place."""
    points, measures, working = _frame(context, spec)
    places = rank(measures, spec["order"])
    value = [
        {
            "unit_key": points[key]["unit_key"],
            "rank": places[key][0],
            "tied": places[key][1],
            "measure": str(measures[key]),
        }
        for key in _ordered(context, points, measures, measures, spec["order"])
    ]
    working |= {"order": spec["order"], "tie_rule": TIE_RULE}
    return [context.make(spec, value=value, working=working, inputs=list(points), **_about(context, points))]


def banding(context: Context, spec: Spec) -> list[Figure]:
    """Return the units in the round's bands."""
    points, measures, working = _frame(context, spec)
    bands = context.round.settings["bands"]
    held = {key: band_of(measure, bands) for key, measure in measures.items()}
    ordered = _ordered(context, points, measures, measures, "descending")
    value = [
        {**band, "unit_keys": [points[key]["unit_key"] for key in ordered if held[key] == band["band"]]}
        for band in bands
    ]
    return [context.make(spec, value=value, working=working, inputs=list(points), **_about(context, points))]


def listing(context: Context, spec: Spec) -> list[Figure]:
    """Return the units whose measure compares true with a threshold, in order."""
    points, measures, working = _frame(context, spec)
    threshold, rival = _threshold(context, spec)
    comparable = Decimal(threshold) if _is_number(measures, threshold) else threshold
    members = select(measures, spec["op"], comparable) if threshold is not None else ()
    by = spec.get("by", working["measure"])
    ordered = _ordered(context, points, _measures(points, by), members, spec["order"])
    inputs = [*points, *([rival["figure_id"]] if rival else [])]
    working |= {
        "op": spec["op"],
        "threshold": threshold,
        "threshold_figure": rival["figure_id"] if rival else "",
        "order": spec["order"],
        "by": by,
        "count": len({points[key]["unit_key"] for key in ordered}),
        "points": [
            {"unit_key": points[key]["unit_key"], "figure_id": key, "measure": str(measures[key])}
            for key in ordered
        ],
    }
    value = list(dict.fromkeys(points[key]["unit_key"] for key in ordered))
    return [context.make(spec, value=value, working=working, inputs=inputs, **_about(context, points))]


def _is_number(measures: Mapping[str, Any], threshold: str | None) -> bool:
    return (
        threshold is not None
        and all(isinstance(measure, Decimal) for measure in measures.values())
        and bool(measures)
    )


def _threshold(context: Context, spec: Spec) -> tuple[str | None, Figure | None]:
    """Return the threshold as the round writes it, or the value of the figure that it names."""
    if "threshold_of" not in spec:
        return str(spec["threshold"]), None
    rival = next(iter(context.made[spec["threshold_of"]]), None)
    return (rival["value"], rival) if rival else (None, None)


def extreme(context: Context, spec: Spec) -> list[Figure]:
    """Return the unit or units with the highest or lowest value."""
    points, measures, working = _frame(context, spec)
    best, keys = extremes(measures, spec["which"])
    working |= {"which": spec["which"], "extreme": None if best is None else str(best)}
    value = [points[key]["unit_key"] for key in keys]
    return [context.make(spec, value=value, working=working, inputs=list(points), **_about(context, points))]


def value_range(context: Context, spec: Spec) -> list[Figure]:
    """Return the lowest and the highest value, and whose they are."""
    points, measures, working = _frame(context, spec)
    ends = {which: extremes(measures, which) for which in ("lowest", "highest")}
    working |= {
        f"{which}_units": [points[key]["unit_key"] for key in keys] for which, (_, keys) in ends.items()
    }
    value = {which: str(best) for which, (best, _) in ends.items()} if measures else None
    return [context.make(spec, value=value, working=working, inputs=list(points), **_about(context, points))]


def sum_figure(context: Context, spec: Spec) -> list[Figure]:
    """Return the sum over the units that reported; it is no total of all where some did not."""
    points, measures, working = _frame(context, spec)
    value = format(sum(measures.values(), Decimal(0)), "f") if measures else None
    return [context.make(spec, value=value, working=working, inputs=list(points), **_about(context, points))]


def quantifier(context: Context, spec: Spec) -> list[Figure]:
    """Return which configured word the share of a list's units among those that reported allows."""
    (listed,) = context.made[spec["of"]]
    count, reported = listed["working"]["count"], listed["working"]["reported"]
    word = quantify(count, reported, context.round.settings["quantifiers"])
    working = {"count": count, "reported": reported, "of": listed["working"]["of"]}
    return [
        context.make(
            spec, value=word, working=working, inputs=[listed["figure_id"]], **_about(context, {"": listed})
        )
    ]
