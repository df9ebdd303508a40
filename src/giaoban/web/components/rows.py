"""Rows: one line of the grid: what is asked, what is known, what is typed, and what is said of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.errors import Finding
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Line, Past
from giaoban.core.figures.targets import Target
from giaoban.core.registry.periods import parse_period
from giaoban.web.components.findings import say
from giaoban.web.components.marks import mark
from giaoban.web.components.standings import Reason
from giaoban.web.components.titles import say_op
from giaoban.web.components.values import MISSING
from giaoban.web.components.wordings import Words

#: In the field of the answer this stands for a line that does not concern the unit.
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Known:
    """A value that is known already: as text, with its period and grade."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """What a line asks for, in words; `period` is empty where it is the round's own."""

    unit_measure: str
    period: str
    bound: str
    last_year: Known
    last_report: Known


@dataclass(frozen=True)
class Row:
    """One line of the grid. `entry` is what stands in its fields, `conflict` why that was not kept.

    `saved_by` and `saved_at` say who saved the version that stands there; `there` is what it says, where
    something else stands in the fields.
    """

    number: int
    line: Line
    asked: Asked
    entry: Entry
    version: int = 0
    saved_by: str = ""
    saved_at: str = ""
    lock: Reason | None = None
    opening: Reason | None = None
    findings: tuple[Finding, ...] = ()
    comments: int = 0
    files: int = 0
    conflict: str = ""
    there: Entry | None = None

    @property
    def notes(self) -> list[dict[str, str]]:
        """Return the findings that stand below the line; that nothing is typed yet is seen anyway."""
        return [tell_finding(one) for one in self.findings if one.code != "not_reported"]

    @property
    def choice(self) -> tuple[str, str]:
        """Return both answers of a conflict in words: what was typed, and what is stored."""
        return say_entry(self.entry), say_entry(self.there) if self.there else MISSING

    @property
    def answer(self) -> str:
        """Return what stands in the field of the answer: a verdict, or that the line does not apply."""
        return NOT_APPLICABLE if self.entry.is_not_applicable else self.entry.verdict

    @property
    def state(self) -> str:
        """Return the state of the line: conflict, locked, invalid, saved or blank."""
        if self.conflict:
            return "conflict"
        if self.lock:
            return "locked"
        if any(one["severity"] == "error" for one in self.notes):
            return "invalid"
        return "blank" if self.entry == Entry(self.line.line_id) else "saved"


def ask(line: Line, words: Words, own_period: str) -> Asked:
    """Return what a line asks for, in words."""
    return Asked(
        words.unit_measure(line.unit_measure),
        "" if line.period == own_period else words.time(line.period),
        say_target(line.target, words) if line.target else _say_limits(line, words),
        _know(line, line.last_year, words, parse_period(line.period).years_before(1).text),
        _know(line, line.last_report, words, line.period),
    )


def say_target(target: Target, words: Words) -> str:
    """Return what a target asks for."""
    if target.target is None:
        return _("in words")
    low = words.number(target.target)
    if target.op == "range":
        return f"{low} – {words.number(target.target_to)}"
    return low if target.op == "=" else f"{say_op(target.op)} {low}"


def tell(entry: Entry) -> dict[str, Any]:
    """Return an entry as the grid sends and gets it."""
    return {
        "text": entry.text,
        "explanation": entry.explanation,
        "is_not_applicable": entry.is_not_applicable,
        "verdict": entry.verdict,
    }


def tell_finding(finding: Finding) -> dict[str, str]:
    """Return a finding as the grid gets it."""
    title, detail = say(finding)
    return {"severity": finding.severity, "code": finding.code, "title": title, "detail": detail}


def say_entry(entry: Entry) -> str:
    """Return an entry in one line, with its explanation."""
    answer = say_answer(entry)
    return f"{answer} · {entry.explanation}" if entry.explanation else answer


def say_answer(entry: Entry) -> str:
    """Return what an entry answers: its value, and what the unit says of it."""
    answer = mark(NOT_APPLICABLE) if entry.is_not_applicable else mark(entry.verdict)
    parts = (entry.text, f"{answer.shape} {answer.word}".strip())
    return " · ".join(part for part in parts if part) or MISSING


def _say_limits(line: Line, words: Words) -> str:
    low, high = (None if one is None else words.number(one) for one in (line.low, line.high))
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else MISSING


def _know(line: Line, past: Past | None, words: Words, expected: str) -> Known:
    """Return a known value; its period is said where it is not the one to be expected in the column."""
    if past is None or past.value is None:
        return Known(MISSING)
    period = "" if past.period == expected else words.time(past.period)
    note = " · ".join(part for part in (period, words.grade(past.obs_status)) if part)
    return Known(words.number(past.value, line.decimals), note)
