"""Checks of a round's schedule: its stages in order on working days, its report and deadline by the rules."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.conduct.phases import STAGES
from giaoban.core.conduct.schedules import TOPIC, deadline, window
from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.periods import Period
from giaoban.core.registry.rules import Rule
from giaoban.files.packs.mappings import RoundFile, StageLine
from giaoban.files.packs.shelves import Shelves

_RULES = f"rules/{TOPIC}.yaml"


def calendar_of(shelves: Shelves) -> Calendar:
    """Return the working calendar of the pack."""
    days = {line.row.date: line.row.kind for line in shelves.tables.get("calendar/holidays.csv", ())}
    return Calendar(tuple(shelves.mappings.get("pack.yaml", {}).get("weekend", ())), days)


def check_schedule(file: str, review: RoundFile, period: Period, shelves: Shelves) -> Iterator[Finding]:
    """Yield every fault of a round's schedule, report and deadline."""
    calendar = calendar_of(shelves)
    if review.schedule:
        yield from _stages(file, review, calendar)
    if _RULES in shelves.files and _RULES not in shelves.mappings:
        return  # its own fault is reported where it stands
    rules = shelves.mappings.get(_RULES, {}).get("rules", [])
    if review.report:
        yield from _report(file, review.report, period, rules)
    if not review.deadline_reason:
        yield from _deadline(file, review, deadline(period, rules, period.last_on), calendar)


def _stages(file: str, review: RoundFile, calendar: Calendar) -> Iterator[Finding]:
    if tuple(line.stage for line in review.schedule) != STAGES:
        yield Finding(
            "stages",
            "The schedule does not name every stage once, in order",
            f"Write: {', '.join(STAGES)}.",
            Place(file, column="schedule"),
        )
        return
    for number, (one, following) in enumerate(pairwise(review.schedule), start=1):
        if following.begins_on <= one.begins_on:
            yield Finding(
                "stage_order",
                f"{following.stage} begins on {following.begins_on}, {one.stage} on {one.begins_on}",
                "Let each stage begin after the one before it.",
                Place(file, column=f"schedule.{number}.begins_on"),
            )
    begins = {line.stage: line.begins_on for line in review.schedule}
    yield from _working_days(file, review.schedule, calendar)
    yield from _conference(file, begins["conference"], review.conference_on)


def _working_days(file: str, lines: list[StageLine], calendar: Calendar) -> Iterator[Finding]:
    for number, line in enumerate(lines):
        if line.stage != "conference" and not calendar.is_working(line.begins_on):
            yield Finding(
                "day_off",
                f"{line.stage} begins on {line.begins_on}, a day off",
                f"The next working day is {calendar.working_day(line.begins_on)}.",
                Place(file, column=f"schedule.{number}.begins_on"),
            )


def _conference(file: str, begins_on: date, conference_on: date) -> Iterator[Finding]:
    if begins_on != conference_on:
        yield Finding(
            "conference_day",
            f"The conference is on {conference_on}, its stage begins on {begins_on}",
            "Write the same day in both.",
            Place(file, column="conference_on"),
        )


def _report(file: str, report: str, period: Period, rules: list[Rule]) -> Iterator[Finding]:
    try:
        window(report, period, rules, period.last_on)
    except Invalid as fault:
        yield Finding("report", fault.title, fault.detail, Place(file, column="report"))


def _deadline(file: str, review: RoundFile, lawful: date | None, calendar: Calendar) -> Iterator[Finding]:
    """The deadline is that of the rules and lies in the days of collecting, else the round says why."""
    due, written = due_on(review.reporting_deadline, calendar), review.reporting_deadline
    begins = {line.stage: line.begins_on for line in review.schedule}
    title = ""
    if review.report and lawful and written not in (lawful, due_on(lawful, calendar)):
        title = f"The deadline is {written}, by the rule it is {lawful}"
    elif {"collecting", "verifying"} <= begins.keys() and not (
        begins["collecting"] <= due < begins["verifying"]
    ):
        title = (
            f"The deadline {due} does not lie between the beginnings of collecting, {begins['collecting']}, "
            f"and verifying, {begins['verifying']}"
        )
    if title:
        where = Place(file, column="reporting_deadline")
        yield Finding("deadline", title, "Correct it, or say why in deadline_reason.", where)
