"""Times: which period a phrase of a text names, seen from the period that the text is about."""

from collections.abc import Mapping

from giaoban.core.figures.phrases import When
from giaoban.core.registry.periods import Period, parse_period

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def period_of(when: When, slots: Mapping[str, str], around: Period) -> Period | None:
    """Return the period that is named, a missing year being that of `around`; None where it is another kind.

    Edges:   “the period before” is the same months of the year before, or of the year that is named.
    """
    year = int(slots["year"]) if "year" in slots else around.start_on.year
    if when.period == "before":
        return around.years_before(around.start_on.year - year if "year" in slots else 1)
    if "short_year" in slots and int(slots["short_year"]) != (year + 1) % 100:
        return None
    text = _text(when, slots, year)
    return parse_period(text) if text else None


def _text(when: When, slots: Mapping[str, str], year: int) -> str:
    number = _number(slots) or when.number
    if when.period == "year":
        return f"{year}" if when.start_month == 1 else f"{year}-{when.start_month:02d}-01/P12M"
    forms = {"quarter": f"-Q{number}", "half": f"-S{number}", "month": f"-{number:02d}"}
    if when.period == "first_months":
        return f"{year}-01-01/P{number}M"
    return f"{year}{forms[when.period]}" if when.period in forms else ""


def _number(slots: Mapping[str, str]) -> int:
    text = next((slots[name] for name in ("quarter", "half", "months", "month") if name in slots), "0")
    return _ROMAN.get(text) or int(text)


def is_same(one: Period, other: Period) -> bool:
    """Return whether two periods are the same months, however they are written."""
    return (one.start_on, one.months) == (other.start_on, other.months)


def is_within(part: Period, whole: Period) -> bool:
    """Return whether a period lies in another and is shorter."""
    is_inside = whole.start_on <= part.start_on and part.end_on <= whole.end_on
    return is_inside and part.months < whole.months
