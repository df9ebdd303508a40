"""Cells that an officer filled in: read as a careful person would, or named; never quietly something else."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.figures.answers import read_choice, read_text, read_value, written
from giaoban.core.figures.cells import ErrorCell
from giaoban.core.figures.entries import Entry, check_entry, value_of
from giaoban.core.figures.numerals import parse_number
from giaoban.core.figures.workbooks import Cell
from tests.factories.workbooks import LINES, VOCABULARY

GROWTH, REVENUE, _, PEOPLE, _, _, IN_WORDS = LINES


def answered(line, value, **more):
    """Return the text that a cell gives and every code found on it, its check as an entry included."""
    answer = read_value(line, Cell(value, **more), VOCABULARY)
    own = [finding.code for finding in answer.findings]
    entry = Entry(line.line_id, answer.text)
    checked = [] if answer.is_faulty else [finding.code for finding in check_entry(line, entry)]
    return answer.text, own + checked


@pytest.mark.parametrize(
    ("line", "value", "text"),
    [
        (GROWTH, Decimal("13.45"), "13,45"),
        (GROWTH, "13,45", "13,45"),
        (GROWTH, "13.45", "13,45"),
        (GROWTH, "13,45%", "13,45"),
        (GROWTH, " 13,45 % ", "13,45"),
        (GROWTH, "\u22122,5", "-2,5"),
        (GROWTH, "–2,5", "-2,5"),
        (GROWTH, "- 2,5", "-2,5"),
        (REVENUE, "1.234.567,8", "1234567,8"),
        (REVENUE, "1,234,567.8", "1234567,8"),
        (REVENUE, "1\u00a0234\u00a0567,8", "1234567,8"),
        (REVENUE, "15\u202f230", "15230"),
        (REVENUE, "15.230,5 tỷ đồng", "15230,5"),
        (REVENUE, "\u200b15230,5", "15230,5"),
        (REVENUE, Decimal("1E+5"), "100000"),
        (PEOPLE, "1.234.567 người", "1234567"),
        (IN_WORDS, "Giữ vững", "Giữ vững"),
        (IN_WORDS, Decimal("12.5"), "12.5"),
    ],
)
def test_what_can_only_be_one_number_is_read(line, value, text):
    """Comma or point, spaces of any width, the line's own unit behind it, any kind of minus."""
    assert answered(line, value) == (text, [])


@pytest.mark.parametrize(
    ("line", "value", "code"),
    [
        (REVENUE, "1.915", "ambiguous_number"),
        (REVENUE, "7,787 tỷ đồng", "ambiguous_number"),
        (REVENUE, Decimal("7.787"), "three_decimals"),
        (REVENUE, "12 triệu đồng", "space_in_number"),
        (REVENUE, "khoảng 12", "space_in_number"),
        (REVENUE, "(12)", "not_a_number"),
        (REVENUE, "１２", "not_a_number"),
        (REVENUE, "-", "not_a_number"),
        (REVENUE, "12%", "percent_sign"),
        (REVENUE, "1/5/2024", "date_for_number"),
        (REVENUE, date(2024, 5, 1), "date_in_cell"),
        (REVENUE, datetime(2024, 5, 1, 12, 30), "date_in_cell"),  # noqa: DTZ001 as a spreadsheet gives it
        (REVENUE, time(12, 30), "time_in_cell"),
        (REVENUE, timedelta(days=1.5), "time_in_cell"),
        (REVENUE, True, "truth_in_cell"),
        (REVENUE, ErrorCell("#DIV/0!"), "error_in_cell"),
        (REVENUE, Decimal("Infinity"), "not_a_number"),
        (REVENUE, Decimal("1E+40"), "too_large"),
        (REVENUE, Decimal("1E-15"), "too_exact"),
        (REVENUE, "-3", "below_limit"),
        (GROWTH, Decimal("1345"), "above_limit"),
        (IN_WORDS, date(2024, 5, 1), "date_in_text"),
        (IN_WORDS, ErrorCell("#N/A"), "error_in_cell"),
    ],
)
def test_what_is_no_clear_number_is_named(line, value, code):
    """Two readings, another unit, dates, errors, sizes, limits: each by its code, and nothing besides."""
    assert answered(line, value)[1] == [code]


@pytest.mark.parametrize(
    ("line", "value", "number_format", "text", "found"),
    [
        (GROWTH, "0.1345", "0.00%", "13,45", []),
        (GROWTH, "13.45", '0.00"%"', "13,45", []),
        (REVENUE, "0.1345", "0.00%", "13,45", ["percent_format"]),
        (REVENUE, "13.4", '0.0"%"', "13,4", ["percent_format"]),
        (REVENUE, "15230500", "#,##0,", "15230500", ["scaled_number"]),
        (REVENUE, "15230500", '0.0,,"M"', "15230500", ["scaled_number", "words_in_format"]),
        (REVENUE, "15230.5", '#,##0.0" tỷ đồng"', "15230,5", []),
        (REVENUE, "15230.5", '#,##0.0" triệu đồng"', "15230,5", ["words_in_format"]),
        (REVENUE, "15230.5", ";;;", "15230,5", ["hidden_value"]),
        (REVENUE, "15230.5", "[$-42A]#,##0.00;[Red]-#,##0.00", "15230,5", []),
        (REVENUE, "15230.5", "_-* #,##0.00_-", "15230,5", []),
        (REVENUE, "15230.5", "General", "15230,5", []),
    ],
)
def test_a_number_is_read_as_it_is_shown(line, value, number_format, text, found):
    """Percentages follow their format; a format that hides, scales or adds words is named."""
    assert answered(line, Decimal(value), number_format=number_format) == (text, found)


@pytest.mark.parametrize(
    ("value", "formula", "text", "code"),
    [
        (Decimal("3"), "=SUM(A1:A2)", "3", "formula"),
        (Decimal("7.787"), "=A1/B1", "7,7870", "formula"),
        (None, "=SUM(A1:A2)", "", "formula_without_value"),
        (Decimal("3"), "=[1]Sheet1!A1", "3", "outside_formula"),
        (Decimal("3"), "='C:\\x\\[b.xlsx]S'!A1", "3", "outside_formula"),
        (Decimal("3"), "=cmd|'/c calc'!A0", "3", "outside_formula"),
        (Decimal("3"), '=WEBSERVICE("http://example.org")', "3", "outside_formula"),
        (Decimal("3"), '=IF(A1="a|b[1]",3,4)', "3", "formula"),
        (Decimal("3"), "=SUM(Table1[Value])", "3", "formula"),
    ],
)
def test_formulas_give_their_last_value_and_are_named(value, formula, text, code):
    """The cached value is taken; none, or one from outside, is an error."""
    told, found = answered(REVENUE, value, formula=formula)
    assert (told, found[0]) == (text, code)


def test_words_are_composed_and_old_fonts_offered():
    """NFD, line ends, no-break spaces; TCVN3 by pattern and by font."""
    assert read_text(Cell("Co\u0302ng\u00a0ta\u0301c\r\nxong ")).text == "Công tác\nxong"
    old = read_text(Cell("Do thu hót ®Çu t\xad gi¶m"))
    assert (old.text, old.conversion.after) == ("Do thu hót ®Çu t\xad gi¶m", "Do thu hút đầu tư giảm")
    assert read_text(Cell("Bé", font=".VnTime")).findings[0].code == "font_in_doubt"
    assert read_text(Cell("=1+1")).text == "=1+1"


@pytest.mark.parametrize(
    ("typed", "verdict"), [("Đạt", "met"), ("KHÔNG ĐẠT", "not_met"), (" vuot ", "exceeded"), ("§¹t", "met")]
)
def test_choices_are_known_however_they_are_typed(typed, verdict):
    """By letters alone: case, marks, spaces and old fonts aside; the words of any language."""
    assert read_choice(Cell(typed), VOCABULARY.verdicts).text == verdict


def test_another_choice_is_named():
    """And an empty one is none."""
    assert read_choice(None, VOCABULARY.verdicts).text == ""
    assert [one.code for one in read_choice(Cell("tạm được"), VOCABULARY.verdicts).findings] == [
        "unknown_choice"
    ]
    assert [one.code for one in read_choice(Cell(True), VOCABULARY.verdicts).findings] == ["truth_in_cell"]


@given(
    value=st.decimals(-(10**15), 10**15, places=6, allow_nan=False, allow_infinity=False),
    mark=st.sampled_from([".", ","]),
)
def test_a_written_number_means_itself(value, mark):
    """Whatever number and mark: the text that is kept is read as the same number, never as another."""
    assert parse_number(written(value, mark)) == value


@given(
    text=st.text(max_size=40), line=st.sampled_from(LINES), font=st.sampled_from(["", ".VnTime", "VNI-Times"])
)
def test_any_text_gives_a_value_or_a_finding(text, line, font):
    """No text is a value that its digits do not say, and none ends in an exception."""
    answer = read_value(line, Cell(text, font=font), VOCABULARY)
    entry = Entry(line.line_id, answer.text)
    found = [*answer.findings, *check_entry(line, entry)]
    if line.decimals is not None and answer.text:
        assert value_of(line, entry) is not None or any(one.severity == "error" for one in found)
