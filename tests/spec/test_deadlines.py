"""Deadlines and the working calendar."""

from datetime import date

from giaoban.core.conduct.deadlines import Moved, Term, due_on, follow_all
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
HOLIDAY = date(2024, 1, 24)
REPORT = Term("report", HOLIDAY)


def with_day(day: date, kind: str) -> Calendar:
    """Return the plain week with one day that differs."""
    return Calendar(WEEK.weekend, {day: kind})


def test_a_deadline_on_a_day_off_moves_to_the_next_working_day():
    """Saturday 20 January 2024: due on Monday the 22nd. A Saturday that is worked keeps its deadline."""
    saturday = date(2024, 1, 20)
    assert due_on(saturday, WEEK) == date(2024, 1, 22)
    assert due_on(saturday, with_day(saturday, "working")) == saturday


def test_a_holiday_added_later_moves_open_deadlines_and_logs_both_dates():
    """A holiday decreed on Wednesday 24 January moves what is due that day, and says from when to when."""
    moved = follow_all([REPORT], WEEK, with_day(HOLIDAY, "off"), today=date(2024, 1, 10))
    assert moved == (Moved("report", date(2024, 1, 24), date(2024, 1, 25)),)


def test_a_holiday_added_later_leaves_past_deadlines_as_they_were():
    """The same holiday, decreed after the deadline: what was late stays late."""
    assert follow_all([REPORT], WEEK, with_day(HOLIDAY, "off"), today=date(2024, 1, 25)) == ()


def test_a_day_that_changes_nothing_moves_nothing():
    """A holiday on another day leaves the deadline, and there is nothing to log."""
    other = with_day(date(2024, 1, 23), "off")
    assert follow_all([REPORT], WEEK, other, today=date(2024, 1, 10)) == ()
