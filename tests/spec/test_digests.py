"""Digests: one mail a day to a person with all that waits; steps around each deadline, each told once."""

from datetime import date

import pytest

from giaoban.core.conduct.digests import ACTING, Call, Holder, Matter, calls, due_digests, unattended
from giaoban.core.conduct.escalation import Rules
from giaoban.core.conduct.reminders import Rules as Steps
from giaoban.core.conduct.reminders import Step
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
#: A Wednesday; the thing came on the 2nd.
DUE, CAME = date(2024, 1, 31), date(2024, 1, 2)
RULES = Rules(
    Steps(
        (
            Step("five_before", 5, ("lead",)),
            Step("due_today", 0, ("lead", "leader")),
            Step("two_after", -2, ("leader", "analyst")),
            Step("five_after", -5, ("approver",)),
        ),
        7,
    ),
    silent_days=10,
    days_before=10,
)
NORTH = frozenset({"north", "unit/north"})
PEOPLE = (
    Holder("officer", "officer", NORTH),
    Holder("leader", "leader", NORTH),
    Holder("respondent", "respondent", frozenset({"finance"})),
    Holder("analyst", "analyst", frozenset({"centre"})),
    Holder("approver", "approver", frozenset({"centre"})),
)


def task(on: date, key: str = "task/1", body: str = "north", due_on: date | None = DUE, **more) -> Matter:
    """Return an open task of a body as it waits on a day."""
    left = WEEK.days_left(on, due_on) if due_on else None
    told = calls(CAME, due_on, on, WEEK, RULES, is_silent=more.pop("is_silent", False))
    return Matter(key, "task", "submit the plan", told, body=body, due_on=due_on, days_left=left, **more)


def told(on: date, *matters: Matter, sent=None) -> dict[str, list[str]]:
    """Return who has a mail on a day, and the steps that it takes."""
    found = due_digests(on, matters, PEOPLE, sent or {})
    return {
        one.person: sorted(step.mark.partition("#")[0] for step in one.taken if step.key) for one in found
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 10), {"officer": ["new"], "leader": ["new"]}),
        (date(2024, 1, 24), {"officer": ["five_before", "new"], "leader": ["new"]}),
        (DUE, {"officer": ["due_today", "new"], "leader": ["due_today", "new"]}),
        (date(2024, 2, 2), {"officer": ["new"], "leader": ["new", "two_after"], "analyst": ["two_after"]}),
        (date(2024, 2, 7), {"officer": ["new"], "leader": ["new"], "approver": ["five_after"]}),
    ],
)
def test_a_step_goes_to_those_whom_the_rules_name(day, expected):
    """What is new to everybody of the body; then who works on it, its leader, and the tracking office."""
    assert told(day, task(day)) == expected


def test_a_body_without_workers_has_its_leader_reminded():
    """A step to whoever works on it goes to whom there is; a ministry's people are both."""
    day = date(2024, 1, 24)
    leader = Holder("leader", "leader", NORTH)
    (one,) = due_digests(day, [task(day)], [leader], {})
    assert "five_before#1" in [step.mark for step in one.taken]
    assert told(DUE, task(DUE, body="finance")) == {"respondent": ["due_today", "new"]}


def test_a_step_is_told_once_and_a_person_once_a_day():
    """Not the same step the next day, nor another one on the same; a new deadline has its steps anew."""
    day = date(2024, 1, 24)
    known = {("officer", "task/1", CAME): {"new#1"}, ("officer", "task/1", DUE): {"five_before#1"}}
    sent = {key: frozenset(marks) for key, marks in known.items()}
    assert "officer" not in told(day, task(day), sent=sent)
    assert told(DUE, task(DUE), sent=sent)["officer"] == ["due_today"]
    today = {**sent, ("officer", "", DUE): frozenset({"day#1"})}
    assert "officer" not in told(DUE, task(DUE), sent=today)
    extended = date(2024, 2, 7)
    assert told(DUE, task(DUE, due_on=extended), sent=sent)["officer"] == ["five_before"]


def test_a_mail_that_was_refused_is_tried_again():
    """A few times; one whose end nobody knows is not."""
    day = date(2024, 1, 10)
    refused = {("officer", "task/1", CAME): frozenset({"new#1", "new#1!"})}
    assert told(day, task(day), sent=refused)["officer"] == ["new"]
    unknown = {("officer", "task/1", CAME): frozenset({"new#1"})}
    assert "officer" not in told(day, task(day), sent=unknown)


def test_one_step_brings_all_that_waits_overdue_first():
    """What others owe stands apart; a thing without a deadline is last."""
    late, soon = task(DUE, "task/9", due_on=date(2024, 1, 10)), task(DUE)
    free = task(DUE, "task/2", due_on=None)
    other = task(DUE, "task/3", body="south", due_on=date(2024, 1, 20))
    mails = {one.person: one for one in due_digests(DUE, [soon, free, late, other], PEOPLE, {})}
    assert [one.key for one in mails["officer"].own] == ["task/9", "task/1", "task/2"]
    assert mails["officer"].own[0].is_overdue and not mails["officer"].others
    assert [one.key for one in mails["approver"].others] == ["task/9", "task/3"]


def test_what_is_silent_is_told_to_whoever_works_on_it_and_to_the_tracking_office():
    """Once for each deadline."""
    day = date(2024, 1, 18)
    assert told(day, task(day, is_silent=True)) == {
        "officer": ["new", "silent"], "leader": ["new"], "analyst": ["silent"],
    }  # fmt: skip


def test_what_waits_for_the_office_is_told_to_it_but_not_to_who_reported_it():
    """A task that is reported as done is closed by a second person."""
    waits = Matter(
        "task/1", "to_close", "x", (Call("new", CAME, ("own",)),),
        roles=frozenset({"analyst", "approver"}), not_for="analyst",
    )  # fmt: skip
    assert told(CAME, waits) == {"approver": ["new"]}


def test_a_body_in_which_nobody_can_be_told_is_named():
    """So that it is told in another way."""
    assert unattended([task(DUE), task(DUE, body="works")], PEOPLE) == ("works",)
    assert {"leader", "respondent"} <= ACTING
