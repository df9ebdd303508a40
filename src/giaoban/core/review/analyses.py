"""The review: a round's analyses, run in their order, each giving figures with their working."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.review.context import Context, Figure, Spec, start
from giaoban.core.review.doubts import doubts
from giaoban.core.review.factsheet import SCHEMA
from giaoban.core.review.group_figures import (
    banding,
    extreme,
    listing,
    quantifier,
    ranking,
    sum_figure,
    value_range,
)
from giaoban.core.review.matters import aftermath, counted
from giaoban.core.review.ranking import TIE_RULE, check_bands
from giaoban.core.review.series_figures import changes, momenta, observed, paired, shares
from giaoban.core.review.staleness import release_records, releases_due, stale_figures
from giaoban.core.review.target_figures import attainments, disagreements, reported_tallies, tallies

RULES: Mapping[str, Callable[[Context, Spec], list[Figure]]] = {
    "observed": observed,
    "attainment": attainments,
    "tally": tallies,
    "reported_tally": reported_tallies,
    "disagreement": disagreements,
    "paired": paired,
    "share": shares,
    "change": changes,
    "momentum": momenta,
    "ranking": ranking,
    "banding": banding,
    "list": listing,
    "extreme": extreme,
    "range": value_range,
    "sum": sum_figure,
    "quantifier": quantifier,
    "counted": counted,
    "aftermath": aftermath,
}


def assess(
    pack: Pack,
    round_: Round,
    observations: Iterable[Observation],
    targets: Iterable[Target],
    results: Iterable[Result],
    as_of: str,
    matters: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the factsheet of a round, all but its documents and its digest.

    Shape:   as docs/journey.md describes; `analyses` keeps which figures each analysis gave.
    Edges:   what was not known at `as_of` (a day) takes no part; `matters` stand in it only where the last
             conference left any.
    Raises:  Invalid if the round asks for a rule that is not there, or its bands leave a gap.
    """
    check_bands(round_.settings["bands"])
    context = start(pack, round_, observations, targets, results, as_of, matters)
    for spec in round_.settings["analyses"]:
        context.made[spec["analysis"]] = _rule(round_, spec)(context, spec)
    return _factsheet(context)


def _rule(round_: Round, spec: Spec) -> Callable[[Context, Spec], list[Figure]]:
    if spec["rule"] in RULES:
        return RULES[spec["rule"]]
    title = f"There is no rule “{spec['rule']}” (analysis “{spec['analysis']}”)"
    place = Place(f"rounds/{round_.round_id}/round.yaml")
    detail = f"Rules: {', '.join(sorted(RULES))}."
    raise Invalid(title, detail, place, (Finding("unknown_rule", title, detail, place),))


def _factsheet(context: Context) -> dict[str, Any]:
    used, due = context.used.values(), releases_due(context)
    figures = {f["figure_id"]: f for made in context.made.values() for f in made}
    return {
        "schema": SCHEMA,
        "header": _header(context),
        "units": _units(context),
        "indicators": _indicators(context),
        "unit_measures": _unit_measures(context),
        "tiles": [
            vars(tile) for tile in context.pack.tiles.get(str(context.round.settings.get("tile_grid")), ())
        ],
        "observations": [record for record in used if "obs_id" in record],
        "targets": [record for record in used if "target_version" in record],
        "results": [record for record in used if "result_id" in record],
        **_matters(context),
        "figures": list(figures.values()),
        "analyses": {name: [f["figure_id"] for f in made] for name, made in context.made.items()},
        "releases": release_records(due),
        "findings": doubts(context.made, stale_figures(context, due)),
    }


def _matters(context: Context) -> dict[str, Any]:
    """Return what the last conference left behind; no part of its own where no analysis looks back at any."""
    found = [one for one in context.matters if one["matter_id"] in context.used]
    return {"matters": found} if found else {}


def _header(context: Context) -> dict[str, Any]:
    settings, pack = context.round.settings, context.pack
    named = ("titles", "level", "conference_on", "country_unit", "bands", "quantifiers")
    return {
        **{name: settings[name] for name in named},
        "round_id": context.round.round_id,
        "period": context.round.period.text,
        "reporting_deadline": context.deadline,
        "as_of": context.as_of,
        "pack_id": pack.pack_id,
        "pack_version": pack.version,
        "pack_digest": pack.digest,
        "languages": list(pack.languages),
        "tie_rule": TIE_RULE,
    }


def _units(context: Context) -> list[dict[str, Any]]:
    country = context.pack.units[str(context.round.settings["country_unit"])]
    hierarchies, period = context.pack.hierarchies, context.round.period
    return [
        {
            **vars(unit),
            "region": hierarchies.region_of(unit.unit_key, unit.last_day_in(period)),
            "valid_from": unit.valid_from.isoformat(),
            "valid_to": unit.valid_to.isoformat() if unit.valid_to else "",
        }
        for unit in (*context.units, country)
    ]


def _indicators(context: Context) -> list[dict[str, Any]]:
    named = {record["indicator"] for record in context.used.values() if record.get("indicator")}
    named |= {str(spec["indicator"]) for spec in context.round.settings["analyses"] if "indicator" in spec}
    fields = ("indicator", "names", "unit_measure", "decimals", "direction", "kind", "source")
    known = context.pack.indicators
    return [{name: getattr(known[code], name) for name in fields} for code in sorted(named)]


def _unit_measures(context: Context) -> list[dict[str, Any]]:
    codes = context.pack.codelists.get("unit_measures", {})
    return [{"code": code, "names": one.names, "symbol": one.symbol} for code, one in sorted(codes.items())]
