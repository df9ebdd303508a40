"""Periods: what time a figure is about. Half-open intervals of dates."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.core.errors import Invalid

_MONTHS_BY_LETTER = {"S": 6, "Q": 3}
_PATTERNS = (
    re.compile(r"(?P<year>[12][0-9]{3})"),
    re.compile(r"(?P<year>[12][0-9]{3})-(?P<letter>S)(?P<ordinal>[12])"),
    re.compile(r"(?P<year>[12][0-9]{3})-(?P<letter>Q)(?P<ordinal>[1-4])"),
    re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])"),
    re.compile(
        r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])-01/P(?P<count>[1-9][0-9]?)(?P<measure>[MY])"
    ),
)


@dataclass(frozen=True, order=True)
class Period:
    """A period of whole months, with the text it was written as."""

    start_on: date
    months: int
    text: str

    @property
    def end_on(self) -> date:
        """Return the first day after the period."""
        return add_months(self.start_on, self.months)

    @property
    def last_on(self) -> date:
        """Return the last day of the period."""
        return self.end_on - timedelta(days=1)

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two periods have a day in common."""
        return self.start_on < other.end_on and other.start_on < self.end_on

    def years_before(self, years: int) -> "Period":
        """Return the same period `years` earlier, written in the same form."""
        year = self.start_on.year
        return parse_period(self.text.replace(f"{year:04d}", f"{year - years:04d}", 1))


def add_months(day: date, months: int) -> date:
    """Return the first of the month that lies `months` after the month of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def parse_period(text: str) -> Period:
    """Return the period written as `2023`, `2023-S1`, `2023-Q1`, `2023-01` or `2023-01-01/P9M`.

    Raises:  Invalid if the text has none of these forms.
    Source:  SDMX 3.0 section 2, reporting and standard time periods; ISO 8601 time ranges.
    """
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            return _build(text, **match.groupdict())
    raise Invalid(f"“{text}” is not a period", "Write 2023, 2023-S1, 2023-Q1, 2023-01 or 2023-01-01/P9M.")


def _build(
    text: str,
    year: str,
    month: str = "1",
    letter: str = "",
    ordinal: str = "1",
    count: str = "",
    measure: str = "",
) -> Period:
    months = _MONTHS_BY_LETTER.get(letter) or (1 if month != "1" else 12)
    if count:
        months = int(count) * (12 if measure == "Y" else 1)
    start = date(int(year), int(month), 1)
    return Period(add_months(start, (int(ordinal) - 1) * months), months, text)
