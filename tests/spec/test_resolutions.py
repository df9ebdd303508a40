"""The conclusion notice: numbers, six clarities, deadlines, and what holds it back."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.resolutions import (
    ASKING,
    SECTIONS,
    TEXTS,
    Assignment,
    Clause,
    check,
    due_after,
    is_settled,
    last_of_month,
    number,
)
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
TODAY = date(2026, 7, 10)
WHOLE = Assignment(
    7,
    ("finance",),
    ("works",),
    "submit the plan",
    date(2026, 8, 31),
    "month",
    "the minister",
    "own",
    "a plan",
)


def clause(clause_id: int, section: str = "task", *tasks: Assignment, text: str = "Text", no_task: str = ""):
    """Return a clause of one version."""
    return Clause(clause_id, section, text, tasks=tasks, no_task=no_task)  # type: ignore[arg-type]


def codes(*clauses: Clause) -> list[tuple[str, str]]:
    """Return where and what holds a notice of these clauses back today."""
    return [(one.where.file, one.code) for one in check(clauses, TODAY)]


def test_a_notice_is_due_five_working_days_after_the_conference():
    """Monday 6 July 2026: the 13th. A Thursday's: the Thursday after; a day off in between counts not."""
    assert due_after(date(2026, 7, 6), 5, WEEK) == date(2026, 7, 13)
    assert due_after(date(2026, 7, 9), 5, WEEK) == date(2026, 7, 16)
    assert due_after(date(2026, 7, 9), 5, WEEK.with_days({date(2026, 7, 13): "off"})) == date(2026, 7, 17)


def test_clauses_are_numbered_by_section_and_order():
    """Opening and closing have no number; a section without a clause leaves no gap."""
    clauses = [clause(1, "opening"), clause(2, "assessment"), clause(3), clause(4), clause(5, "petition")]
    assert number(clauses) == {2: "I.1", 3: "II.1", 4: "II.2", 5: "III.1"}
    assert number(clauses[2:]) == {3: "I.1", 4: "I.2", 5: "II.1"}


def test_a_task_that_says_who_what_when_and_the_rest_holds_nothing_back():
    """One body leads, another co-ordinates, August is due on its last day."""
    assert codes(clause(1, "task", WHOLE)) == []


def test_every_missing_clarity_is_named_with_its_clause_at_once():
    """A task of which nothing is known lacks all six; so does its neighbour, and both are told."""
    found = codes(clause(1, "task", Assignment(1)), clause(2, "petition", Assignment(2)))
    lacking = ["no_lead", "no_what", "no_due_on", "no_responsibility", "no_authority", "no_product"]
    assert found == [(place, code) for place in ("I.1", "II.1") for code in lacking]


def test_one_body_leads():
    """Two leads are one too many, and who leads does not also co-ordinate."""
    assert codes(clause(1, "task", replace(WHOLE, leads=("finance", "home")))) == [("I.1", "two_leads")]
    assert codes(clause(1, "task", replace(WHOLE, others=("finance",)))) == [("I.1", "lead_co_ordinates")]


def test_a_deadline_lies_on_or_after_the_day_of_the_notice():
    """Today will do, yesterday will not."""
    day = replace(WHOLE, precision="day")
    assert codes(clause(1, "task", replace(day, due_on=TODAY))) == []
    assert codes(clause(1, "task", replace(day, due_on=date(2026, 7, 9)))) == [("I.1", "due_before_notice")]


def test_a_month_is_due_on_its_last_day():
    """“In August” is 31 August; “in February” 28, or 29 where the year has it."""
    assert [last_of_month(2026, 8), last_of_month(2026, 2), last_of_month(2028, 2)] == [
        date(2026, 8, 31),
        date(2026, 2, 28),
        date(2028, 2, 29),
    ]
    assert codes(clause(1, "task", replace(WHOLE, due_on=date(2026, 8, 30)))) == [("I.1", "month_cut_short")]


def test_a_clause_needs_a_task_or_a_reason_for_none():
    """An assessment asks for nothing; a blank reason is none; a notice that asks nobody is no notice."""
    assert codes(clause(1, "task"), clause(2, "task", no_task="Said in the hall.")) == [("I.1", "no_task")]
    assert codes(clause(1, "petition", no_task=" ")) == [("I.1", "no_task")]
    assert codes(clause(1, "assessment")) == [("", "no_clause")]


_TASKS = st.builds(
    Assignment,
    leads=st.lists(st.sampled_from(["a", "b", "c"]), max_size=2).map(tuple),
    others=st.lists(st.sampled_from(["a", "b", "c"]), max_size=2).map(tuple),
    what=st.sampled_from(["", "do it"]),
    due_on=st.none() | st.dates(date(2026, 6, 1), date(2026, 9, 30)),
    precision=st.sampled_from(["day", "month"]),
    responsibility=st.just("head"),
    authority=st.just("own"),
    product=st.sampled_from(["", "report"]),
)
_CLAUSES = st.lists(
    st.builds(
        Clause,
        clause_id=st.integers(1, 10**6),
        section=st.sampled_from(SECTIONS),
        text=st.sampled_from(["", "Text"]),
        tasks=st.lists(_TASKS, max_size=2).map(tuple),
        no_task=st.sampled_from(["", " ", "reason"]),
    ),
    max_size=6,
    unique_by=lambda one: one.clause_id,
).map(lambda found: sorted(found, key=lambda one: SECTIONS.index(one.section)))


@given(_CLAUSES)
def test_of_a_notice_that_nothing_holds_back_every_clause_maps_to_a_task_or_a_reason(clauses):
    """Whatever was drafted; each task then has one lead, all clarities, and a day that is still to come."""
    found = check(clauses, TODAY)
    assert all((one.title, one.detail) == TEXTS[one.code] for one in found)
    unsettled = any(one.section in ASKING and not one.tasks and not one.no_task.strip() for one in clauses)
    assert unsettled == any(one.code == "no_task" for one in found) != all(map(is_settled, clauses))
    if not found:
        for one in (one for one in clauses if one.section in ASKING):
            assert one.tasks or one.no_task.strip()
            for task in one.tasks:
                assert len(task.leads) == 1 and task.what and task.product and task.due_on >= TODAY
                assert not set(task.leads) & set(task.others)


@given(_CLAUSES)
def test_numbers_follow_the_order_without_a_gap(clauses):
    """Each section counts from 1; no two clauses share a number."""
    numbers = number(clauses)
    assert len(set(numbers.values())) == len(numbers)
    by_section: dict[str, list[int]] = {}
    for label in numbers.values():
        roman, _, place = label.partition(".")
        by_section.setdefault(roman, []).append(int(place))
    assert list(by_section) == ["I", "II", "III"][: len(by_section)]
    assert all(places == list(range(1, len(places) + 1)) for places in by_section.values())
