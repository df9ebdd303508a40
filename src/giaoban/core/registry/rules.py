"""Rules: what a pack lays down as dated data, and which version of it is in force on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Rule = Mapping[str, Any]


def in_force(rules: Iterable[Rule], name: str, on: date) -> Rule | None:
    """Return the rule of this name that is in force on a day, the latest to take effect of several."""
    holding = (rule for rule in rules if rule["rule"] == name and _holds(rule, on))
    return max(holding, key=lambda rule: str(rule["valid_from"]), default=None)


def _holds(rule: Rule, on: date) -> bool:
    valid_to = str(rule["valid_to"] or "9999")
    return str(rule["valid_from"]) <= on.isoformat() < valid_to
