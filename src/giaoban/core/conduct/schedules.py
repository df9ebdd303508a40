"""Schedules: which days a report covers, when it is due, and when each stage of a round is to begin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.conduct.phases import Stage
from giaoban.core.errors import Invalid
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Round
from giaoban.core.registry.periods import Period, add_months
from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules that lays down windows and deadlines.
TOPIC = "reporting_windows"
DEADLINE = "reporting_deadline"
Report = Literal["month", "quarter", "first_half", "second_half", "nine_months", "year"]
REPORTS: tuple[Report, ...] = get_args(Report)
#: Each kind of report: the months of its period, and the months in which such a period may begin.
_PERIODS: Mapping[str, tuple[int, Sequence[int]]] = {
    "month": (1, range(1, 13)),
    "quarter": (3, (1, 4, 7, 10)),
    "first_half": (6, (1,)),
    "second_half": (6, (7,)),
    "nine_months": (9, (1,)),
    "year": (12, range(1, 13)),
}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days that a report covers: from `start_on`, up to but not including `end_on`; by which source."""

    start_on: date
    end_on: date
    source: str

    @property
    def last_on(self) -> date:
        """Return the last day that the report covers."""
        return self.end_on - _DAY


@dataclass(frozen=True)
class Planned:
    """When a stage was set to begin, and when it is to begin by the working calendar."""

    stage: Stage
    nominal_on: date
    on: date


@dataclass(frozen=True)
class Plan:
    """What is laid down for a round: the window of its report, its deadline, and the days of its stages.

    `nominal_on` is the deadline as written, `due_on` the working day. A round whose pack sets no schedule
    has no stages here; one that names no report has no window.
    """

    nominal_on: date
    due_on: date
    window: Window | None = None
    stages: tuple[Planned, ...] = ()

    def begins_on(self, stage: str) -> date | None:
        """Return the day on which a stage is to begin; None where none was set."""
        return next((one.on for one in self.stages if one.stage == stage), None)

    def deadlines(self) -> dict[str, date]:
        """Return every day of the plan by name: the deadline of reports, and each stage."""
        return {DEADLINE: self.due_on, **{one.stage: one.on for one in self.stages}}


def plan(review: Round, rules: Iterable[Rule], calendar: Calendar) -> Plan:
    """Return what a round's settings and the rules of its pack lay down, by the working calendar.

    Edges:   the rules that hold are those in force on the last day of the round's period.
    Raises:  Invalid as `window` does.
    """
    nominal = _written(review.settings["reporting_deadline"])
    report, stages = review.settings.get("report"), review.settings.get("schedule", ())
    return Plan(
        nominal,
        due_on(nominal, calendar),
        window(report, review.period, rules, review.period.last_on) if report else None,
        stage_dates([(one["stage"], _written(one["begins_on"])) for one in stages], nominal, calendar),
    )


def window(report: str, period: Period, rules: Iterable[Rule], on: date) -> Window:
    """Return the days that a report on `period` covers, by the rule in force on a day.

    Raises:  Invalid if no rule in force knows this kind of report, or the period is not one of its kind.
    Source:  packs/<id>/rules/reporting_windows.yaml
    """
    rule = in_force(rules, TOPIC, on) or {"windows": ()}
    found = next((one for one in rule["windows"] if one["report"] == report), None)
    if found is None:
        raise Invalid(f"No rule in force on {on} says what a report “{report}” covers", "Add it to the pack.")
    months, starts = _PERIODS[report]
    if period.months != months or period.start_on.month not in starts:
        raise Invalid(f"{period.text} is not the period of a report “{report}”", "Correct one of the two.")
    return Window(day_of(found["from"], period), day_of(found["to"], period) + _DAY, str(rule["source"]))


def deadline(period: Period, rules: Iterable[Rule], on: date, name: str = DEADLINE) -> date | None:
    """Return the day by which a report on `period` is due, by the rule in force on a day; None without one.

    Edges:   the day as the rule writes it; `deadlines.due_on` gives the working day.
    Source:  packs/<id>/rules/reporting_windows.yaml
    """
    rule = in_force(rules, name, on)
    return day_of(rule["deadline"], period) if rule else None


def stage_dates(
    stages: Iterable[tuple[Stage, date]], nominal: date, calendar: Calendar
) -> tuple[Planned, ...]:
    """Return when each stage is to begin: on its day, or the next working day where that is a day off.

    Edges:   what was set after the deadline `nominal` stays after it where the calendar moves the deadline;
             no stage begins before the one before it. The conference is an appointment, often on a day off:
             it keeps its day unless a stage before it moves beyond.
    """
    planned: list[Planned] = []
    due = due_on(nominal, calendar)
    for stage, day in stages:
        floors = [day, *(one.on for one in planned[-1:]), *([due + _DAY] if day > nominal else [])]
        earliest = max(floors)
        is_kept = stage == "conference" and earliest == day
        planned.append(Planned(stage, day, day if is_kept else calendar.working_day(earliest)))
    return tuple(planned)


def day_of(anchor: Mapping[str, Any], period: Period) -> date:
    """Return the day that a rule names by its place in a period.

    Shape:   `day` with `months_before_end` (0 is the last month of the period), or with `month` in the year
             in which the period ends, `years_before` or `years_after` it.
    """
    last = add_months(period.end_on, -1)
    if "months_before_end" in anchor:
        return add_months(last, -int(anchor["months_before_end"])).replace(day=int(anchor["day"]))
    year = last.year - int(anchor.get("years_before", 0)) + int(anchor.get("years_after", 0))
    return date(year, int(anchor["month"]), int(anchor["day"]))


def _written(day: object) -> date:
    return date.fromisoformat(str(day))
