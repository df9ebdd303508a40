"""Reminders: steps around the deadline, whoever a report waits for, one mail a person a day at most."""

from datetime import UTC, date, datetime

import pytest

from giaoban.core.conduct.letters import (
    Case,
    News,
    Recipient,
    Waiting,
    asked_letters,
    due_letters,
    unattended,
)
from giaoban.core.conduct.reminders import (
    Rules,
    Sent,
    Step,
    attempt,
    due_step,
    failure,
    roles_of,
    rules_of,
    sent_of,
)
from giaoban.core.conduct.workflow import STATUSES
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
#: A Wednesday.
DEADLINE = date(2024, 1, 31)
STEPS = (
    Step("five_before", 5, ("turn",)),
    Step("two_before", 2, ("turn",)),
    Step("due_today", 0, ("turn",)),
    Step("one_after", -1, ("turn", "leader")),
    Step("five_after", -5, ("analyst",)),
)
RULES = Rules(STEPS, 7)
OFFICER, LEADER = Recipient("officer", "officer", "north"), Recipient("leader", "leader", "north")
ANALYST = Recipient("analyst", "analyst")
EVERYBODY = (OFFICER, LEADER, ANALYST, Recipient("approver", "approver"))


def at(day: int, hour: int = 8, month: int = 1) -> datetime:
    """Return an hour of a day around the deadline."""
    return datetime(2024, month, day, hour, tzinfo=UTC)


def case(
    status: str = "drafting", news: tuple[News, ...] = (), sent: dict[str, Sent] | None = None, **known
) -> Case:
    """Return the case of one unit in this status."""
    return Case((Waiting("north", status, **known),), news, EVERYBODY, sent or {}, at(2))


def told(now: datetime, one: Case) -> dict[str, tuple[str, list[str]]]:
    """Return what goes out at that time: to whom in which step, and the kinds of its matters."""
    letters = due_letters(now, DEADLINE, WEEK, RULES, one)
    return {letter.person: (letter.step, [each.kind for each in letter.matters]) for letter in letters}


def test_a_step_is_due_from_its_day_on_until_the_next_one():
    """Deadline Wednesday the 31st: 5 working days before is Wednesday the 24th, 2 before Monday the 29th.

    A day off counts as the working day before it; one working day after the deadline is 1 February.
    """
    days = {
        22: None,
        24: "five_before",
        27: "five_before",
        29: "two_before",
        30: "two_before",
        31: "due_today",
    }
    for day, expected in days.items():
        step = due_step(date(2024, 1, day), DEADLINE, WEEK, RULES)
        assert (step.step if step else None) == expected, day
    assert due_step(date(2024, 2, 1), DEADLINE, WEEK, RULES) == STEPS[3]
    assert due_step(date(2024, 3, 1), DEADLINE, WEEK, RULES) == STEPS[4]


def test_a_missed_step_gives_way_to_the_next():
    """Nothing ran from the 23rd to the 30th: on the 31st the officer gets one mail, of the last step."""
    assert told(at(31), case()) == {"officer": ("due_today", ["turn"])}


@pytest.mark.parametrize(
    ("status", "person"),
    [("drafting", "officer"), ("returned", "officer"), ("reopened", "officer"), ("completed", "leader"),
     ("submitted", "analyst"), ("accepted", "approver"), ("approved", None)],
)  # fmt: skip
def test_the_mail_goes_to_whoever_the_report_waits_for(status, person):
    """The officer fills in or corrects, the leader submits, the analyst checks, the approver approves."""
    assert list(told(at(24), case(status))) == ([person] if person else [])


def test_after_the_deadline_the_leader_is_told_too_and_at_last_the_analyst():
    """One day late: officer and leader; five days late: the analyst hears that the unit owes its report."""
    assert told(at(1, month=2), case()) == {
        "officer": ("one_after", ["turn"]),
        "leader": ("one_after", ["owed"]),
    }
    assert told(at(7, month=2), case()) == {"analyst": ("five_after", ["owed"])}
    assert told(at(7, month=2), case("submitted")) == {}


def test_nothing_goes_out_on_a_day_off_or_before_the_hour():
    """Saturday the 27th, and Monday at six in the morning."""
    assert told(at(27), case()) == told(at(29, 6), case()) == {}


def test_a_step_goes_out_once_and_a_person_has_one_mail_a_day():
    """What was sent on the 24th is not sent on the 25th; on the 29th the next step is, and once that day."""
    sent = {"officer": sent_of([("2024-01-24#1", at(24)), ("five_before#1", at(24))])}
    assert told(at(24, 18), case(sent=sent)) == told(at(25), case(sent=sent)) == {}
    assert told(at(29), case(sent=sent)) == {"officer": ("two_before", ["turn"])}
    also = {"officer": sent_of([("2024-01-29#1", at(29))])}
    assert told(at(29, 15), case(sent=also)) == {}


def test_news_are_counted_in_one_mail_and_what_was_done_by_the_reader_is_none():
    """Three comments of the centre and a returned line: one mail to officer and leader each."""
    unit = frozenset({"officer", "leader"})
    remarks = [News("north", "comments", unit, at(22, hour), "analyst") for hour in (9, 10, 11)]
    news = (*remarks, News("north", "returned", unit, at(22, 12), "analyst"))
    (letter, _) = due_letters(
        at(23), DEADLINE, WEEK, RULES, case("returned", news, since=at(22, 12), by="analyst")
    )
    assert letter.person == "leader" and [(one.kind, one.count) for one in letter.matters] == [
        ("comments", 3),
        ("returned", 1),
    ]
    own = (News("north", "comments", unit, at(22), "leader"),)
    assert list(told(at(23), case(news=own))) == ["officer"]


def test_what_was_told_is_no_news_again():
    """A mail on the 22nd told of what came before it, and not of what came after."""
    unit = frozenset({"officer"})
    sent = {"officer": sent_of([("2024-01-22#1", at(22))])}
    news = tuple(News("north", "comments", unit, at(22, hour), "analyst") for hour in (7, 9, 10))
    (letter,) = due_letters(at(23), DEADLINE, WEEK, RULES, case(news=news, sent=sent))
    assert [(one.kind, one.count) for one in letter.matters] == [("comments", 2)]


def test_until_when_lines_are_open_is_the_first_of_their_ends():
    """Two lines reopened until the 26th and the 25th: the mail says the 25th."""
    ends = [
        News("north", "reopened", frozenset({"officer"}), at(22), "approver", at(day, 17)) for day in (26, 25)
    ]
    (letter,) = due_letters(at(23), DEADLINE, WEEK, RULES, case("reopened", tuple(ends)))
    assert [(one.kind, one.until) for one in letter.matters] == [("reopened", at(25, 17))]


def test_whoever_asks_reminds_everybody_but_themselves_and_who_was_told_today():
    """At any hour; the step is not used up by it."""
    waiting = tuple(Waiting(unit, status) for unit, status in (("north", "drafting"), ("south", "submitted")))
    one = Case(waiting, (), EVERYBODY, {}, at(2))
    assert [(each.person, each.step) for each in asked_letters(at(28, 23), "steward", one)] == [
        ("analyst", ""),
        ("officer", ""),
    ]
    assert [each.person for each in asked_letters(at(28, 23), "analyst", one)] == ["officer"]
    again = Case(waiting, (), EVERYBODY, {"officer": sent_of([("2024-01-28#1", at(28))])}, at(2))
    assert [each.person for each in asked_letters(at(28, 23), "analyst", again)] == []


def test_somebody_with_two_roles_gets_one_mail():
    """Officer and leader of a unit: what waits for them is told once, as theirs."""
    both = Recipient("leader", "officer", "north")
    one = Case((Waiting("north", "drafting"),), (), (both, LEADER), {}, at(2))
    (letter,) = due_letters(at(1, month=2), DEADLINE, WEEK, RULES, one)
    assert [each.kind for each in letter.matters] == ["turn"] and letter.unit_key == "north"


def test_a_unit_that_waits_for_a_role_without_a_holder_is_named():
    """Nobody is officer of the south; the analyst is there for all units."""
    waiting = [Waiting("north", "drafting"), Waiting("south", "drafting"), Waiting("south", "submitted")]
    assert unattended(waiting, EVERYBODY) == (("south", "officer"),)


def test_a_mark_is_taken_once_unless_the_mail_is_known_to_be_refused():
    """Refused: the next mark is free, three times in all. Unknown what came of it: it stays taken."""
    assert attempt("five_before", ()) == "five_before#1"
    assert attempt("five_before", {"five_before#1"}) == ""
    refused = {
        mark for number in (1, 2, 3) for mark in (f"five_before#{number}", failure(f"five_before#{number}"))
    }
    assert attempt("five_before", {"five_before#1", "five_before#1!"}) == "five_before#2"
    assert attempt("five_before", refused) == ""


def test_a_refused_mail_has_told_nobody_anything():
    """When the last mail went out is when the last one went out that was not refused."""
    assert sent_of([("a#1", at(22)), ("b#1", at(23)), ("b#1!", at(23))]).last_at == at(22)
    assert sent_of([("b#1", at(23)), ("b#1!", at(23))]).last_at is None


def test_the_steps_are_those_of_the_rule_in_force():
    """Before any rule of the pack holds, nothing goes out of its own accord."""
    rule = {"rule": "reminders", "valid_from": "2024-01-01", "valid_to": "", "from_hour": 7,
            "steps": [{"step": "due_today", "days_left": 0, "to": ["turn"]}]}  # fmt: skip
    assert rules_of([rule], date(2023, 12, 31)) is None
    assert rules_of([rule], date(2024, 1, 1)) == Rules((Step("due_today", 0, ("turn",)),), 7)


def test_a_role_that_a_step_names_is_told_while_the_unit_itself_owes():
    """The leader hears of a form that is not sent, and not of one that lies at the central office."""
    step = Step("late", -1, ("leader",))
    owing = {status for status in STATUSES if roles_of(step, status)}
    assert owing == {"drafting", "completed", "returned", "reopened"}
