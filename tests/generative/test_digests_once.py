"""Digests over any course: never two mails a day to a person, never a step twice, and no step is lost."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.conduct.digests import Holder, Matter, Sent, calls, due_digests
from giaoban.core.conduct.escalation import Rules
from giaoban.core.conduct.reminders import Rules as Steps
from giaoban.core.conduct.reminders import Step, failure
from giaoban.core.registry.calendars import Calendar

WEEK, BEGIN = Calendar(weekend=(6, 7)), date(2024, 1, 1)
RULES = Rules(
    Steps((Step("a", 5, ("lead",)), Step("b", 0, ("lead", "leader")), Step("c", -3, ("analyst",))), 7), 10, 10
)
PEOPLE = (
    Holder("officer", "officer", frozenset({"north"})),
    Holder("leader", "leader", frozenset({"north"})),
    Holder("both", "respondent", frozenset({"north", "south"})),
    Holder("both", "analyst", frozenset({"centre"})),
)
#: When a thing came, when it is due, in whose hands it is, and how long it is open.
THINGS = st.lists(
    st.tuples(
        st.integers(0, 20), st.integers(0, 30), st.sampled_from(("north", "south")), st.integers(0, 30)
    ),
    min_size=1,
    max_size=6,
)
#: How long it goes on, and what the mail server does on each of these days.
DAYS = 45
OUTCOMES = st.lists(st.sampled_from(("takes", "refuses", "dies")), min_size=DAYS, max_size=DAYS)


@settings(max_examples=150, deadline=None)
@given(THINGS, OUTCOMES)
def test_any_course_gives_one_mail_a_day_and_no_step_twice(things, outcomes):
    """Whatever comes and goes, and whatever the mail server answers."""
    taken = _follow_up(things, outcomes)
    assert max(Counter((person, name) for person, _, name in taken).values(), default=1) == 1
    days = Counter((person, on) for person, on, name in taken if name.endswith(" day"))
    assert max(days.values(), default=1) == 1


@settings(max_examples=50, deadline=None)
@given(THINGS)
def test_no_step_is_lost(things):
    """Each is told on the first day on which it is called for; one of a refused mail, on the next."""
    first = {name: on for on, name in sorted(_called(things), reverse=True)}
    told = {(name, on) for _, on, name in _follow_up(things, ["takes"] * DAYS)}
    assert first.items() <= told
    after = {name for _, _, name in _follow_up(things, ["refuses", *["takes"] * (DAYS - 1)])}
    assert {name for on, name in _called(things) if on > BEGIN} <= after


def _called(things: list[tuple[int, int, str, int]]) -> set[tuple[date, str]]:
    """Return every step that a thing is called for, with each day on which it is."""
    return {
        (on, _step(one.key, call.on, call.step))
        for on in (BEGIN + timedelta(days=number) for number in range(DAYS))
        for one in _all_waiting(things, on)
        for call in one.calls
    }


def _follow_up(things: list[tuple[int, int, str, int]], outcomes: list[str]) -> list[tuple[str, date, str]]:
    """Return what was told by a mail that was not refused: to whom, on which day, and which step."""
    marks: dict[tuple[str, str, date], set[str]] = defaultdict(set)
    taken = list[tuple[str, date, str]]()
    for number, outcome in enumerate(outcomes):
        on = BEGIN + timedelta(days=number)
        for mail in due_digests(on, _all_waiting(things, on), PEOPLE, _sent(marks)):
            assert {one.key for one in mail.taken if one.key} <= {
                one.key for one in (*mail.own, *mail.others)
            }
            for step in mail.taken:
                key = (mail.person, step.key, step.on)
                assert step.mark not in marks[key]
                marks[key] |= {step.mark} | ({failure(step.mark)} if outcome == "refuses" else set())
                name = _step(step.key, step.on, step.mark.partition("#")[0])
                taken += [(mail.person, on, name)] if outcome != "refuses" else []
    return taken


def _step(key: str, on: date, step: str) -> str:
    return f"{key} {on} {step}"


def _all_waiting(things: list[tuple[int, int, str, int]], on: date) -> list[Matter]:
    return [one for place, thing in enumerate(things) for one in _waiting(place, thing, on)]


def _waiting(place: int, thing: tuple[int, int, str, int], on: date) -> list[Matter]:
    """Return a thing if it waits on a day."""
    came, due, body, lasts = thing
    since = BEGIN + timedelta(days=came)
    due_on = since + timedelta(days=due)
    if not since <= on <= since + timedelta(days=lasts):
        return []
    left = WEEK.days_left(on, due_on)
    told = calls(since, due_on, on, WEEK, RULES)
    return [Matter(f"task/{place}", "task", "x", told, body=body, due_on=due_on, days_left=left)]


def _sent(marks: dict[tuple[str, str, date], set[str]]) -> Sent:
    return {key: frozenset(own) for key, own in marks.items()}
