"""Convening: what is in the way of a conference before it is convened, and before it sits, all at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from giaoban.core.conduct.agenda import Item, Limits, plan
from giaoban.core.errors import Finding, Place
from giaoban.core.registry.calendars import Calendar


@dataclass(frozen=True)
class Seat:
    """One seat that somebody has: who, in which seat, by which precedence, at the site of which unit.

    `is_substitute` for somebody who stands in: they take the precedence of whom they stand in for.
    `waits` where the chair has not answered yet.
    """

    name: str
    seat: str
    precedence: int
    unit_key: str = ""
    is_substitute: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Assembly:
    """A conference as it is planned: when, its items, its seats, its sites by unit (`""` is the hall).

    `sites` gives each site's name; `units` the units that exist on its day; `planned_on` the day that the
    round plans for it; `left_open` what the last conference left open and the agenda does not take up.
    """

    begins_at: datetime
    ends_at: datetime
    items: tuple[Item, ...]
    seats: tuple[Seat, ...]
    sites: dict[str, str]
    units: frozenset[str]
    planned_on: date | None = None
    left_open: tuple[str, ...] = ()


def before_convening(one: Assembly, limits: Limits, calendar: Calendar, today: date) -> tuple[Finding, ...]:
    """Return everything that stands in the way of inviting to a conference today.

    Shape:   what is wrong and what to do are constant texts, so that pages can translate them; `where` names
             the item, the person, the site, the day or the hour. An error holds the conference back; a
             warning until somebody says why it goes on.
    Source:  packs/<id>/rules/conferences.yaml
    """
    return (
        *_leads(one.seats),
        *_programme(one),
        *_precedence(one.seats),
        *_sites(one),
        *_days(one, limits, calendar, today),
        *_speech(one.items, limits),
        *(_doubt("left_open", *_LEFT_OPEN, title) for title in one.left_open),
    )


def before_sitting(one: Assembly, now: datetime, *, is_frozen: bool) -> tuple[Finding, ...]:
    """Return everything that stands in the way of opening a conference now, as `before_convening` does.

    Edges:   `is_frozen` says whether the figures of its round are: a conference starts from frozen ones.
    """
    day = one.begins_at.date()
    waiting = (_doubt("answer_awaited", *_AWAITED, seat.name) for seat in one.seats if seat.waits)
    return (
        *_leads(one.seats),
        *_programme(one),
        *_precedence(one.seats),
        *([_doubt("another_time", *_ANOTHER_TIME, day.isoformat())] if now.date() != day else []),
        *([] if is_frozen else [_doubt("not_frozen", *_NOT_FROZEN)]),
        *waiting,
    )


def last_day_of_notice(begins_on: date, days: int, calendar: Calendar) -> date:
    """Return the last working day on which so many working days are left until the conference begins."""
    day = begins_on
    while calendar.days_left(day, begins_on) < days or not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _leads(seats: Iterable[Seat]) -> Iterator[Finding]:
    taken = {seat.seat for seat in seats if not seat.waits}
    if "chair" not in taken:
        yield Finding("no_chair", "Nobody chairs the conference", "Give somebody the seat of the chair.")
    if "clerk" not in taken:
        yield Finding("no_clerk", "Nobody writes the minutes", "Give somebody the seat of the clerk.")


def _programme(one: Assembly) -> Iterator[Finding]:
    if not one.items:
        yield Finding("no_items", "The agenda is empty", "Add what the conference deals with.")
        return
    for item in one.items:
        if item.minutes <= 0:
            yield Finding(
                "no_time", "An item has no time", "Say how many minutes it takes.", Place(item.title)
            )
    end = plan(one.items, one.begins_at)[-1].ends_at
    if end > one.ends_at:
        detail = "Shorten or remove items, or let the conference end later."
        where = Place(f"{end:%H:%M} > {one.ends_at:%H:%M}")
        yield Finding("too_long", "The programme is longer than the conference", detail, where)


def _precedence(seats: Iterable[Seat]) -> Iterator[Finding]:
    """Yield each place in the order that several people have: nothing but the office may order them."""
    own = sorted((seat for seat in seats if not seat.is_substitute), key=lambda seat: seat.precedence)
    for number, same in groupby(own, key=lambda seat: seat.precedence):
        names = [seat.name for seat in same]
        if len(names) > 1:
            title, detail = (
                "Several people have the same precedence",
                "The office gives each a place of its own.",
            )
            yield Finding("same_precedence", title, detail, Place(f"{number}: {' = '.join(names)}"))


def _sites(one: Assembly) -> Iterator[Finding]:
    for unit_key, name in one.sites.items():
        if unit_key and unit_key not in one.units:
            title = "A site is that of a unit that does not exist on the day of the conference"
            detail = "Seat its delegates at the site of the unit that follows it."
            yield Finding("no_such_unit", title, detail, Place(name))
    seated = {seat.unit_key for seat in one.seats}
    for unit_key, name in one.sites.items():
        if unit_key in one.units and unit_key not in seated:
            yield _doubt("nobody_there", *_NOBODY, name)


def _days(one: Assembly, limits: Limits, calendar: Calendar, today: date) -> Iterator[Finding]:
    day = one.begins_at.date()
    if not calendar.is_working(day):
        yield _doubt("day_off", "The conference begins on a day off", _WHY, day.isoformat())
    if one.planned_on and one.planned_on != day:
        title = "The round plans the conference for another day"
        yield _doubt("another_day", title, _WHY, one.planned_on.isoformat())
    if limits.notice_days is not None and calendar.days_left(today, day) < limits.notice_days:
        last = last_day_of_notice(day, limits.notice_days, calendar)
        yield _doubt("short_notice", *_SHORT_NOTICE, last.isoformat())


def _speech(items: Iterable[Item], limits: Limits) -> Iterator[Finding]:
    for item in items:
        most = limits.speech_minutes
        if item.kind == "conclusion" and most is not None and item.minutes > most:
            yield _doubt("long_speech", *_LONG_SPEECH, f"{item.title}: {item.minutes} > {most}")


_WHY = "Say why."
_SHORT_NOTICE = ("The invitation goes out too late", "It was to go out by that day; say why it did not.")
_LONG_SPEECH = ("The concluding speech is longer than the rules allow", "Shorten it, or say why.")
_NOBODY = ("Nobody is named for a site", "Name who sits there, or say why nobody does.")
_LEFT_OPEN = (
    "What the last conference left open is not on the agenda",
    "Take it up on the agenda, or say why not.",
)
_AWAITED = ("The chair has not answered about a substitute", "Let the chair consent or refuse, or say why.")
_NOT_FROZEN = ("The figures of the round are not frozen", "Freeze them on the timetable, or say why it sits.")
_ANOTHER_TIME = ("The conference is planned for another day", "Change its time, or say why it sits today.")


def _doubt(code: str, title: str, detail: str, where: str = "") -> Finding:
    return Finding(code, title, detail, Place(where), "warning")
