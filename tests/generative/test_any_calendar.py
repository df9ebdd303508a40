"""Deadlines and stages under any calendar: never on a day off, never out of order, and past ones stay."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.deadlines import due_on, moved
from giaoban.core.conduct.phases import STAGES
from giaoban.core.conduct.schedules import stage_dates
from giaoban.core.registry.calendars import Calendar

START = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda number: START + timedelta(days=number))
WEEKENDS = st.sets(st.integers(1, 7), max_size=6).map(lambda days: tuple(sorted(days)))
CALENDARS = st.builds(
    Calendar, WEEKENDS, st.dictionaries(DAYS, st.sampled_from(("off", "working")), max_size=30)
)
SCHEDULES = st.lists(DAYS, min_size=len(STAGES), max_size=len(STAGES), unique=True).map(
    lambda days: list(zip(STAGES, sorted(days), strict=True))
)


def with_day(calendar: Calendar, day: date, kind: str) -> Calendar:
    """Return the calendar with one day changed."""
    return Calendar(calendar.weekend, {**calendar.exceptions, day: kind})


@given(DAYS, CALENDARS)
def test_a_deadline_is_never_on_a_day_off_nor_before_its_day(day, calendar):
    """And nothing between the two days was worked."""
    due = due_on(day, calendar)
    assert due >= day and calendar.is_working(due)
    assert not any(calendar.is_working(day + timedelta(days=n)) for n in range((due - day).days))


@given(SCHEDULES, DAYS, CALENDARS)
def test_stages_keep_their_order_and_begin_on_working_days(schedule, nominal, calendar):
    """What was set after the deadline stays after it; the conference alone may lie on a day off."""
    planned = stage_dates(schedule, nominal, calendar)
    due = due_on(nominal, calendar)
    assert [one.stage for one in planned] == list(STAGES)
    assert [one.on for one in planned] == sorted(one.on for one in planned)
    for one in planned:
        assert one.on >= one.nominal_on
        assert one.on > due or one.nominal_on <= nominal
        is_kept = one.stage == "conference" and one.on == one.nominal_on
        assert is_kept or calendar.is_working(one.on)


@given(st.dictionaries(st.text(max_size=3), DAYS, max_size=8), CALENDARS, DAYS, DAYS, st.data())
def test_a_day_that_is_yet_to_come_moves_open_deadlines_alone(nominal, calendar, today, day, data):
    """Whatever day from today on becomes off or worked, a deadline that is past keeps its date."""
    changed = with_day(calendar, max(day, today), data.draw(st.sampled_from(("off", "working"))))
    was, now = ({name: due_on(on, one) for name, on in nominal.items()} for one in (calendar, changed))
    told = {one.name: (one.was_on, one.is_on) for one in moved(was, now, today)}
    assert told == {name: (was[name], now[name]) for name in nominal if was[name] != now[name]}
    assert all(was_on >= today and is_on >= today for was_on, is_on in told.values())


@given(DAYS, DAYS, CALENDARS)
def test_days_left_go_down_by_one_each_working_day(today, due, calendar):
    """Nothing is lost over days off, before the deadline and after it."""
    tomorrow = today + timedelta(days=1)
    step = calendar.days_left(today, due) - calendar.days_left(tomorrow, due)
    assert step == (1 if calendar.is_working(tomorrow) else 0)
