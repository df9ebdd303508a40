"""Registering a document: what its symbol says, what has to be said beside it, and what does not fit."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from giaoban.core.conduct.directives import TOPIC, Vocabulary, vocabulary_of
from giaoban.core.conduct.provisioning import Row
from giaoban.core.conduct.register_lists import read
from giaoban.core.conduct.registering import Stated, settle
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from tests.factories.rounds import unit

PACK = Path(__file__).parents[2] / "packs" / "vn"
TODAY = date(2026, 11, 27)
RESOLUTION = Stated("57-NQ/TW", "Bộ Chính trị", "Đột phá khoa học", date(2024, 12, 22), term="XIII")
DECISION = Stated("45/2018/QĐ-TTg", "Thủ tướng Chính phủ", "Chế độ họp", date(2018, 7, 9), kind="quyết định")
UNITS = (unit("north", "01"), unit("south", "02"))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Return what the pack knows of symbols."""
    return vocabulary_of(read_pack(PACK).rules[TOPIC], TODAY)


def codes(stated: Stated, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the places and codes of everything that is wrong with what is stated."""
    with pytest.raises(Invalid) as refused:
        settle(stated, vocabulary, TODAY)
    return [(one.where.column, one.code) for one in refused.value.findings]


def test_a_type_that_stands_for_one_kind_says_it_and_a_year_in_the_symbol_is_the_term(vocabulary):
    """NQ is a resolution of a term that has to be said; 45/2018 is of 2018."""
    entry = settle(RESOLUTION, vocabulary, TODAY)
    assert (entry.kind, entry.term, entry.number, entry.type) == ("nghị quyết", "XIII", 57, "NQ")
    assert settle(DECISION, vocabulary, TODAY).term == "2018"


def test_what_the_symbol_does_not_say_has_to_be_said(vocabulary):
    """QĐ is a decision or a regulation, /TW is shared by three bodies, and numbers begin anew each term."""
    said = Stated("384-QĐ/TW", "", "Dữ liệu của Đảng", date(2025, 11, 19))
    assert codes(said, vocabulary) == [("issuer", "no_issuer"), ("kind", "no_kind"), ("term", "no_term")]
    law = Stated("117/2025/QH15", "Quốc hội", "Bảo vệ bí mật nhà nước", date(2025, 12, 10))
    assert codes(law, vocabulary) == [("kind", "kind_unsaid")]
    assert settle(replace(law, kind="luật"), vocabulary, TODAY).kind == "luật"


def test_a_kind_is_written_as_the_pack_writes_it(vocabulary):
    """Whatever the case; another kind than those that the type stands for is refused."""
    assert settle(replace(DECISION, kind=" Quyết  định "), vocabulary, TODAY).kind == "quyết định"
    assert codes(replace(DECISION, kind="kết luận"), vocabulary) == [("kind", "other_kind")]


def test_the_year_of_a_symbol_is_that_of_its_issue(vocabulary):
    """Otherwise one of the two is mistyped."""
    assert codes(replace(DECISION, issued_on=date(2019, 7, 9)), vocabulary) == [("issued_on", "other_year")]
    assert codes(replace(DECISION, term="2019"), vocabulary) == [("term", "other_year")]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"issued_on": None}, ("issued_on", "no_day")),
        ({"issued_on": date(2026, 11, 28)}, ("issued_on", "later_day")),
        ({"in_force_from": date(2024, 12, 21)}, ("in_force_from", "begins_early")),
        ({"in_force_to": date(2024, 12, 21)}, ("in_force_to", "ends_early")),
        ({"concretised_by": date(2024, 12, 21)}, ("concretised_by", "due_early")),
        ({"title": " "}, ("title", "no_title")),
        ({"title": "x" * 501}, ("title", "too_long_text")),
        ({"symbol": "57-NQ"}, ("symbol", "bad_symbol")),
        ({"symbol": "57-QÐ/TW"}, ("symbol", "look_alike")),
        ({"unit_key": "north", "is_cascaded": True}, ("unit_key", "units_own")),
    ],
)
def test_what_does_not_fit_is_named_at_its_place(vocabulary, changed, found):
    """Days that contradict each other, what is missing, letters that only look right."""
    assert codes(replace(RESOLUTION, **changed), vocabulary) == [found]


def test_a_day_by_which_units_answer_says_that_they_are_to(vocabulary):
    """So nobody has to say it twice."""
    assert settle(replace(RESOLUTION, concretised_by=date(2025, 3, 31)), vocabulary, TODAY).is_cascaded
    assert not settle(RESOLUTION, vocabulary, TODAY).is_cascaded


def rows(*told: dict[str, str]) -> list[Row]:
    """Return rows of a list that say of the resolution what is told instead."""
    whole = {
        "symbol": "57-NQ/TW",
        "issuer": "BCT",
        "title": "KHCN",
        "issued_on": "22/12/2024",
        "term": "XIII",
    }
    return [Row(number, {**whole, **one}) for number, one in enumerate(told, 2)]


def test_a_list_names_every_fault_by_row_and_column(vocabulary):
    """A day that no calendar has, a unit that is not there, a symbol that is none, one document twice."""
    told = rows({}, {"issued_on": "31/02/2024"}, {"unit": "east"}, {"symbol": "57"}, {"title": "again"})
    lines, findings = read(told, "list.csv", vocabulary, UNITS, TODAY)
    assert [(one.where.row, one.where.column, one.code) for one in findings] == [
        (3, "issued_on", "bad_day"),
        (4, "unit", "no_such_unit"),
        (5, "symbol", "bad_symbol"),
        (6, "symbol", "same_document"),
    ]
    assert [one.number for one in lines] == [2, 6]


def test_a_row_says_on_what_its_document_bears(vocabulary):
    """Several symbols in one cell stand apart by semicolons; days are read as they are written here."""
    (line,), findings = read(
        rows({"replaces": "52-NQ/TW; 23-NQ/TW", "in_force_from": "2025-01-01", "unit": "02"}),
        "list.csv", vocabulary, UNITS, TODAY,
    )  # fmt: skip
    assert line.bears_on == (("replaces", "52-NQ/TW"), ("replaces", "23-NQ/TW")) and findings == ()
    assert line.entry.in_force_from == date(2025, 1, 1) and line.entry.unit_key == "south"
