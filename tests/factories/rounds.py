"""A round of an invented country built in memory: as many units and indicators as a test asks for."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.core.figures.observations import Observation
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.units import Unit
from giaoban.core.review.analyses import assess
from giaoban.core.review.factsheet import seal

BANDS = ({"band": "high", "from": "80", "to": ""}, {"band": "low", "from": "0", "to": "80"})
QUANTIFIERS = (
    {"quantifier": "most", "from": "0.75", "to": ""},
    {"quantifier": "some", "from": "0", "to": "0.75"},
)


def unit(key: str, code: str, **changed: Any) -> Unit:
    """Return a district that has always existed."""
    fields = {
        "name": key.title(),
        "full_name": f"District of {key.title()}",
        "unit_type": "DISTRICT",
        "level": "district",
        "parent": "land",
        "valid_from": date(1900, 1, 1),
        "valid_to": None,
        "source": "invented",
    }
    return Unit(unit_key=key, code=code, **{**fields, **changed})


def indicator(code: str, **changed: Any) -> Indicator:
    """Return a rate with two decimals where higher is better."""
    fields = {
        "names": {"en": code.title()},
        "unit_measure": "PCT",
        "decimals": 2,
        "direction": "higher",
        "kind": "growth",
        "merge_rule": "none",
        "weight": "",
        "control_unit": "",
        "source": "invented",
    }
    return Indicator(indicator=code, **{**fields, **changed})


def pack(units: Iterable[Unit], indicators: Iterable[Indicator]) -> Pack:
    """Return a pack of these districts, their country and these indicators."""
    country = unit("land", "00", level="country", unit_type="COUNTRY", parent="")
    return Pack(
        pack_id="test",
        version="1.0.0",
        digest="0" * 64,
        names={"en": "Testland"},
        languages=("en",),
        units={one.unit_key: one for one in (*units, country)},
        changes=(),
        indicators={one.indicator: one for one in indicators},
        codelists={},
        tiles={},
        wording={},
        documents={},
        rounds={},
    )


def round_of(analyses: Iterable[Mapping[str, Any]], **changed: Any) -> Round:
    """Return the round of 2023 that makes these analyses."""
    settings = {
        "round_id": "2023-test",
        "titles": {"en": "Review of 2023"},
        "period": "2023",
        "level": "district",
        "as_of": "2024-01-31",
        "conference_on": "2024-01-31",
        "reporting_deadline": "2024-01-20",
        "country_unit": "land",
        "bands": BANDS,
        "quantifiers": QUANTIFIERS,
        "analyses": tuple(analyses),
    }
    return Round("2023-test", {**settings, **changed}, ())


def observation(unit_key: str, value: str | None, **changed: Any) -> Observation:
    """Return a provisional observation of growth in 2023."""
    fields = {
        "indicator": "GROWTH",
        "period": "2023",
        "unit_measure": "PCT",
        "obs_status": "P",
        "estimate": "",
        "released": "2024-01-10",
        "source": "office",
        "note": "",
    }
    return Observation(
        unit_key=unit_key, value=None if value is None else Decimal(value), **{**fields, **changed}
    )


def review(
    of: Pack, analyses: Iterable[Mapping[str, Any]], observations=(), targets=(), results=(), **changed
):
    """Return the sealed factsheet of a round of `of`, without documents."""
    made = round_of(analyses, **changed)
    sheet = assess(of, made, observations, targets, results, str(made.settings["as_of"]))
    return seal({**sheet, "documents": {}})


def figures(sheet: Mapping[str, Any], analysis: str) -> list[dict[str, Any]]:
    """Return the figures that an analysis made."""
    return [figure for figure in sheet["figures"] if figure["analysis"] == analysis]
