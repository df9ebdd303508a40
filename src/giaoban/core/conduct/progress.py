"""Progress: how far the units of a round are, who is late by how much, and where the last one stood then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from giaoban.core.conduct.workflow import AT_THE_UNIT, SENT, STATUSES, Status, next_role
from giaoban.core.registry.calendars import Calendar

#: Nobody has begun. Before the statuses of a submission, in the order of their way.
NOT_BEGUN = "not_begun"
STATES: tuple[str, ...] = (NOT_BEGUN, *STATUSES)


@dataclass(frozen=True)
class Progress:
    """How far one unit is. Only counts: what is typed stays at the unit until it is sent.

    `since` is when it came into this state, `sent_at` when it was first sent; `days_late` are the working
    days past the deadline until it was sent, or until today: None where it is in time, 0 where not a whole
    working day has passed.
    """

    unit_key: str
    state: str
    filled: int
    owed: int
    errors: int
    since: datetime | None = None
    by: str = ""
    sent_at: datetime | None = None
    days_late: int | None = None

    @property
    def is_sent(self) -> bool:
        """Return whether the unit has sent its report at least once."""
        return self.state in SENT

    @property
    def is_owing(self) -> bool:
        """Return whether the unit itself still has to do something."""
        return self.state in (NOT_BEGUN, "completed", *AT_THE_UNIT)

    @property
    def waits_for(self) -> str:
        """Return the role for whom it waits; nobody once it is approved."""
        return next_role(status_of(self.state))


@dataclass(frozen=True)
class Standing:
    """How many units had begun and had sent something at one moment, of how many."""

    begun: int
    sent: int
    of: int


@dataclass(frozen=True)
class First:
    """When a unit first began and first sent its report; None before that."""

    begun_at: datetime | None = None
    sent_at: datetime | None = None


def status_of(state: str) -> Status:
    """Return the status of a submission in this state: one that nobody has begun is being drafted."""
    return next((status for status in STATUSES if status == state), "drafting")


def days_late(deadline: date, done_on: date, calendar: Calendar) -> int | None:
    """Return how many working days after the deadline something was done; None where it was in time."""
    return None if done_on <= deadline else -calendar.days_left(done_on, deadline)


def totals(units: Iterable[Progress]) -> dict[str, int]:
    """Return how many units are in each state, in the order of the way; states without any are left out."""
    states = [one.state for one in units]
    return {state: states.count(state) for state in STATES if state in states}


def same_moment(now: datetime, deadline: date, calendar: Calendar, then: date) -> datetime:
    """Return the moment that stood to the deadline `then` as `now` stands to `deadline`.

    Shape:   as many working days before or after it, at the same time of day, in the same time zone.
    Edges:   a day off stands for the end of the working day before it.
    """
    left = calendar.days_left(now.date(), deadline)
    day = then
    for _ in range(abs(left)):
        day = _neighbour(day, calendar, timedelta(days=1 if left < 0 else -1))
    is_off = not calendar.is_working(now.date())
    return datetime.combine(day, time.max if is_off else now.time(), tzinfo=now.tzinfo)


def standing_at(at: datetime, firsts: Mapping[str, First], units: Sequence[str]) -> Standing:
    """Return how many of the units had begun, and had sent something, by that moment."""
    own = [firsts.get(unit_key, First()) for unit_key in units]
    begun, sent = ([getattr(one, name) for one in own] for name in ("begun_at", "sent_at"))
    return Standing(*(sum(day is not None and day <= at for day in days) for days in (begun, sent)), len(own))


def _neighbour(day: date, calendar: Calendar, step: timedelta) -> date:
    day += step
    while not calendar.is_working(day):
        day += step
    return day
