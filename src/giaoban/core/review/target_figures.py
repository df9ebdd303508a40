"""Figures on targets: attainment, tallies computed and reported, and where they disagree."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from giaoban.core.figures.rounding import as_text
from giaoban.core.figures.targets import Target
from giaoban.core.review import tallies as counting
from giaoban.core.review.attainment import combine, precision
from giaoban.core.review.confirmation import Judgement, judge
from giaoban.core.review.context import Context, Figure, Spec


def attainments(context: Context, spec: Spec) -> list[Figure]:
    """Return the attainment of every target of the units under review, sub-rows before their parents."""
    listed = [t for t in context.targets if t.unit_key in context.place]
    parts: dict[tuple[str, str], list[tuple[Target, Figure]]] = defaultdict(list)
    made = []
    for target in sorted(listed, key=lambda t: t.counts):
        figure = _attain(context, spec, target, parts[target.unit_key, target.period])
        made.append(figure)
        if not target.counts:
            parts[target.unit_key, target.period].append((target, figure))
    return sorted(made, key=lambda f: (context.place[f["unit_key"]], f["target_id"]))


def _attain(context: Context, spec: Spec, target: Target, parts: list[tuple[Target, Figure]]) -> Figure:
    indicator = context.pack.indicators.get(target.indicator)
    decimals = indicator.decimals if indicator else None
    judged = judge(
        target, context.results.get(target.target_id, ()), decimals, context.as_of, context.deadline
    )
    own = [pair for pair in parts if target.counts and _is_part(pair[0].number, target.number)]
    version = target.record()
    inputs = [
        *context.use([version], "target_version"),
        *context.use((r.record() for r in judged.results), "result_id"),
        *(figure["figure_id"] for _, figure in own),
    ]
    return context.make(
        spec,
        value=judged.verdict,
        working=_working(target, judged, own, decimals),
        inputs=inputs,
        unit_key=target.unit_key,
        indicator=target.indicator,
        period=target.period,
        target_id=target.target_id,
        unit_measure=target.unit_measure,
        target_version=version["target_version"],
        verdict=judged.verdict,
    )


def _is_part(number: str, parent: str) -> bool:
    """Return whether `7a` or `7.1` is a part of row `7` (and `71` is not)."""
    rest = number.removeprefix(parent)
    return bool(parent) and rest not in (number, "") and not rest[0].isdigit()


def _working(
    target: Target, judged: Judgement, parts: list[tuple[Target, Figure]], decimals: int | None
) -> dict[str, Any]:
    computed = judged.computed
    return {
        "op": target.op,
        "direction": target.direction,
        "target": as_text(target.target),
        "target_to": as_text(target.target_to),
        "counts": target.counts,
        "number": target.number,
        "result": judged.results[-1].value if judged.results else None,
        "precision": precision(target, decimals) if target.target is not None else None,
        "rounded_result": as_text(computed.rounded),
        "difference": as_text(computed.difference),
        "percent": as_text(_percent(computed.percent, parts)),
        "computed": computed.verdict,
        "confirmed": judged.confirmed,
        "reason": judged.reason,
        "unreasoned": judged.is_unreasoned,
        "contradicted": judged.is_contradicted,
        "regressed": judged.is_regressed,
        "reported": judged.reported,
        "previous": judged.previous,
        "movement": judged.movement,
        "composite": [
            {"target_id": t.target_id, "weight": t.weight, "percent": f["working"]["percent"]}
            for t, f in parts
        ],
    }


def _percent(own: Decimal | None, parts: list[tuple[Target, Figure]]) -> Decimal | None:
    """Return the weighted mean of the parts where they have weights, else the row's own percent."""
    return combine(_weights(parts)) if any(target.weight for target, _ in parts) else own


def _weights(parts: list[tuple[Target, Figure]]) -> list[tuple[Decimal, Decimal | None]]:
    return [(Decimal(t.weight or 0), _decimal(f["working"]["percent"])) for t, f in parts]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def tallies(context: Context, spec: Spec) -> list[Figure]:
    """Return for each unit with targets the tally of its numbered rows."""
    rows: dict[str, list[Figure]] = defaultdict(list)
    for figure in context.made[spec["of"]]:
        if figure["working"]["counts"]:
            rows[figure["unit_key"]].append(figure)
    return [
        context.make(
            spec,
            value=counting.tally(f["value"] for f in own),
            working={},
            inputs=[f["figure_id"] for f in own],
            unit_key=unit_key,
            period=context.round.period.text,
        )
        for unit_key, own in rows.items()
    ]


def reported_tallies(context: Context, spec: Spec) -> list[Figure]:
    """Return for each unit the tally that was reported as two counts, met and total."""
    totals = {f["unit_key"]: f for f in context.made[spec["total"]]}
    pairs = [(met, totals[met["unit_key"]]) for met in context.made[spec["met"]] if met["unit_key"] in totals]
    return [
        context.make(
            spec,
            value=_reported(met, total),
            working={},
            inputs=[met["figure_id"], total["figure_id"]],
            unit_key=met["unit_key"],
            period=met["period"],
        )
        for met, total in pairs
    ]


def _reported(met: Figure, total: Figure) -> dict[str, Any] | None:
    if met["value"] is None or total["value"] is None:
        return None
    return counting.ratio(int(Decimal(met["value"])), int(Decimal(total["value"])))


def disagreements(context: Context, spec: Spec) -> list[Figure]:
    """Return for each unit whose tallies differ the tallies side by side; none overwrites another."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for name in spec["of"]:
        for figure in context.made[name]:
            if figure["value"] is not None:
                found[figure["unit_key"]].append(figure)
    differing = {key: own for key, own in found.items() if counting.disagree(f["value"] for f in own)}
    return [
        _disagreement(context, spec, key, differing[key])
        for key in sorted(differing, key=context.place.__getitem__)
    ]


def _disagreement(context: Context, spec: Spec, unit_key: str, own: list[Figure]) -> Figure:
    value = [
        {
            "analysis": f["analysis"],
            "figure_id": f["figure_id"],
            "met": f["value"]["met"],
            "total": f["value"]["total"],
        }
        for f in own
    ]
    return context.make(
        spec,
        value=value,
        working={},
        inputs=[f["figure_id"] for f in own],
        unit_key=unit_key,
        period=context.round.period.text,
    )
