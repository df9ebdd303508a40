"""Clauses in words: a notice by its sections, each clause with its tasks and all that is said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct import resolutions
from giaoban.core.conduct.resolutions import Assignment, Clause
from giaoban.core.errors import Finding
from giaoban.core.writing.notices import say_task
from giaoban.queries import conclusions, notices, people, tasks
from giaoban.web.components.findings import say

SECTIONS: Mapping[str, Any] = {
    "opening": gettext_lazy("Opening"),
    "assessment": gettext_lazy("Assessment"),
    "task": gettext_lazy("Tasks and measures"),
    "petition": gettext_lazy("Answers to petitions"),
    "closing": gettext_lazy("Closing"),
}


@dataclass(frozen=True)
class Said:
    """One finding in words: at which clause, what, what to do, and whether it holds the notice back."""

    clause_id: int
    label: str
    title: str
    detail: str
    difference: str
    holds: bool


@dataclass(frozen=True)
class Given:
    """One task in words."""

    task_id: int
    sentence: str
    lead: str
    others: tuple[str, ...]
    due: str
    task: Assignment


@dataclass(frozen=True)
class Line:
    """One clause as the page shows it: number, texts, where it comes from, its tasks, its findings."""

    clause: Clause
    row: Any
    label: str
    source: str
    who: str
    given: tuple[Given, ...]
    findings: tuple[Said, ...] = ()
    spans: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def place(self) -> str:
        """Return the name of its place on the page."""
        return f"clause-{self.clause.clause_id}"

    @property
    def is_asking(self) -> bool:
        """Return whether the clause needs a task or a reason for none."""
        return self.clause.section in resolutions.ASKING

    @property
    def is_numbered(self) -> bool:
        """Return whether the clause can be moved and removed."""
        return self.clause.section in resolutions.NUMBERED


def sections(notice: Any, found: Iterable[Said] = ()) -> list[tuple[str, Any, list[Line]]]:
    """Return the sections of a notice, each with its name and its clauses; numbered ones also if empty."""
    told: dict[int, list[Said]] = {}
    for one in found:
        told.setdefault(one.clause_id, []).append(one)
    key, names = notice.conference.key, tasks.bodies(notice.conference.round_id).names
    clauses, rows = notices.clauses(key), {row.pk: row for row in notices.rows(key)}
    who = people.names(row.saved_by for row in rows.values())
    labels, words = resolutions.number(clauses), notices.wording(notice.conference)[1]
    lines = [
        Line(
            one,
            rows[one.clause_id],
            labels.get(one.clause_id, ""),
            _source(rows[one.clause_id]),
            who.get(rows[one.clause_id].saved_by, rows[one.clause_id].saved_by),
            tuple(_given(task, names, words) for task in one.tasks),
            tuple(told.get(one.clause_id, ())),
            conclusions.spans(one),
        )
        for one in clauses
    ]
    return [
        (section, name, [one for one in lines if one.clause.section == section])
        for section, name in SECTIONS.items()
    ]


def say_findings(found: Iterable[Finding], clauses: tuple[Clause, ...]) -> list[Said]:
    """Return findings in words, those that hold the notice back first."""
    labels = resolutions.number(clauses)
    ids = {label: clause_id for clause_id, label in labels.items()}
    said = [_said(one, ids, labels) for one in found]
    return sorted(said, key=lambda one: not one.holds)


def labels(conference: str) -> dict[int, str]:
    """Return what each clause of a notice is called."""
    return resolutions.number(notices.clauses(conference))


def say_due(on: date | None, precision: str) -> str:
    """Return a deadline as it was set: a day, or the month at whose end it lies."""
    if on is None:
        return ""
    if precision == "month":
        return _("in %(month)s/%(year)s") % {"month": on.month, "year": on.year}
    return f"{on:%d/%m/%Y}"


def _said(one: Finding, ids: Mapping[str, int], labels: Mapping[int, str]) -> Said:
    values, (title, detail) = dict(one.values), say(one)
    # What is read out of a text names its place as a sentence of the clause.
    label = one.where.file or one.where.column.partition(",")[0]
    clause_id = int(values.get("clause", 0)) or ids.get(label, 0)
    told = " → ".join(filter(None, (values.get("expected", ""), values.get("found", ""))))
    return Said(clause_id, labels.get(clause_id, label), title, detail, told, one.severity == "error")


def _given(task: Assignment, names: Mapping[str, str], words: Mapping[str, Any]) -> Given:
    return Given(
        task.task_id,
        say_task(task, names, words),
        ", ".join(names[key] for key in task.leads),
        tuple(names[key] for key in task.others),
        say_due(task.due_on, task.precision),
        task,
    )


def _source(row: Any) -> str:
    """Return what a clause comes from."""
    if row.petition:
        return _("from petition %(key)s") % {"key": row.petition}
    if row.item and row.decision:
        return _("from a decision on item %(number)s of the agenda") % {"number": row.item.number}
    if row.item:
        return _("from item %(number)s of the agenda") % {"number": row.item.number}
    return _("quoted from the report") if row.basis else ""
