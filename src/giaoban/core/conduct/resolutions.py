"""Resolutions: the numbered clauses of a conclusion notice, and what each needs before it may be issued.

A clause that asks for something becomes a task with six clarities (who, what, when, by whose responsibility,
with which authority, which product), or it is recorded why there is no task.
"""

import calendar as months
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from giaoban.core.errors import Finding, Place
from giaoban.core.registry.calendars import Calendar

#: The parts of a notice in their order; only those between the first and the last are numbered.
Section = Literal["opening", "assessment", "task", "petition", "closing"]
#: What a deadline names: a day, or a month, which ends on its last day.
Precision = Literal["day", "month"]
SECTIONS: tuple[Section, ...] = get_args(Section)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
NUMBERED: tuple[Section, ...] = ("assessment", "task", "petition")
#: The sections whose clauses ask for something.
ASKING: tuple[Section, ...] = ("task", "petition")
#: The file of a pack’s rules on notices, and the rule that says when one is due.
TOPIC, RULE = "notices", "conclusion_notice"
_ROMAN = ("I", "II", "III")

#: By code: what is wrong, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    "no_clause": ("The notice asks nothing of anybody", "Add a clause to the tasks or to the petitions."),
    "empty": ("The clause is empty", "Write it, or remove it and say why."),
    "no_task": (
        "The clause has neither a task nor a reason for none",
        "Give somebody the task, or record why there is none.",
    ),
    "no_lead": ("It is not said who leads", "Choose the one body that leads."),
    "two_leads": ("More than one body leads", "Choose one; the others may co-ordinate."),
    "lead_co_ordinates": (
        "The body that leads also stands among those that co-ordinate",
        "Take it out there, or let another body lead.",
    ),
    "no_what": ("It is not said what is to be done", "Write what the task is."),
    "no_due_on": ("It is not said by when", "Set the day, or the month in which it is to be done."),
    "no_responsibility": ("It is not said who answers for it", "Write by whose responsibility it is done."),
    "no_authority": ("It is not said who may decide", "Write with which authority it is done."),
    "no_product": ("It is not said what comes of it", "Name the product: a document, a decision, a figure."),
    "due_before_notice": ("The task is due before the notice is issued", "Set a later day."),
    "month_cut_short": (
        "A month is meant, and the day is not its last",
        "Set the last day of the month, or let the day itself count.",
    ),
}


@dataclass(frozen=True)
class Assignment:
    """One task as it is set: by the keys of its bodies, whatever is still missing left empty.

    `indicator` and `unit_key` name the figure that it is to move, where there is one.
    """

    task_id: int = 0
    leads: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    what: str = ""
    due_on: date | None = None
    precision: Precision = "day"
    responsibility: str = ""
    authority: str = ""
    product: str = ""
    indicator: str = ""
    unit_key: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause of a notice as it stands in its version; `basis` are the spans that it was quoted from.

    `no_task` is the reason why nobody is given a task by it.
    """

    clause_id: int
    section: Section
    text: str
    version: int = 1
    basis: tuple[Mapping[str, Any], ...] = ()
    tasks: tuple[Assignment, ...] = ()
    no_task: str = ""


def due_after(on: date, working_days: int, calendar: Calendar) -> date:
    """Return the day that is so many working days after a day.

    Source:  packs/<id>/rules/notices.yaml
    """
    day = on
    for _ in range(working_days):
        day = calendar.working_day(day + timedelta(days=1))
    return day


def last_of_month(year: int, month: int) -> date:
    """Return the day on which something is due that is to be done in a month."""
    return date(year, month, months.monthrange(year, month)[1])


def headings(clauses: Iterable[Clause]) -> dict[Section, str]:
    """Return the Roman number of each section that has clauses, without a gap."""
    there = {one.section for one in clauses}
    kept = [section for section in NUMBERED if section in there]
    return dict(zip(kept, _ROMAN, strict=False))


def number(clauses: Sequence[Clause]) -> dict[int, str]:
    """Return what each clause is called: `II.3` is the third of the second section, by their order.

    Edges:   opening and closing have no number and are left out.
    """
    named, counts = headings(clauses), dict.fromkeys(NUMBERED, 0)
    found = {}
    for one in (one for one in clauses if one.section in named):
        counts[one.section] += 1
        found[one.clause_id] = f"{named[one.section]}.{counts[one.section]}"
    return found


def check(clauses: Sequence[Clause], on: date) -> tuple[Finding, ...]:
    """Return everything that keeps a notice from being issued on a day, clause by clause.

    Shape:   the place's `file` is the number of the clause; `values` hold its id, and the task's.
    """
    numbers = number(clauses)
    empty = () if any(one.section in ASKING for one in clauses) else (_fault("no_clause", ""),)
    faults = (fault for one in clauses for fault in _of_clause(one, numbers.get(one.clause_id, ""), on))
    return (*empty, *faults)


def check_task(task: Assignment, on: date) -> tuple[str, ...]:
    """Return the code of everything that is missing from a task, or does not fit, on a day."""
    return tuple(_of_task(task, on))


def is_settled(clause: Clause) -> bool:
    """Return whether a clause maps to a task or to a recorded reason; one that asks nothing always does."""
    return clause.section not in ASKING or bool(clause.tasks) or bool(clause.no_task.strip())


def _of_clause(clause: Clause, label: str, on: date) -> Iterator[Finding]:
    if not clause.text.strip():
        yield _fault("empty", label, clause.clause_id)
    if not is_settled(clause):
        yield _fault("no_task", label, clause.clause_id)
    for task in clause.tasks:
        for code in check_task(task, on):
            yield _fault(code, label, clause.clause_id, task.task_id)


def _of_task(task: Assignment, on: date) -> Iterator[str]:
    leads = set(task.leads)
    if len(leads) != 1:
        yield "two_leads" if leads else "no_lead"
    if leads & set(task.others):
        yield "lead_co_ordinates"
    for name in ("what", "due_on", "responsibility", "authority", "product"):
        if not str(getattr(task, name) or "").strip():
            yield f"no_{name}"
    if task.due_on and task.due_on < on:
        yield "due_before_notice"
    if task.due_on and not _is_whole(task):
        yield "month_cut_short"


def _is_whole(task: Assignment) -> bool:
    due = task.due_on
    return task.precision != "month" or due is None or due == last_of_month(due.year, due.month)


def _fault(code: str, label: str, clause_id: int = 0, task_id: int = 0) -> Finding:
    title, detail = TEXTS[code]
    values = (("clause", str(clause_id)), ("task", str(task_id)))
    return Finding(code, title, detail, Place(label), values=values)
