"""Working days of Viet Nam: dated cases over holidays, days off in lieu and Saturdays worked in exchange."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.registry.calendars import Calendar
from giaoban.files.packs import read_pack


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    """Return the working calendar of the pack."""
    return read_pack(Path(__file__).parents[2] / "packs" / "vn").calendar


#: from (exclusive) · to (inclusive) · working days · why
CASES = (
    ("2024-01-17", "2024-01-24", 5, "a plain week: a notice within five working days of a Wednesday"),
    ("2024-01-12", "2024-01-17", 3, "an invitation three working days ahead, over a weekend"),
    ("2024-02-07", "2024-02-15", 1, "the New Year of 2024: the 8th to the 14th of February are off"),
    ("2025-01-24", "2025-02-03", 1, "the New Year of 2025 with both weekends around it"),
    ("2025-04-25", "2025-05-05", 4, "Saturday 26 April is worked for Friday 2 May"),
    ("2025-04-25", "2025-04-26", 1, "that Saturday alone"),
    ("2025-05-01", "2025-05-04", 0, "from 2 May, off in exchange, to Sunday nothing is worked"),
    ("2025-08-29", "2025-09-03", 1, "the National Day of 2025: Monday the 1st and Tuesday the 2nd"),
    ("2025-12-31", "2026-01-05", 1, "2 January 2026 is off in exchange, so Monday the 5th is the first"),
    ("2026-01-09", "2026-01-12", 2, "Saturday 10 January 2026 is worked for 2 January"),
    ("2026-02-13", "2026-02-23", 1, "the New Year of 2026: the 16th to the 20th of February"),
    (
        "2026-04-24",
        "2026-04-28",
        1,
        "the Kings' Day falls on Sunday 26 April: Monday the 27th is off in lieu",
    ),
    ("2026-04-29", "2026-05-04", 1, "30 April and 1 May, then a weekend"),
    ("2026-08-21", "2026-08-24", 2, "Saturday 22 August is worked for Monday 31 August"),
    ("2026-08-28", "2026-09-03", 1, "31 August in exchange, then 1 and 2 September"),
    ("2026-11-23", "2026-11-26", 2, "24 November is a public holiday for the first time"),
    ("2026-07-06", "2026-07-10", 4, "a notice of 10 July on a meeting of 6 July: the fourth working day"),
)


@pytest.mark.parametrize(("after", "until", "days", "why"), CASES, ids=[case[3] for case in CASES])
def test_so_many_working_days_lie_between(calendar, after, until, days, why):
    """Counted without the first day and with the last; counted one by one, they are as many."""
    first, last = date.fromisoformat(after), date.fromisoformat(until)
    assert calendar.days_left(first, last) == days
    between = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    assert sum(map(calendar.is_working, between)) == days


@pytest.mark.parametrize(
    ("set_for", "due"),
    [
        ("2024-02-10", "2024-02-15"),
        ("2025-05-02", "2025-05-05"),
        ("2026-01-02", "2026-01-05"),
        ("2026-04-26", "2026-04-28"),
        ("2026-08-22", "2026-08-22"),
        ("2026-11-24", "2026-11-25"),
    ],
)
def test_a_deadline_on_a_day_off_is_due_on_the_next_working_day(calendar, set_for, due):
    """A Saturday that is worked keeps what is due on it."""
    assert due_on(date.fromisoformat(set_for), calendar) == date.fromisoformat(due)
