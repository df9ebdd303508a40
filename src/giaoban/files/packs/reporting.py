"""Schemas of a pack's rules on reporting: windows, deadlines, and what a day off does to them."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from giaoban.core.conduct.schedules import Report
from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.schemas import Row


class Anchor(Row):
    """A day by its place in a period: so many months before its last one, or in a month of a year.

    A day beyond the 28th is a fault: not every month has it.
    """

    day: Annotated[int, Field(ge=1, le=28)]
    months_before_end: Annotated[int, Field(ge=0, le=24)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    years_before: Annotated[int, Field(ge=0, le=2)] = 0
    years_after: Annotated[int, Field(ge=0, le=2)] = 0

    @model_validator(mode="after")
    def _is_one_place(self) -> Self:
        if (self.month is None) == (self.months_before_end is None):
            raise ValueError("write months_before_end, or month, and only one of them")
        return self


class WindowLine(Row):
    """The first and the last day that one kind of report covers."""

    report: Report
    start: Annotated[Anchor, Field(alias="from")]
    to: Anchor


class _Reporting(Rule):
    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = ""


class WindowsRule(_Reporting):
    """What each kind of report covers."""

    rule: Literal["reporting_windows"]
    windows: Annotated[list[WindowLine], Field(min_length=1)]


class DeadlineRule(_Reporting):
    """By when a report is due, and by when it is brought up to date."""

    rule: Literal["reporting_deadline", "evaluation_report_deadline"]
    deadline: Anchor
    update: Anchor | None = None


class DayOffRule(_Reporting):
    """What becomes of a deadline on a day off."""

    rule: Literal["deadline_on_day_off"]
    shift: Literal["next_working_day"]


class ReportingFile(Row):
    """rules/reporting_windows.yaml: windows and deadlines of periodic reports."""

    rules: Annotated[
        list[Annotated[WindowsRule | DeadlineRule | DayOffRule, Field(discriminator="rule")]],
        Field(min_length=1),
    ]
