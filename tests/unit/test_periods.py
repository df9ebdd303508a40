"""Periods: every form that a file may use is read, and nothing else is."""

from datetime import date

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.registry.periods import parse_period


@pytest.mark.parametrize(
    ("text", "start_on", "end_on"),
    [
        ("2023", date(2023, 1, 1), date(2024, 1, 1)),
        ("2023-S2", date(2023, 7, 1), date(2024, 1, 1)),
        ("2023-Q4", date(2023, 10, 1), date(2024, 1, 1)),
        ("2023-01", date(2023, 1, 1), date(2023, 2, 1)),
        ("2023-12", date(2023, 12, 1), date(2024, 1, 1)),
        ("2023-01-01/P9M", date(2023, 1, 1), date(2023, 10, 1)),
        ("2021-01-01/P5Y", date(2021, 1, 1), date(2026, 1, 1)),
    ],
)
def test_every_form_is_read(text, start_on, end_on):
    """A period runs from its first day to the day after its last."""
    period = parse_period(text)
    assert (period.start_on, period.end_on) == (start_on, end_on)


@pytest.mark.parametrize(
    "text",
    ["", "0000", "0999", "9999", "2023-S3", "2023-Q0", "2023-13", "2023-01-02/P9M", "2023-01-01/P0M", "٢٠٢٣"],
)
def test_what_is_no_period_is_refused(text):
    """Years beyond the calendar, a range of no months and digits of another script are refused in words."""
    with pytest.raises(Invalid, match="is not a period"):
        parse_period(text)


def test_the_same_period_of_an_earlier_year_keeps_its_form():
    """A year before 2023-01-01/P9M is 2022-01-01/P9M."""
    assert parse_period("2023-01-01/P9M").years_before(1) == parse_period("2022-01-01/P9M")
