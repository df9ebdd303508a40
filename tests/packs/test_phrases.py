"""How much of a report's prose is understood, and that a vocabulary with a fault is refused."""

import re
import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.narratives import Mention
from giaoban.core.figures.phrases import TOPIC, phrases_of
from giaoban.files.packs import read_pack
from tests.factories.narratives import mentions, pack_of
from tests.house.tree import PACKS

SENTENCES = Path(__file__).parent / "narratives" / "evaluation.vi.yaml"
FILE = "rules/narratives.yaml"
Said = tuple[str, str, str, str, Decimal]


@cache
def measured() -> tuple[set[Said], set[Said]]:
    """Return what the sentences say for certain, and what is taken from them."""
    listed = {f"paragraph {n}": one for n, one in enumerate(yaml.safe_load(SENTENCES.read_text("utf-8")), 1)}
    wanted = {
        (place, figure, indicator, (*rest, "2023")[0], Decimal(value))
        for place, one in listed.items()
        for figure, indicator, value, *rest in one["says"]
    }
    found = mentions(*(one["text"] for one in listed.values()), unit="vn63-42")
    return wanted, {_said(mention) for mention in found if mention.alternatives}


def _said(mention: Mention) -> Said:
    amount = mention.alternatives[0][0]
    return mention.place, mention.text, amount.indicator, mention.period, amount.value


def test_no_figure_is_taken_for_another():
    """Precision: of 84 figures in invented office prose none is given a meaning that it does not have."""
    wanted, taken = measured()
    assert taken - wanted == set()


def test_nine_in_ten_figures_are_understood():
    """Recall: 42 of the 47 figures that a reader is certain of; the others are left alone, and known here."""
    wanted, taken = measured()
    assert len(wanted) == 47
    assert sorted((figure, indicator) for _, figure, indicator, *_ in wanted - taken) == [
        ("1,92 tỷ USD", "IMPORTS"),
        ("12.846 tỷ đồng", "BUDGET_REVENUE"),
        ("2,75 tỷ USD", "EXPORTS"),
        ("2.750 triệu USD", "EXPORTS"),
        ("8,16%", "GRDP_GROWTH"),
    ]


#: What is planted in a copy of the vocabulary, and what the finding about it names.
MISNAMED = {
    "PEOPLE": ("level: [POPULATION]", "level: [PEOPLE]"),
    "PARSEC": ("      PP: {quantity", "      PARSEC: {quantity"),
    "fr": ("language: vi", "language: fr"),
    "other_estimate": ("central_estimate: [BUDGET", "other_estimate: [BUDGET"),
    "without_gas": ("without_oil: {level", "without_gas: {level"),
    "TOWN": ("      CITY: [", "      TOWN: ["),
    "GRDP": ("equal: [bằng,", "equal: [bằng, GRDP,"),
    "và": ("joins: [và,", "joins: [và, và,"),
}
MISSHAPED = {
    "value_error": ('"năm {year}"', '"năm {anno}"'),
    "extra_forbidden": ("intents:", "intent:"),
    "greater_than_equal": ('below_percent: "5"', 'below_percent: "-5"'),
    "literal_error": ("period: half", "period: halves"),
    "too_short": ("[TARGETS_MET, TARGETS_TOTAL]", "[TARGETS_MET]"),
    "list_type": ("level: [POPULATION]", "level:"),
    "model_type": ("    old_fonts:\n", "    old_fonts:\n      - vn\n"),
}


def faults(tmp_path: Path, planted: dict[str, tuple[str, str]]) -> list[Finding]:
    """Return what reading the pack finds after every change at once; all of it is in the one file."""
    copy = Path(shutil.copytree(PACKS / "vn", tmp_path / "vn"))
    text = (copy / FILE).read_text("utf-8")
    for old, new in planted.values():
        assert old in text
        text = text.replace(old, new, 1)
    (copy / FILE).write_text(text, "utf-8")
    with pytest.raises(Invalid) as caught:
        read_pack(copy)
    assert {finding.where.file for finding in caught.value.findings} == {FILE}
    return [*caught.value.findings]


def test_a_name_that_nothing_defines_and_a_phrase_of_two_meanings_are_refused(tmp_path: Path):
    """Indicator, unit of measure, language, plan, qualifier, kind of unit: each wrong name is told once."""
    found = faults(tmp_path, MISNAMED)
    told = [re.search("“([^”]+)”(?:, which| stands)", finding.title).group(1) for finding in found]
    assert sorted(told) == sorted(MISNAMED)


def test_a_vocabulary_of_another_shape_is_refused(tmp_path: Path):
    """A number that is none, an unknown field, a bound below zero, an unknown kind of period, half a pair."""
    assert sorted(finding.code for finding in faults(tmp_path, MISSHAPED)) == sorted(MISSHAPED)


def test_two_vocabularies_of_one_day_are_refused(tmp_path: Path):
    """Neither is picked."""
    copy = Path(shutil.copytree(PACKS / "rw", tmp_path / "rw"))
    rules = yaml.safe_load((copy / FILE).read_text("utf-8"))["rules"]
    (copy / FILE).write_text(yaml.safe_dump({"rules": rules * 2}, allow_unicode=True), "utf-8")
    with pytest.raises(Invalid, match="fault") as caught:
        read_pack(copy)
    assert [finding.title for finding in caught.value.findings] == [
        "Two vocabularies of “en” begin on 2012-07-01"
    ]


def test_the_vocabulary_of_the_day_is_used():
    """Phrases are dated: before the first there are none; a later version takes an earlier one's place."""
    pack = pack_of("vi")
    (rule,) = pack.rules[TOPIC]
    later = {**rule, "valid_from": "2025-01-01", "old_fonts": []}
    versions = ({**rule, "valid_to": "2025-06-01"}, later)
    assert phrases_of(versions, "vi", pack.indicators, "2018-12-31") is None
    assert phrases_of(versions, "en", pack.indicators, "2024-01-17") is None
    assert phrases_of(versions, "vi", pack.indicators, "2024-12-31").old_fonts
    assert not phrases_of(versions, "vi", pack.indicators, "2025-01-01").old_fonts
