"""A number is read only where it can be just one number."""

from decimal import Decimal

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.figures.numerals import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("13,45", "13.45"),
        ("13.45", "13.45"),
        ("-9,28", "-9.28"),
        ("+1.5", "1.5"),
        ("007", "7"),
        ("0.234", "0.234"),
        ("0,234", "0.234"),
        ("1234.567", "1234.567"),
        ("1234,567", "1234.567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("12,34", "12.34"),
        ("1.234.567", "1234567"),
        ("-1,234,567.25", "-1234567.25"),
        ("1,234.567", "1234.567"),
        ("7.0", "7.0"),
        ("7.50", "7.50"),
        ("12345", "12345"),
        ("1,2345", "1.2345"),
    ],
)
def test_a_clear_number_is_read_as_written(text, value):
    """Comma and dot are both understood, and the written decimals are kept."""
    assert str(parse_number(text)) == value


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12.345", "+999,000", "100.000"])
def test_one_separator_before_three_digits_could_be_two_numbers(text):
    """The refusal names both readings, and each way out that it names is itself clear."""
    with pytest.raises(Invalid) as refusal:
        parse_number(text)
    assert refusal.value.findings[0].code == "ambiguous_number"
    whole, point = refusal.value.title.split(" could be ")[1].split(" or ")
    assert parse_number(whole) == Decimal(whole)
    assert parse_number(point + "0") == Decimal(point)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12%", "percent_sign"),
        ("12 %", "percent_sign"),
        ("12 ", "space_in_number"),
        (" 12", "space_in_number"),
        ("1 234", "space_in_number"),
        ("1\u00a0234", "space_in_number"),
        ("31/12/2023", "date_for_number"),
        ("2023-12-31", "date_for_number"),
        ("1.12.2023", "date_for_number"),
        ("12/2023", "date_for_number"),
        ("abc", "not_a_number"),
        ("", "not_a_number"),
        ("1e5", "not_a_number"),
        (".5", "not_a_number"),
        ("5.", "not_a_number"),
        ("1.23.4", "not_a_number"),
        ("1,23,456", "not_a_number"),
        ("--1", "not_a_number"),
        ("−1", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("١٢", "not_a_number"),
        ("0.12345678901", "too_exact"),
        ("1" * 29, "too_large"),
    ],
)
def test_anything_else_is_refused_by_its_own_name(text, code):
    """Every refusal says what is in the way."""
    with pytest.raises(Invalid) as refusal:
        parse_number(text)
    assert refusal.value.findings[0].code == code
    assert refusal.value.detail
