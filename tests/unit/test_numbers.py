"""Numbers, units of measure, periods and lists as each language writes them."""

from decimal import Decimal

import pytest

from giaoban.core.writing.numbers import join_words, plural, say_measure, say_number
from giaoban.core.writing.periods import say_day, say_period
from tests.factories.statements import pack

MARKS = {"decimal": ",", "group": ".", "minus": "-"}


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("13.45", 2, "13,45"),
        ("-9.28", 2, "-9,28"),
        ("1234567.5", 1, "1.234.567,5"),
        ("1000", 0, "1.000"),
        ("999", 0, "999"),
        ("0.04", 2, "0,04"),
        ("-0.5", None, "-0,5"),
        ("2.345", 2, "2,35"),
        ("-2.345", 2, "-2,35"),
        ("-0.001", 2, "0,00"),
        ("5", 2, "5"),
        ("10.50", 2, "10,50"),
        ("1E+3", 0, "1.000"),
    ],
)
def test_a_number_takes_the_marks_of_the_language(value, decimals, text):
    """Decimal comma, thousands dot, half up at the published decimals, and no digit that was not given."""
    assert say_number(Decimal(value), MARKS, decimals) == text


@pytest.mark.parametrize(
    ("language", "value", "code", "text"),
    [
        ("vi", "13.45", "PCT", "13,45%"),
        ("vi", "-0.35", "PP", "-0,35 điểm %"),
        ("vi", "405252", "BN_VND", "405.252 tỷ đồng"),
        ("en", "13.45", "PCT", "13.45%"),
        ("en", "1", "PP", "1 percentage point"),
        ("en", "2.5", "PP", "2.5 percentage points"),
        ("en", "405252", "BN_VND", "405,252 billion dong"),
    ],
)
def test_a_unit_of_measure_keeps_points_apart_from_per_cent(language, value, code, text):
    """Per cent stands close, other units after a space; percentage points are never written as per cent."""
    assert say_measure(Decimal(value), code, pack().wording[language], {}) == text


def test_a_unit_of_measure_without_words_takes_its_symbol():
    """A code that the wording does not know is printed with the codelist's symbol, or bare without one."""
    wording = pack().wording["vi"]
    assert say_measure(Decimal(3), "HOUSEHOLDS", wording, {"HOUSEHOLDS": "hộ"}) == "3 hộ"
    assert say_measure(Decimal(3), "HOUSEHOLDS", wording, {}) == "3"


def test_plural_and_lists_follow_the_language():
    """One takes the singular; a list of three has a comma and a last joiner, a list of one has neither."""
    forms = {"one": "target", "other": "targets"}
    assert [plural(forms, number) for number in (0, 1, 2)] == ["targets", "target", "targets"]
    lists = pack().wording["vi"]["lists"]
    joined = [join_words(names, lists) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])]
    assert joined == ["", "A", "A và B", "A, B và C"]


@pytest.mark.parametrize(
    ("language", "period", "text"),
    [
        ("vi", "2023", "năm 2023"),
        ("vi", "2023-S1", "6 tháng đầu năm 2023"),
        ("vi", "2023-Q4", "quý IV năm 2023"),
        ("vi", "2023-01-01/P9M", "9 tháng năm 2023"),
        ("vi", "2023-05", "tháng 5 năm 2023"),
        ("vi", "2023-11-01/P4M", "4 tháng, từ tháng 11/2023 đến tháng 2/2024"),
        ("en", "2023-Q1", "the first quarter of 2023"),
    ],
)
def test_a_period_is_said_in_words(language, period, text):
    """Quarters are Roman in Vietnamese; a period of no usual shape is said by its months."""
    assert say_period(period, pack().wording[language]) == text


def test_a_day_is_written_as_exactly_as_it_is_known():
    """A day, a month and a year each have their form; what is no date stays as it stands."""
    vi, en = pack().wording["vi"], pack().wording["en"]
    assert [say_day(text, vi) for text in ("2024-01-17", "2024-01", "2024")] == [
        "17/01/2024",
        "tháng 01/2024",
        "năm 2024",
    ]
    assert say_day("2024-01-07", en) == "7 January 2024"
    assert say_day("early 2024", en) == "early 2024"
