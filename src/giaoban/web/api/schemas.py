"""Schemas: what programs send and get wherever it is about: entries, locks, standings, findings, refusals."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from giaoban.core import errors
from giaoban.core.conduct import workflow
from giaoban.core.conduct.workflow import Status
from giaoban.core.figures import entries, forms, targets
from giaoban.core.figures.faults import said_plainly
from giaoban.web import problems
from giaoban.web.components.standings import say_lock

#: A number as digits with a point before its decimals, so that none of it is lost on the way.
Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["13.45"])]


class Sent(BaseModel):
    """A document that a program sends: nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Sent):
    """A step that needs no words: an empty document, or none."""


class Told(BaseModel):
    """A document that a program gets."""


class Finding(Told):
    """What is wrong or doubtful, in the language asked for: the line or field it is about is its `column`."""

    severity: errors.Severity
    code: str
    title: str
    detail: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    @classmethod
    def of(cls, finding: errors.Finding) -> "Finding":
        """Return a finding in words."""
        return cls(**problems.told_of(finding))


class Problem(Told):
    """A refusal (RFC 9457): `title` says what, `detail` what to do, `code` is for programs."""

    model_config = ConfigDict(extra="allow")

    status: int
    code: str
    title: str
    detail: str
    findings: list[Finding]


class Findings(Told):
    """Everything that is to be said, what hinders the next step first."""

    findings: list[Finding]


class Entry(Told):
    """What stands in a line: the answer as typed, and what is said of it."""

    text: str
    explanation: str
    is_not_applicable: bool
    verdict: Literal["", "exceeded", "met", "not_met"]

    @classmethod
    def of(cls, entry: entries.Entry) -> "Entry":
        """Return an entry; a verdict that the line does not know is left out, a finding names it."""
        verdict = entry.verdict if entry.verdict in entries.VERDICTS else ""
        return cls(
            text=entry.text,
            explanation=entry.explanation,
            is_not_applicable=entry.is_not_applicable,
            verdict=verdict,  # type: ignore[arg-type]
        )


class Lock(Told):
    """Why a line cannot be changed now, and until when where that is known."""

    reason: str
    until: AwareDatetime | None

    @classmethod
    def of(cls, lock: workflow.Lock | None) -> "Lock | None":
        """Return a lock in words."""
        return cls(reason=say_lock(lock).text, until=lock.until) if lock else None


class Opening(Told):
    """One line that is open again: returned, or reopened until `expires_at`."""

    line_id: str
    kind: Literal["returned", "reopened"]
    reason: str
    by: str
    at: AwareDatetime
    expires_at: AwareDatetime | None


class Standing(Told):
    """Where a submission stands, for which role it waits, who took the last step, which lines are open."""

    status: Status
    waits_for: str
    by: str
    openings: list[Opening]

    @classmethod
    def of(cls, standing: workflow.Standing) -> "Standing":
        """Return where a submission stands."""
        return cls(
            status=standing.status,
            waits_for=workflow.next_role(standing.status),
            by=standing.by,
            openings=[Opening(**vars(one)) for one in standing.openings],
        )


class Past(Told):
    """One value that is known already."""

    period: str
    value: Number | None
    obs_status: str
    released: str
    source: str

    @classmethod
    def of(cls, past: forms.Past | None) -> "Past | None":
        """Return a value that is known."""
        return cls(**{**vars(past), "value": number(past.value)}) if past else None


class Target(Told):
    """What a line's target asks for: a comparison with a value, or a range up to `target_to`."""

    op: targets.Op
    target: Number | None
    target_to: Number | None

    @classmethod
    def of(cls, target: targets.Target | None) -> "Target | None":
        """Return what a target asks for."""
        if target is None:
            return None
        return cls(op=target.op, target=number(target.target), target_to=number(target.target_to))


class Asked(Told):
    """What a line asks for. `decimals` is null where the answer may be in words."""

    line_id: str
    kind: forms.Kind
    section: str
    text: str
    period: str
    unit_measure: str
    decimals: int | None
    indicator: str
    is_required: bool
    low: Number | None
    high: Number | None
    target: Target | None

    @staticmethod
    def told(line: forms.Line) -> dict[str, object]:
        """Return what a line asks for, by field."""
        plain = ("line_id", "kind", "section", "text", "period", "unit_measure", "decimals", "indicator")
        return {
            **{name: getattr(line, name) for name in (*plain, "is_required")},
            "low": number(line.low),
            "high": number(line.high),
            "target": Target.of(line.target),
        }


def number(value: Decimal | None) -> str | None:
    """Return a number as digits, or None."""
    return None if value is None else said_plainly(value)
