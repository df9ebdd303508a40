"""Moments: until when a question counts what is known: a day of release, or also a time of recording."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from giaoban.core.errors import Invalid


@dataclass(frozen=True)
class Moment:
    """A day of knowledge; where a time was given, also the moment until which recordings count."""

    day: str
    recorded_by: datetime | None = None


def today() -> Moment:
    """Return the day it is now, with all that was recorded."""
    return Moment(timezone.localdate().isoformat())


def moment(text: str | None) -> Moment:
    """Return the moment written as 2024-01-17 or 2024-01-17T09:30 (the installation's time); else today.

    Raises:  Invalid if `text` is neither.
    """
    if text is None:
        return today()
    try:
        if ":" not in text:
            return Moment(date.fromisoformat(text).isoformat())
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise Invalid(f"“{text}” is not a date", "Write 2024-01-17 or 2024-01-17T09:30.") from fault
    return Moment(at.date().isoformat(), at if at.tzinfo else timezone.make_aware(at))
