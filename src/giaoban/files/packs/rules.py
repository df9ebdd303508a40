"""Checks of a pack's validation rules: indicators that fit together, and one version of a rule at a time."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.shelves import Shelves
from giaoban.files.packs.validation import ValidationFile

FILE = "rules/validation.yaml"
#: Settings that name indicators, and those that name units of measure.
_INDICATORS = ("indicators", "parts", "whole", "stated", "level", "given")


def check_rules(shelves: Shelves) -> Iterator[Finding]:
    """Yield every fault of the validation rules that only shows beside indicators, codes or other rules."""
    if FILE not in shelves.mappings:
        return
    rules = ValidationFile(**shelves.mappings[FILE]).rules
    rows = shelves.tables.get("indicators/indicators.csv", ())
    # A row that stands twice is reported in its turn; the first one is meant here.
    indicators = {line.row.indicator: line.row for line in reversed(rows)}
    measures = shelves.named.get("codelists/unit_measures.csv", set())
    for place, rule in enumerate(rules):
        where = f"rules.{place}"
        yield from _unknown(rule, shelves.named.get("indicators/indicators.csv", set()), where)
        yield from _misfits(rule, indicators, where)
        for measure in sorted(set(getattr(rule, "in_points", ())) - measures):
            title = f"There is no unit of measure “{measure}”"
            yield _fault("unknown_reference", title, "Use a code of unit_measures.csv.", where, "in_points")
    yield from _versions(rules)


def _unknown(rule: Any, indicators: set[str], where: str) -> Iterator[Finding]:
    for setting in _INDICATORS:
        named = getattr(rule, setting, None) or ()
        for name in [named] if isinstance(named, str) else named:
            if name not in indicators:
                title = f"There is no indicator “{name}”"
                detail = "Correct it, or add it to indicators.csv."
                yield _fault("unknown_reference", title, detail, where, setting)


def _misfits(rule: Any, indicators: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Yield what cannot be compared: parts of another measure, totals that nobody publishes."""
    if rule.kind == "sum_of_parts":
        own = {indicators[one].unit_measure for one in (rule.whole, *rule.parts) if one in indicators}
        if len(own) > 1:
            title = f"Whole and parts are measured in {', '.join(sorted(own))}"
            yield _fault("unit_measure", title, "Add up what has one unit of measure.", where, "parts")
    for name in rule.indicators if rule.kind == "control_total" else ():
        if name in indicators and not (
            indicators[name].control_unit and indicators[name].merge_rule != "none"
        ):
            title = f"“{name}” has no control unit, or no rule by which units add up"
            yield _fault("control_unit", title, "Set both in indicators.csv.", where, "indicators")


def _versions(rules: list[Any]) -> Iterator[Finding]:
    dated = sorted(enumerate(rules), key=lambda one: (one[1].rule, one[1].valid_from))
    for place, rule in dated:
        if rule.valid_to and rule.valid_to <= rule.valid_from:
            title = f"“{rule.rule}” ends on {rule.valid_to}, not after its first day"
            detail = "Let valid_to be the first day on which it no longer holds."
            yield _fault("empty_validity", title, detail, f"rules.{place}", "valid_to")
    for (_, earlier), (place, later) in pairwise(dated):
        if earlier.rule == later.rule and not (earlier.valid_to and earlier.valid_to <= later.valid_from):
            title = f"Two versions of “{later.rule}” hold on {later.valid_from}"
            detail = "Let the earlier one end where the later begins, or give it another name."
            yield _fault("overlapping_validity", title, detail, f"rules.{place}", "valid_from")


def _fault(code: str, title: str, detail: str, where: str, setting: str) -> Finding:
    return Finding(code, title, detail, Place(FILE, column=f"{where}.{setting}"))
