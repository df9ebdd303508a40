"""Periods and days in words."""

from collections.abc import Mapping
from typing import Any

from giaoban.core.registry.periods import add_months, parse_period


def say_period(text: str, wording: Mapping[str, Any]) -> str:
    """Return a period in words.

    Shape:   `wording["periods"]` is keyed by first month and length (“01/P12M” a year, “04/P3M” the second
             quarter), or by length alone (“P1M”), or `other`.
    """
    period = parse_period(text)
    forms = wording["periods"]
    length = f"P{period.months}M"
    form = forms.get(f"{period.start_on.month:02d}/{length}") or forms.get(length) or forms["other"]
    last = add_months(period.start_on, period.months - 1)
    return form.format(
        year=period.start_on.year,
        last_year=last.year,
        short_last_year=f"{last.year % 100:02d}",
        month=period.start_on.month,
        last_month=last.month,
        months=period.months,
    )


def say_day(text: str, wording: Mapping[str, Any]) -> str:
    """Return a day, month or year (ISO 8601) in the wording's form; any other text as it stands."""
    parts = text.split("T")[0].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return text
    named = dict(zip(("year", "month", "day"), parts, strict=False))
    months = wording["days"].get("months", ())
    if months and "month" in named:
        named["month_name"] = months[int(named["month"]) - 1]
    form = wording["days"][("year", "month", "day")[len(parts) - 1]]
    return form.format(plain_day=int(named.get("day", 0)), **named)
