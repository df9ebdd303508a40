"""Symbols of documents: read by the forms of a pack, and written again as they were."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from giaoban.core.conduct.directives import TOPIC, Symbol, Vocabulary, read_symbol, vocabulary_of
from giaoban.core.errors import Invalid, NotFound
from giaoban.files.packs import read_pack

PACK = Path(__file__).parents[2] / "packs" / "vn"
with (PACK / "specs" / "symbols.csv").open(encoding="utf-8", newline="") as file:
    CITED = tuple(csv.DictReader(file))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Return what the pack knows of symbols today."""
    return vocabulary_of(read_pack(PACK).rules[TOPIC], date(2026, 11, 27))


def test_every_cited_symbol_is_read_and_written_again(vocabulary):
    """Number, year, type and issuer of each; put together, they are the text that was read."""
    assert len(CITED) > 80
    for row in CITED:
        found = read_symbol(row["symbol"], vocabulary)
        assert {name: getattr(found, name) for name in ("number", "year", "type", "issuer")} == {
            name: row[name] for name in ("number", "year", "type", "issuer")
        }
        assert str(found) == row["symbol"]


def test_a_symbol_with_an_issuer_in_two_parts_has_no_type(vocabulary):
    """445/VPCP-QHĐP: what stands before the dash is no type of document, so all of it is the issuer's."""
    found = read_symbol("445/VPCP-QHĐP", vocabulary)
    assert (found.number, found.type, found.issuer) == ("445", "", "VPCP-QHĐP")


def test_what_a_type_can_stand_for_is_told_not_guessed(vocabulary):
    """204-QĐ/TW is a decision, 384-QĐ/TW a regulation: the symbol alone says neither."""
    assert read_symbol("204-QĐ/TW", vocabulary).meanings == ("quyết định", "quy định")
    assert read_symbol("60-NQ/TW", vocabulary).meanings == ("nghị quyết",)


def test_zeros_before_a_number_are_kept_and_do_not_count(vocabulary):
    """05/BC-UBND and 5/BC-UBND have one number, and each is written as it was."""
    filled, plain = (read_symbol(text, vocabulary) for text in ("05/BC-UBND", "5/BC-UBND"))
    assert (filled.ordinal, str(filled)) == (5, "05/BC-UBND") and (plain.ordinal, str(plain)) == (
        5,
        "5/BC-UBND",
    )


def test_marks_that_were_typed_apart_are_composed(vocabulary):
    """A text in decomposed form is the same symbol."""
    apart = unicodedata.normalize("NFD", "1270/BC-TCTTTgế")
    assert read_symbol(f" {apart} ", vocabulary).issuer == "TCTTTgế"


@pytest.mark.parametrize("letter", ["Ð", "Ɖ"], ids=["eth", "African D"])
def test_a_letter_that_only_looks_like_d_with_stroke_is_named(vocabulary, letter):
    """Ð (U+00D0) is another letter than Đ (U+0110): what was typed is refused, with both."""
    with pytest.raises(Invalid) as refused:
        read_symbol(f"399-Q{letter}/TW", vocabulary)
    assert f"U+{ord(letter):04X}" in refused.value.detail and "Đ (U+0110)" in refused.value.detail


@pytest.mark.parametrize(
    "text", ["", "12", "NQ/TW", "12-XX/TW", "12-NQ", "12/20255/QH15", "12-NQ/TW/3", "1.2/NQ-CP"]
)
def test_what_is_no_symbol_is_refused_with_the_forms(vocabulary, text):
    """The detail lists how a symbol is written."""
    with pytest.raises(Invalid) as refused:
        read_symbol(text, vocabulary)
    assert "{number}-{type}/{issuer}" in refused.value.detail


def test_another_pack_has_other_forms():
    """Nothing of it stands in the code: "KGL/12" is read where a pack says so; a pack may say nothing."""
    other = Vocabulary(("{issuer}/{number}",), {}, {})
    assert read_symbol("KGL/12", other) == Symbol("{issuer}/{number}", "12", "", "", "KGL")
    with pytest.raises(NotFound, match="does not say"):
        vocabulary_of((), date(2026, 1, 1))
