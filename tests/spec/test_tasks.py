"""Tasks: where each stands on a day, what of those due is done and done on time, who has fallen silent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.tasks import (
    STANDINGS,
    Rate,
    Window,
    is_silent,
    rates,
    silence,
    status,
)
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
#: A Wednesday.
DUE = date(2024, 1, 31)
DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("due_on", "done_on", "on", "expected"),
    [
        (DUE, None, date(2024, 1, 30), "open_in_time"),
        (DUE, None, date(2024, 1, 31), "open_in_time"),
        (DUE, None, date(2024, 2, 1), "open_overdue"),
        (DUE, date(2024, 1, 31), date(2024, 2, 20), "done_on_time"),
        (DUE, date(2024, 2, 1), date(2024, 2, 20), "done_late"),
        (None, None, date(2024, 2, 20), "no_deadline"),
        (None, date(2024, 1, 5), date(2024, 2, 20), "no_deadline"),
    ],
)
def test_where_a_task_stands_on_a_day(due_on, done_on, on, expected):
    """Five standings: on the day itself it is in time, and what has no deadline is counted apart."""
    assert status(due_on, done_on, on) == expected


def test_the_published_counts_of_2017():
    """14,068 and 1,983 done, 5,640 and 223 open: 16,051 of the 16,274 due are done, but 86.4 % on time.

    Source: BC 1270/BC-TCTTTg, 27/12/2017. Its headline of 98.62 % is met to a hundredth of a point; late
    ones vanish in it, so the second rate stands beside the first.
    """
    found = rates({"done_on_time": 14_068, "done_late": 1_983, "open_in_time": 5_640, "open_overdue": 223})
    assert (found.total, found.done, found.on_time) == (21_914, Rate(16_051, 16_274), Rate(14_068, 16_274))
    assert (found.done.percent(2), found.on_time.percent()) == (Decimal("98.63"), Decimal("86.4"))
    assert found.total - found.done.numerator == 5_863


def test_the_second_published_pair():
    """2,501 done of 2,723 due are 91.8 %; numerator and denominator are both shown."""
    found = rates({"done_on_time": 2_501, "open_overdue": 222, "open_in_time": 40, "no_deadline": 7})
    assert found.done == Rate(2_501, 2_723) and found.done.percent() == Decimal("91.8")


def test_where_nothing_is_due_there_is_no_rate():
    """Neither what is open and in time nor what has no deadline makes one."""
    found = rates({"open_in_time": 3, "no_deadline": 4})
    assert found.done == Rate(0, 0) and found.done.percent() is None and found.total == 7


@given(st.dictionaries(st.sampled_from(STANDINGS), st.integers(0, 10_000)))
def test_no_count_is_lost_and_no_rate_beyond_the_whole(counts):
    """Whatever the counts: they add up to the total, and what is on time is part of what is done."""
    found = rates(counts)
    assert found.total == sum(counts.values())
    assert found.on_time.numerator <= found.done.numerator <= found.done.denominator
    assert found.on_time.denominator == found.done.denominator <= found.total


@pytest.mark.parametrize(
    ("heard_on", "on", "expected"),
    [
        # Due on Wednesday 31 January: ten working days before it is Wednesday the 17th.
        (date(2024, 1, 2), date(2024, 1, 16), False),
        (date(2024, 1, 2), date(2024, 1, 17), True),
        (date(2024, 1, 10), date(2024, 1, 23), False),
        (date(2024, 1, 10), date(2024, 1, 24), True),
        (date(2024, 1, 2), date(2024, 1, 31), True),
        (date(2024, 1, 2), date(2024, 2, 1), False),
    ],
)
def test_an_owner_who_says_nothing_while_the_deadline_nears_is_silent(heard_on, on, expected):
    """Ten working days without a word, within ten of the deadline; after it the task is overdue instead."""
    assert is_silent(heard_on, DUE, on, silence(on, WEEK, 10, 10)) is expected


def test_what_has_no_deadline_is_never_silent():
    """Nothing nears."""
    assert not is_silent(date(2020, 1, 1), None, DUE, silence(DUE, WEEK, 10, 10))


@given(DAYS, DAYS, DAYS, st.integers(1, 20), st.integers(0, 20), st.sets(DAYS, max_size=20))
def test_the_window_of_silence_is_what_counting_working_days_says(heard, due, on, quiet, near, off):
    """Over any calendar: two days bound it, so that a database can be asked by them."""
    calendar = WEEK.with_days(dict.fromkeys(off, "off"))
    window = silence(on, calendar, quiet, near)
    counted = (
        on <= due
        and calendar.days_left(on, due) <= near
        and heard <= on
        and calendar.days_left(heard, on) >= quiet
    )
    assert is_silent(heard, due, on, window) == counted
    assert isinstance(window, Window) and window.since < on <= window.until + timedelta(days=1)
