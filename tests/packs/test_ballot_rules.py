"""What a pack lays down for confidence votes: that of the real one, and faults named with their place."""

from datetime import date
from fractions import Fraction

import pytest

from giaoban.core.conduct.ballots import TOPIC, rules_of
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from tests.factories.packs import write_pack
from tests.factories.votes import RULES
from tests.house.tree import PACKS


def test_the_pack_has_three_levels_and_two_consequences_with_exact_bounds():
    """Two thirds have to be there; more than half and below two thirds; from two thirds on."""
    rules = rules_of(read_pack(PACKS / "vn").rules[TOPIC], date(2027, 1, 15))
    assert rules.present == Fraction(2, 3)
    assert [one.names["vi"] for one in rules.levels] == ["Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp"]
    assert [(one.level, one.more_than, one.at_least, one.below) for one in rules.consequences] == [
        ("low", Fraction(1, 2), None, Fraction(2, 3)),
        ("low", None, Fraction(2, 3), None),
    ]


@pytest.mark.parametrize(
    ("written", "planted", "said"),
    [
        ("present: 2/3", "present: 0.67", "present"),
        ("present: 2/3", "present: 3/2", "present"),
        ("level: middle", "level: high", "a key of its own"),
        ("level: low, at_least", "level: lowest, at_least", "no level “lowest”"),
        ("at_least: 2/3", "at_least: 2/3, more_than: 1/2", "either more_than or at_least"),
        ("at_least: 2/3", "below: 2/3", "either more_than or at_least"),
        ("at_least: 2/3", "at_least: 2/3, below: 1/2", "above the lower bound"),
        ("rule: presence", "rule: absence", "absence"),
        ("names: {en: Low}", "names: {fr: Bas}", "rules.0.levels.2.names.en"),
        ("names: {en: Leaves the post}", "names: {fr: Part}", "rules.2.consequences.0.names.en"),
    ],
)
def test_a_fault_of_the_rules_is_named_with_its_place(tmp_path, written, planted, said):
    """A decimal fraction, more than all, a level twice or unknown, empty bounds, a missing name."""
    assert written in RULES
    changed = {f"rules/{TOPIC}.yaml": RULES.replace(written, planted, 1)}
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **changed))
    assert {one.where.file for one in caught.value.findings} == {f"rules/{TOPIC}.yaml"}
    assert any(said in f"{one} {one.where.column}" for one in caught.value.findings)
