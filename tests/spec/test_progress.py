"""Progress: how far a unit is, how late, and where the last round stood on the same working day."""

from datetime import UTC, date, datetime

import pytest

from giaoban.core.conduct.progress import First, Progress, days_late, same_moment, standing_at, totals
from giaoban.core.conduct.workflow import STATUSES
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
#: A Wednesday, and the Monday on which the round before was due.
DEADLINE, BEFORE = date(2024, 1, 31), date(2023, 10, 30)


def unit(state: str, late: int | None = None) -> Progress:
    """Return a unit in this state."""
    return Progress("north", state, 3, 5, 0, days_late=late)


def test_lateness_counts_working_days_after_the_deadline():
    """Sent on the day: in time. Sent on Friday: 2 days late; on the Saturday after: still 2."""
    assert days_late(DEADLINE, DEADLINE, WEEK) is None
    assert days_late(DEADLINE, date(2024, 2, 2), WEEK) == days_late(DEADLINE, date(2024, 2, 3), WEEK) == 2


def test_the_day_off_after_the_deadline_is_late_by_less_than_a_working_day():
    """Due on Friday, sent on Saturday: late, and no whole working day."""
    assert days_late(date(2024, 2, 2), date(2024, 2, 3), WEEK) == 0


@pytest.mark.parametrize("state", ["not_begun", *STATUSES])
def test_a_unit_waits_for_one_role_and_owes_until_it_has_sent(state):
    """What nobody has begun waits for the officer; what is approved for nobody."""
    others = {"completed": "leader", "submitted": "analyst", "accepted": "approver", "approved": ""}
    assert unit(state).waits_for == others.get(state, "officer")
    assert unit(state).is_owing == (state not in ("submitted", "accepted", "approved"))
    assert unit(state).is_sent == (state not in ("not_begun", "drafting", "completed"))


def test_totals_come_in_the_order_of_the_way():
    """Only states that any unit is in, from not begun to approved."""
    units = [unit(state) for state in ("approved", "not_begun", "drafting", "not_begun")]
    assert list(totals(units).items()) == [("not_begun", 2), ("drafting", 1), ("approved", 1)]


def test_the_same_working_day_of_the_last_round():
    """5 working days before Wednesday 31 January, at nine: 5 working days before Monday 30 October, at nine.

    After the deadline as many days after it; a day off stands for the end of the working day before it.
    """

    def then(day: date, hour: int = 9) -> datetime:
        return same_moment(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), DEADLINE, WEEK, BEFORE)

    assert then(date(2024, 1, 24)) == datetime(2023, 10, 23, 9, tzinfo=UTC)
    assert then(date(2024, 2, 2)) == datetime(2023, 11, 1, 9, tzinfo=UTC)
    assert then(DEADLINE) == datetime(2023, 10, 30, 9, tzinfo=UTC)
    assert then(date(2024, 1, 27)).date() == date(2023, 10, 25) and then(date(2024, 1, 27)).hour == 23


def test_a_standing_counts_what_had_happened_by_then():
    """Of three units two had begun and one had sent by the 24th."""
    days = [datetime(2024, 1, day, tzinfo=UTC) for day in (22, 23, 25)]
    firsts = {"a": First(days[0], days[1]), "b": First(days[1], days[2]), "c": First(days[2])}
    found = standing_at(datetime(2024, 1, 24, tzinfo=UTC), firsts, ["a", "b", "c", "d"])
    assert (found.begun, found.sent, found.of) == (2, 1, 4)
