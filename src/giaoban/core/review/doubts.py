"""Doubts: what a review found that a person should look at; nothing is overwritten for it."""

from collections.abc import Mapping
from typing import Any

from giaoban.core.registry.releases import Due, release_record

_WORDS = {
    "disagreement": "Tallies of one unit disagree",
    "contradicted": "Sources of one day contradict each other, so no value is used",
    "regressed": "A later release of a lower grade says another value, and does not displace it",
    "stale": "A higher grade of the figure was due before the day of the review",
    "unreasoned": "A person's verdict differs from the computed one without a reason, and does not stand",
    "late": "A result came after the reporting deadline",
    "fell_below": "A target met before is no longer met",
}


def doubts(made: Mapping[str, list[dict[str, Any]]], stale: Mapping[str, Due]) -> list[dict[str, Any]]:
    """Return one finding for each figure that is in doubt, in the order of the figures.

    Edges:   a stale figure's finding names the release that it does not have yet.
    """
    return [
        finding
        for figures in made.values()
        for figure in figures
        for finding in (
            *(_finding(code, figure) for code in _codes(figure)),
            *_staleness(figure, stale.get(figure["figure_id"])),
        )
    ]


def _finding(code: str, figure: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "title": _WORDS[code],
        "unit_key": figure["unit_key"],
        "analysis": figure["analysis"],
        "figure_ids": [figure["figure_id"]],
    }


def _staleness(figure: Mapping[str, Any], due: Due | None) -> list[dict[str, Any]]:
    return [{**_finding("stale", figure), "release": release_record(due)}] if due else []


def _codes(figure: Mapping[str, Any]) -> list[str]:
    working = figure["working"]
    holds = {
        "disagreement": figure["rule"] == "disagreement",
        "contradicted": working.get("contradicted", False),
        "regressed": working.get("regressed", False),
        "unreasoned": working.get("unreasoned", False),
        "late": working.get("reported") == "late",
        "fell_below": working.get("movement") == "fell_below",
    }
    return [code for code, is_so in holds.items() if is_so]
