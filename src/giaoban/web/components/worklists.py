"""Worklists: what is left to do on a form, by priority, each thing leading to its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from giaoban.core.errors import Finding
from giaoban.web.components.findings import say
from giaoban.web.components.rows import Row

#: The priorities in their order: key, title, and whether its things are listed at once.
_PRIORITIES = (
    ("error", gettext_lazy("To mend"), True),
    ("explanation", gettext_lazy("To explain"), True),
    ("not_reported", gettext_lazy("Not filled in yet"), False),
    ("attachment_missing", gettext_lazy("Files that are owed"), True),
    ("warning", gettext_lazy("Worth a second look"), False),
)


@dataclass(frozen=True)
class Task:
    """One thing to do: where (the line's text and the place on the page), what is wrong, what to do."""

    about: str
    anchor: str
    title: str
    detail: str


@dataclass(frozen=True)
class Priority:
    """The tasks of one priority; `is_open` where they are listed without asking."""

    key: str
    title: str
    is_open: bool
    tasks: Sequence[Task]


def arrange_tasks(findings: Iterable[Finding], rows: Mapping[str, Row]) -> list[Priority]:
    """Return the findings by priority; a priority without any is left out."""
    grouped: dict[str, list[Task]] = {}
    for one in findings:
        grouped.setdefault(_priority(one), []).append(_task(one, rows))
    return [
        Priority(key, str(title), is_open, grouped[key])
        for key, title, is_open in _PRIORITIES
        if key in grouped
    ]


def tell_tasks(priorities: Iterable[Priority]) -> list[dict[str, Any]]:
    """Return the worklist as the grid gets it."""
    return [{**vars(one), "tasks": [vars(task) for task in one.tasks]} for one in priorities]


def _priority(finding: Finding) -> str:
    return finding.code if finding.code in ("not_reported", "attachment_missing") else finding.severity


def _task(finding: Finding, rows: Mapping[str, Row]) -> Task:
    row = rows.get(finding.where.column)
    title, detail = say(finding)
    # Many titles name the line already.
    about = row.line.text if row and row.line.text not in title else ""
    return Task(about, f"line-{row.number}" if row else "files", title, detail)
