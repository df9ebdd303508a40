"""Working calendars: which days are worked, with holidays and made-up working days as dated data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Holiday:
    """One day of a pack that differs from the plain week, with its name in each language and its source."""

    day: date
    kind: str
    names: Mapping[str, str]
    source: str


@dataclass(frozen=True)
class Calendar:
    """Weekly days off as ISO weekdays (Monday is 1), and the days that differ: `off` or `working`."""

    weekend: tuple[int, ...] = ()
    exceptions: Mapping[date, str] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Return whether `day` is a working day."""
        kind = self.exceptions.get(day)
        return kind == "working" if kind else day.isoweekday() not in self.weekend

    def working_day(self, day: date) -> date:
        """Return `day`, or the next working day where it is a day off."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def with_days(self, days: Mapping[date, str]) -> "Calendar":
        """Return the calendar in which these days are `off` or `working`, whatever they were."""
        return Calendar(self.weekend, {**self.exceptions, **days})

    def days_left(self, today: date, due: date) -> int:
        """Return how many working days are left after `today`, the day on which something is due included.

        Edges:   0 on that day itself; below 0 after it: so many working days have passed since.
        """
        if due < today:
            return -self.days_left(due, today)
        days = (today + timedelta(days=number) for number in range(1, (due - today).days + 1))
        return sum(map(self.is_working, days))
