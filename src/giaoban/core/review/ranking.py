"""Ranking and bands: places with ties, and half-open bands set by the round."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from giaoban.core.errors import Invalid

#: How ties are placed, printed beside every ranking.
TIE_RULE = "standard competition ranking: equal measures share the best place, and the next place is skipped"


def rank(measures: Mapping[str, Decimal], order: str) -> dict[str, tuple[int, int]]:
    """Return for each unit its place and how many units hold that place.

    Shape:   unit_key → (rank, tied), rank from 1.
    Edges:   equal measures tie (1, 1, 1, 4); units without a measure are not ranked.
    """
    values = list(measures.values())
    sign = 1 if order == "ascending" else -1
    return {
        unit: (1 + sum(v * sign < own * sign for v in values), values.count(own))
        for unit, own in measures.items()
    }


def band_of(measure: Decimal, bands: Sequence[Mapping[str, str]]) -> str:
    """Return the band whose half-open interval [from, to) holds `measure`; empty where none does."""
    inside = (
        b["band"]
        for b in bands
        if Decimal(b["from"]) <= measure and (not b["to"] or measure < Decimal(b["to"]))
    )
    return next(inside, "")


def check_bands(bands: Sequence[Mapping[str, str]]) -> None:
    """Refuse bands that leave a gap, overlap, or are empty.

    Raises:  Invalid naming the two neighbours.
    """
    ordered = sorted(bands, key=lambda b: Decimal(b["from"]))
    for lower, upper in zip(ordered, ordered[1:], strict=False):
        if lower["to"] == "" or Decimal(lower["to"]) != Decimal(upper["from"]):
            raise Invalid(
                f"Bands “{lower['band']}” and “{upper['band']}” leave a gap or overlap",
                f"Let “{lower['band']}” end (exclusive) at {upper['from']}, where “{upper['band']}” begins.",
            )
