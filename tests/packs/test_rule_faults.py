"""Validation rules: faults planted in a pack's rules are each named with their place; schemas fit kinds."""

from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args

import pytest
import yaml

from giaoban.core.errors import Invalid
from giaoban.core.review.rules.kinds import KINDS, read_rules
from giaoban.files.packs import read_pack, validation
from tests.factories import checked
from tests.factories.packs import write_pack
from tests.house.tree import PACKS

ABOUT = {
    "title": "invented",
    "valid_from": "2020-01-01",
    "valid_to": "",
    "source": "invented",
    "confidence": "MEM",
    "priority": "notice",
}
SUM = {"kind": "sum_of_parts", "whole": "PEOPLE", "parts": ["GROWTH"], "compare": "<=", "tolerance": "0"}
RANGE = {"kind": "range", "indicators": ["GROWTH"], "low": "0"}
CONTROL = {"kind": "control_total", "indicators": ["PEOPLE"], "tolerance": "0"}
PAST = {
    "kind": "own_past",
    "minimum": 4,
    "distance": "3.5",
    "least_percent": "5",
    "least_points": "1",
    "in_points": ["PCT"],
}
REQUIRED = {"kind": "required", "indicators": ["PEOPLE"], "given": "GROWTH"}

#: what is planted → the column and the code of its finding
PLANTED: list[tuple[dict[str, Any], str, str]] = [
    ({**RANGE, "indicators": ["GROWHT"]}, "rules.0.indicators", "unknown_reference"),
    ({**RANGE, "indicators": []}, "rules.0.range.indicators", "too_short"),
    ({**RANGE, "low": "5", "high": "4"}, "rules.0.range", "value_error"),
    ({**RANGE, "low": ""}, "rules.0.range", "value_error"),
    ({**RANGE, "limit": "5"}, "rules.0.range.limit", "extra_forbidden"),
    ({**RANGE, "kind": "guess"}, "rules.0", "union_tag_invalid"),
    ({**RANGE, "priority": "grave"}, "rules.0.range.priority", "literal_error"),
    ({**RANGE, "source": ""}, "rules.0.range.source", "string_too_short"),
    ({**RANGE, "valid_to": "2019-01-01"}, "rules.0.valid_to", "empty_validity"),
    ({**SUM, "parts": ["PEOPLE"]}, "rules.0.sum_of_parts", "value_error"),
    ({**SUM, "parts": ["GROWTH", "GROWTH"]}, "rules.0.sum_of_parts", "value_error"),
    (SUM, "rules.0.parts", "unit_measure"),
    ({**SUM, "tolerance": "-1"}, "rules.0.sum_of_parts.tolerance", "greater_than_equal"),
    ({**CONTROL, "indicators": ["GROWTH"]}, "rules.0.indicators", "control_unit"),
    ({**CONTROL, "priority": "blocking"}, "rules.0.control_total.priority", "literal_error"),
    ({**PAST, "in_points": ["PCTT"]}, "rules.0.in_points", "unknown_reference"),
    ({**PAST, "minimum": 1}, "rules.0.own_past.minimum", "greater_than_equal"),
    ({**PAST, "priority": "explanation"}, "rules.0.own_past.priority", "literal_error"),
    ({**REQUIRED, "priority": "blocking", "given": "NOBODY"}, "rules.0.given", "unknown_reference"),
    (
        {"kind": "relation", "stated": "GROWTH", "level": "GROWTH", "implied": "growth", "tolerance": "0"},
        "rules.0.relation",
        "value_error",
    ),
]


def findings(folder, *rules: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return file, column and code of what is wrong with a pack of these rules."""
    named = [{"rule": "r", **ABOUT, **one} for one in rules]
    text = yaml.safe_dump({"rules": named}, allow_unicode=True)
    try:
        read_pack(write_pack(folder / "pack", **{"rules/validation.yaml": text}))
    except Invalid as refused:
        return [(one.where.file, one.where.column, one.code) for one in refused.findings]
    return []


@pytest.mark.parametrize(
    ("planted", "column", "code"), PLANTED, ids=[f"{c}: {code}" for _, c, code in PLANTED]
)
def test_a_planted_fault_is_found_where_it_is(tmp_path, planted, column, code):
    """Each fault alone gives one finding, which names the file and the setting."""
    assert findings(tmp_path, planted) == [("rules/validation.yaml", column, code)]


def test_two_versions_of_one_rule_do_not_hold_on_one_day(tmp_path):
    """Unless the earlier ends where the later begins, or they have different names."""
    later = {**RANGE, "valid_from": "2022-01-01"}
    assert findings(tmp_path, RANGE, later) == [
        ("rules/validation.yaml", "rules.1.valid_from", "overlapping_validity")
    ]
    assert findings(tmp_path, {**RANGE, "valid_to": "2022-01-01"}, later) == []
    assert findings(tmp_path, RANGE, {**later, "rule": "other"}) == []


def test_sound_rules_are_read_as_they_are_written(tmp_path):
    """Every kind, as the worked examples write it, passes the schema and comes out with its numbers exact."""
    kinds = {kind: {"kind": kind, **said} for kind, said in checked.KINDS.items()}
    assert set(kinds) == set(KINDS)
    rows = [{"rule": kind, **ABOUT, "priority": "explanation", **said} for kind, said in kinds.items()]
    assert len(validation.ValidationFile(rules=rows).rules) == len(rows)
    for row, rule in zip(rows, read_rules(rows), strict=True):
        for name, kept in vars(rule).items():
            said = row.get(name, kept)
            plain = tuple(said) if isinstance(said, list) else said
            assert (Decimal(plain) if isinstance(kept, Decimal) else plain) == kept


def test_schemas_and_kinds_tell_the_same_settings():
    """What a pack may write for a kind is what the kind reads, and no more."""
    union = get_args(get_args(get_args(validation.ValidationFile.model_fields["rules"].annotation)[0])[0])
    about = {"title", "source", "confidence", "note", "kind"}
    told = {
        kind: set(schema.model_fields) - about
        for schema in union
        for kind in get_args(schema.model_fields["kind"].annotation)
    }
    assert told == {kind: {field.name for field in fields(rule)} for kind, rule in KINDS.items()}


def test_the_shipped_rules_use_every_kind():
    """The pack of the demonstration shows each of them; each rule has its own name."""
    rules = read_pack(PACKS / "vn").rules["validation"]
    assert {rule["kind"] for rule in rules} == set(KINDS)
    assert len({rule["rule"] for rule in rules}) == len(rules)
