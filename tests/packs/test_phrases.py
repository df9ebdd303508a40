"""How much of a report's prose is understood, and that a vocabulary with a fault is refused."""

import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from giaoban.core.errors import Invalid
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


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("level: [POPULATION]", "level: [PEOPLE]", "unknown_reference"),
        ("level: [POPULATION]", "level:", "list_type"),
        ("    tallies:\n", "    tallies:\n    others:\n", "extra_forbidden"),
        ("      PP: {quantity", "      PARSEC: {quantity", "unknown_reference"),
        ("language: vi", "language: fr", "unknown_reference"),
        ("central_estimate: [BUDGET", "other_estimate: [BUDGET", "unknown_reference"),
        ("without_oil: {level", "without_gas: {level", "unknown_reference"),
        ("      CITY: [", "      TOWN: [", "unknown_reference"),
        ("equal: [bằng,", "equal: [bằng, GRDP,", "duplicate"),
        ("joins: [và,", "joins: [và, và,", "duplicate"),
        ('"năm {year}"', '"năm {anno}"', "value_error"),
        ("intents:", "intent:", "extra_forbidden"),
        ('below_percent: "5"', 'below_percent: "-5"', "greater_than_equal"),
        ("period: half", "period: halves", "literal_error"),
        ("[TARGETS_MET, TARGETS_TOTAL]", "[TARGETS_MET]", "too_short"),
    ],
)
def test_a_faulty_vocabulary_is_refused(tmp_path: Path, old: str, new: str, code: str):
    """A name that nothing defines, a phrase of two meanings, a field that is none: each is found."""
    copy = Path(shutil.copytree(PACKS / "vn", tmp_path / "vn"))
    text = (copy / FILE).read_text("utf-8")
    assert old in text
    (copy / FILE).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Invalid) as caught:
        read_pack(copy)
    found = [(finding.code, finding.where.file) for finding in caught.value.findings]
    assert (code, FILE) in found and {file for _, file in found} == {FILE}


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
