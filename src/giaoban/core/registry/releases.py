"""Releases: which grade of a figure was to come out on which day, by which instrument."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.periods import Period

#: How the calendar calls a period, by the month it starts in and its length; “Q” means every quarter.
_CALLED = {
    (1, 3): ("Q1", "Q"),
    (4, 3): ("Q2", "Q"),
    (7, 3): ("Q3", "Q"),
    (10, 3): ("Q4", "Q"),
    (1, 6): ("S1",),
    (7, 6): ("S2",),
    (1, 9): ("9M",),
    (1, 12): ("Y",),
}


@dataclass(frozen=True)
class Release:
    """One line of the release calendar: a grade of a series comes out on a day of the year, by an instrument.

    `release_day` is month and day, `years_after` the years between the period and the release.
    """

    series: str
    period: str
    obs_status: str
    estimate: str
    release_day: str
    years_after: int
    valid_from: date
    valid_to: date | None
    instrument: str
    source: str


@dataclass(frozen=True)
class Due:
    """One release that was to come: its grade, the working day, and the instrument that says so."""

    series: str
    obs_status: str
    estimate: str
    due_on: date
    instrument: str
    source: str


def release_record(due: Due) -> dict[str, str]:
    """Return a release as the factsheet carries it, its day as text."""
    return {**vars(due), "due_on": due.due_on.isoformat()}


@dataclass(frozen=True)
class Timetable:
    """A pack's release calendar; `series` names the series that an indicator belongs to on a level."""

    releases: tuple[Release, ...] = ()
    series: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def due(self, indicator: str, level: str, period: Period, calendar: Calendar) -> tuple[Due, ...]:
        """Return the releases to be expected of an indicator's figure of one period, by day.

        Edges:   an instrument applies to the releases whose day lies in its time; a day off moves a release
                 to the next working day. An indicator without a series has none.
        Source:  packs/<id>/calendar/releases.csv, series.csv, holidays.csv
        """
        series = self.series.get((indicator, level))
        called = _CALLED.get((period.start_on.month, period.months), ())
        rows = (row for row in self.releases if row.series == series and row.period in called)
        return tuple(sorted(_dues(rows, period.start_on.year, calendar), key=lambda due: due.due_on))


def _dues(rows: Iterator[Release], year: int, calendar: Calendar) -> Iterator[Due]:
    for row in rows:
        day = date.fromisoformat(f"{year + row.years_after:04d}-{row.release_day}")
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
            due_on = calendar.working_day(day)
            yield Due(row.series, row.obs_status, row.estimate, due_on, row.instrument, row.source)
