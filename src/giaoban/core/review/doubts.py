"""Doubts: what a review found that a person should look at; nothing is overwritten for it."""

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "disagreement": "Tallies of one unit disagree",
    "contradicted": "Sources of one day contradict each other, so no value is used",
    "regressed": "A later release of a lower grade says another value, and does not displace it",
    "unreasoned": "A person's verdict differs from the computed one without a reason, and does not stand",
    "late": "A result came after the reporting deadline",
    "fell_below": "A target met before is no longer met",
}


def doubts(made: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return one finding for each figure that is in doubt, in the order of the figures."""
    return [
        {
            "code": code,
            "title": _WORDS[code],
            "unit_key": figure["unit_key"],
            "analysis": figure["analysis"],
            "figure_ids": [figure["figure_id"]],
        }
        for figures in made.values()
        for figure in figures
        for code in _codes(figure)
    ]


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
