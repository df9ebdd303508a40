"""Appointments: what a person's own calendar is told, whatever it comes from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar. The same `uid` with a higher `sequence` replaces what was told before.

    `answer` is what the person said to it: empty, accepted or declined.
    """

    uid: str
    sequence: int
    title: str
    begins_at: datetime
    ends_at: datetime
    place: str
    text: str
    link: str
    name: str
    email: str
    answer: str = ""
    is_off: bool = False
