"""Registers in a pack: the real ones count what they should; faults are named before a count is public."""

from datetime import date
from pathlib import Path

import pytest

from giaoban.core.conduct.plans import BRANCHES, CONTENTS
from giaoban.core.errors import Invalid
from giaoban.core.review import disclosure
from giaoban.core.review.registers import TOPIC, registers_of
from giaoban.files.packs import read_pack
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.registers import DISCLOSURE, RULES, WITH_REGISTERS
from tests.house.tree import PACKS

DAY = date(2023, 12, 31)
_ROUND_FILE = f"rounds/{ROUND}/round.yaml"
_CONTROL = 'controls: [{control: warned, indicator: WARNED, tolerance: "0"}]'


@pytest.fixture(scope="module")
def vn():
    """Return the real pack."""
    return read_pack(PACKS / "vn")


def test_the_registers_count_each_kind_of_thing_alone_against_one_and_two_years_before(vn):
    """Activities, organisations and members stand in lines of their own, and no total crosses them."""
    kept = registers_of(vn.rules[TOPIC], DAY)
    assert kept.compared == (1, 2)
    measures = {
        one.register: {vn.indicators[line.indicator].unit_measure for line in one.lines}
        for one in kept.registers
    }
    assert measures["inspection"] == {"ACTIVITIES", "ORGANISATIONS", "MEMBERS"}
    assert {name for name, told in measures.items() if len(told) > 1} == {"inspection", "members"}
    assert [one.register for one in kept.registers if one.total] == [
        "discipline_organisations",
        "discipline_members",
    ]
    assert disclosure.threshold_of(vn.rules[disclosure.TOPIC], DAY) == 5


def test_each_count_can_be_reported_as_a_number_without_words(vn):
    """Every indicator of a register stands in the form, among lines that take counts; nobody must."""
    lines = {
        line["indicator"]: (section.get("counts_only", False), line["required"])
        for section in vn.forms["annual"]["sections"]
        for line in section.get("lines", ())
        if line["indicator"] in registers_of(vn.rules[TOPIC], DAY).indicators
    }
    assert set(lines) == set(registers_of(vn.rules[TOPIC], DAY).indicators)
    assert set(lines.values()) == {(True, False)}


def test_branches_and_contents_are_named_in_both_languages_and_a_narrow_content_has_a_wide_one(vn):
    """So an overlap is found however narrowly one of the two is planned."""
    for name in (BRANCHES, CONTENTS):
        assert all(set(code.names) == {"vi", "en"} and code.source for code in vn.codelists[name].values())
    contents = set(vn.codelists[CONTENTS])
    assert {one.rpartition(".")[0] for one in contents if "." in one} <= contents


@pytest.mark.parametrize(
    ("file", "written", "planted", "code"),
    [
        ("rules/registers.yaml", "indicator: WARNED", "indicator: WARNINGS", "unknown_reference"),
        ("rules/registers.yaml", "indicator: VISITS", "indicator: PEOPLE", "no_count"),
        ("rules/registers.yaml", "indicator: EXPELLED", "indicator: VISITS", "unlike_total"),
        ("rules/registers.yaml", "target: ADMITTED_TARGET", "target: VISITS", "unlike_target"),
        ("rules/registers.yaml", "{en: Members}", "{vi: Members}", "missing_translation"),
        ("rules/registers.yaml", "compared: [1, 2]", "compared: []", ""),
        ("rules/disclosure.yaml", "threshold: 5", "threshold: 2", ""),
        (_ROUND_FILE, "indicator: GROWTH", "indicator: WARNED", "published_register"),
        (_ROUND_FILE, "quantifiers: []", f"quantifiers: []\n{_CONTROL}", "published_register"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, file, written, planted, code):
    """No count of parts of things, no sum of unlike ones, and none in a factsheet, which anybody reads."""
    text = {**WITH_REGISTERS, "rules/registers.yaml": RULES, "rules/disclosure.yaml": DISCLOSURE}
    assert written in text[file]
    changed = {**text, file: text[file].replace(written, planted, 1)}
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **changed))
    assert {one.where.file for one in caught.value.findings} == {file}
    assert code in {"", *(one.code for one in caught.value.findings)}


def test_a_form_does_not_ask_for_words_where_it_takes_counts_only(tmp_path: Path):
    """Results of targets may be words."""
    form = WITH_REGISTERS["forms/annual.yaml"].replace(
        "    targets: true", "    targets: true\n    counts_only: true"
    )
    with pytest.raises(Invalid):
        read_pack(write_pack(tmp_path, **{**FILES, **WITH_REGISTERS, "forms/annual.yaml": form}))
