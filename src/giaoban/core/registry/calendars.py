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
        return kind == "working" if kind else self._is_plain(day)

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
        weeks, rest = divmod((due - today).days, 7)
        plain = [due - timedelta(days=number) for number in range(rest)]
        exceptions = [day for day in self.exceptions if today < day <= due]
        return (
            weeks * (7 - len(set(self.weekend)))
            + sum(map(self._is_plain, plain))
            + sum(self.is_working(day) - self._is_plain(day) for day in exceptions)
        )

    def _is_plain(self, day: date) -> bool:
        """Return whether the plain week works on `day`."""
        return day.isoweekday() not in self.weekend
