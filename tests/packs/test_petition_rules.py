"""The rules on petitions in a pack: the real one's hold together, a pack can do without, faults are named."""

from datetime import date
from pathlib import Path

import pytest

from giaoban.core.conduct.petitions import RULE, presets_of
from giaoban.core.conduct.positions import TOPIC, Rules, rules_of
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from tests.factories.packs import small_pack, write_pack
from tests.factories.positions import RULES

PACKS = Path(__file__).parents[2] / "packs"


def test_the_pack_numbers_petitions_and_lists_subjects_and_addressees_in_both_languages():
    """The Vietnamese alphabet of enumerations has đ after d; each code has its names and its source."""
    pack = read_pack(PACKS / "vn")
    rules = rules_of(pack.rules[TOPIC], date(2024, 1, 17))
    assert rules.letters[:6] == ("a", "b", "c", "d", "đ", "e") and rules.digits == 2
    for name in ("subjects", "addressees"):
        for code in pack.codelists[name].values():
            assert set(code.names) == {"vi", "en"} and code.source


def test_the_pack_offers_deadlines_each_with_its_source_and_names_bodies_of_its_list():
    """The closest fit first; nothing is offered for what was not routed; none of them is a must."""
    pack, on = read_pack(PACKS / "vn"), date(2026, 3, 2)
    rules = pack.rules[TOPIC]
    (rule,) = (one for one in rules if one["rule"] == RULE)
    assert {one.get("addressee", "") for one in rule["presets"]} - {
        "",
        *pack.codelists["addressees"],
    } == set()
    asked = {"role": "lead", "competence": "centre", "addressee": "PARTY_BOARD"}
    found = presets_of(rules, on, **asked)
    assert [(one.preset, one.working_days) for one in found] == [
        ("party_board_lead", 65),
        ("centre_lead", 42),
    ]
    assert all(one.source and set(one.names) == {"vi", "en"} for one in found)
    assert presets_of(rules, on, role="lead") == ()
    assert [one.working_days for one in presets_of(rules, on, role="co_ordination")] == [10]
    assert presets_of((), on, role="lead") == ()


PRESET = "      - {preset: ten, role: lead, names: {en: Ten}, working_days: 10, source: x, confidence: MEM}\n"
OFFERS = """\
  - rule: petition_deadlines
    title: Offers
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    presets:
"""


@pytest.mark.parametrize(
    ("written", "planted", "said"),
    [
        ("role: lead", "role: boss", "role"),
        ("working_days: 10", "working_days: 0", "working_days"),
        ("source: x", "competence: moon, source: x", "competence"),
        (PRESET, PRESET * 2, "name of its own"),
        (PRESET, "", "presets"),
    ],
)
def test_a_fault_of_an_offer_is_named_with_its_place(tmp_path, written, planted, said):
    """A role or competence that there is not, no day at all, two of one name, none."""
    offers = OFFERS + PRESET
    read_pack(write_pack(tmp_path, **{"rules/petitions.yaml": RULES + offers}))
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **{"rules/petitions.yaml": RULES + offers.replace(written, planted)}))
    assert said in " ".join(f"{one} {one.where.column}" for one in caught.value.findings)


def test_a_pack_without_rules_gets_plain_ones(tmp_path):
    """Nothing is asked of it: numbers, lengths and letters are those of the code."""
    pack = small_pack(tmp_path)
    assert TOPIC not in pack.rules and rules_of((), date(2024, 1, 17)) == Rules()
    assert read_pack(PACKS / "rw").rules.get(TOPIC) is None


@pytest.mark.parametrize(
    ("written", "planted", "said"),
    [
        ("{period}-{code}/{number}", "{period}/{number}", "number"),
        ("{period}-{code}/{number}", "{code}/{number}/{who}", "number"),
        ('threshold: "0.5"', 'threshold: "1.5"', "threshold"),
        ('threshold: "0.5"', 'threshold: "0"', "threshold"),
        ("letters: [a, b", "letters: [ab, b", "letters"),
        ("digits: 2", "digits: 0", "digits"),
        ("digits: 2", "digits: 2\n    colour: red", "colour"),
        ("stop_words: [the", 'stop_words: ["–"', "stop_words"),
    ],
)
def test_a_fault_of_the_rules_is_named_with_its_place(tmp_path, written, planted, said):
    """Two numbers alike, a share beyond the whole, a letter of two, a word that means nothing."""
    assert written in RULES
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **{"rules/petitions.yaml": RULES.replace(written, planted, 1)}))
    (found,) = caught.value.findings
    assert found.where.file == "rules/petitions.yaml" and said in f"{found} {found.where.column}"
