"""Clocks of petitions under any course of events: the age never falls, and no working day is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.clocks import KINDS, Turn, read_clock
from giaoban.core.errors import Invalid
from giaoban.core.registry.calendars import Calendar

START = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda number: START + timedelta(days=number))
CALENDARS = st.builds(
    Calendar, st.just((6, 7)), st.dictionaries(DAYS, st.sampled_from(("off", "working")), max_size=20)
)


@st.composite
def courses(draw) -> tuple[Turn, ...]:
    """Draw a course: lodged with an office, then handed on, paused, closed and reopened in any order."""
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=8)))
    kinds = ["held", *draw(st.lists(st.sampled_from(KINDS), min_size=len(days) - 1, max_size=len(days) - 1))]
    bodies = draw(st.lists(st.sampled_from("abc"), min_size=len(days), max_size=len(days)))
    return tuple(map(Turn, days, kinds, bodies, ["because"] * len(days)))


@given(courses(), CALENDARS)
def test_the_age_never_falls(turns, calendar):
    """From each day to the next, through every transfer, pause, answer and return."""
    ages = [read_clock(turns, calendar, START + timedelta(days=number)).age for number in range(0, 420, 3)]
    assert ages == sorted(ages)


@given(courses(), CALENDARS, DAYS)
def test_the_times_of_bodies_and_pauses_make_up_the_age(turns, calendar, on):
    """And the age is what has passed since it was lodged, counted day by day, less what it was closed."""
    clock = read_clock(turns, calendar, on)
    assert sum(days for _, days in clock.by_body) + clock.paused == clock.age
    passed = (turns[0].on + timedelta(days=number) for number in range(1, 800))
    worked = [day for day in passed if day <= on and calendar.is_working(day)]
    # A day belongs to whoever had the petition when it began.
    had = [[turn for turn in turns if turn.on < day][-1].kind for day in worked]
    assert clock.age == sum(kind != "closed" for kind in had)


@given(courses(), CALENDARS, DAYS, st.integers(0, 7))
def test_a_transfer_keeps_the_age(turns, calendar, on, place):
    """Handed to whatever body, the petition is as old as it was."""
    place %= len(turns)
    moved = [Turn(t.on, t.kind, "elsewhere", t.reason) if n == place else t for n, t in enumerate(turns)]
    assert read_clock(moved, calendar, on).age == read_clock(turns, calendar, on).age


@given(courses(), CALENDARS, DAYS, DAYS)
def test_a_holiday_that_is_decreed_later_counts_for_nobody(turns, calendar, on, holiday):
    """The age becomes lower by that one day at most, and is the same for the same calendar."""
    later = read_clock(turns, calendar.with_days({holiday: "off"}), on)
    assert 0 <= read_clock(turns, calendar, on).age - later.age <= 1


def test_a_pause_needs_a_reason_and_time_only_goes_on():
    """Both are refused in words, with the days."""
    week = Calendar((6, 7))
    with pytest.raises(Invalid, match="2026-01-05 on has no reason"):
        read_clock([Turn(START, "held", "a"), Turn(date(2026, 1, 5), "paused", "a", " ")], week, START)
    with pytest.raises(Invalid, match="2026-01-01 lies before the one on 2026-01-05"):
        read_clock([Turn(date(2026, 1, 5), "held", "a"), Turn(START, "held", "b")], week, START)
