"""Letters over any course of a round: never two mails a day to a person, never a step twice, nothing lost."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.conduct.letters import Case, News, Recipient, Waiting, due_letters
from giaoban.core.conduct.reminders import Rules, Step, attempt, day_key, failure, sent_of
from giaoban.core.conduct.workflow import STATUSES
from giaoban.core.registry.calendars import Calendar

WEEK, DEADLINE, BEGIN = Calendar(weekend=(6, 7)), date(2024, 1, 31), datetime(2024, 1, 15, tzinfo=UTC)
RULES = Rules(
    (Step("a", 5, ("turn",)), Step("b", 0, ("turn", "leader")), Step("c", -3, ("turn", "analyst"))), 7
)
PEOPLE = [Recipient(role, role, unit) for role, unit in
          (("officer", "north"), ("leader", "north"), ("analyst", ""), ("approver", ""))]  # fmt: skip
#: An hour of the three weeks, the status by then, whether somebody says something, and what the server does.
MOMENTS = st.tuples(
    st.integers(0, 21 * 24),
    st.sampled_from(STATUSES),
    st.booleans(),
    st.sampled_from(("takes", "refuses", "dies")),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(MOMENTS, max_size=30))
def test_any_course_of_a_round_gives_one_mail_a_day_and_no_step_twice(course):
    """Whatever the status, the hour and the mail server's answers."""
    marks: dict[str, list[tuple[str, datetime]]] = {}
    taken, news = [], []
    for hours, status, is_said, outcome in sorted(course):
        now = BEGIN + timedelta(hours=hours)
        news += [News("north", "comments", frozenset({"officer", "analyst"}), now, "x")] if is_said else []
        sent = {person: sent_of(rows) for person, rows in marks.items()}
        case = Case((Waiting("north", status),), tuple(news), PEOPLE, sent, BEGIN)
        for letter in due_letters(now, DEADLINE, WEEK, RULES, case):
            rows = marks.setdefault(letter.person, [])
            own = [attempt(key, dict(rows)) for key in (day_key(now), letter.step) if key]
            assert all(own) and letter.matters
            rows += [(mark, now) for mark in own]
            rows += [(failure(mark), now) for mark in own] if outcome == "refuses" else []
            taken += [(letter.person, now.date(), letter.step)] if outcome != "refuses" else []
    assert max(Counter((person, day) for person, day, _ in taken).values(), default=1) == 1
    assert max(Counter((person, step) for person, _, step in taken if step).values(), default=1) == 1
    assert all(WEEK.is_working(day) for _, day, _ in taken)
