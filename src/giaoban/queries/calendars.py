"""Calendars: which days are worked, by the packs and by what this installation changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from giaoban.core.conduct.deadlines import Moved
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack
from giaoban.records.models import CalendarDay, Event

CHANGED = "calendar.changed"


@dataclass(frozen=True)
class Day:
    """One day that differs from the plain week: what it is, why, and by whom it was changed, if it was."""

    day: date
    kind: str
    names: Mapping[str, str]
    source: str
    by: str = ""


@dataclass(frozen=True)
class Change:
    """One change of a calendar, with the open deadlines that it moved."""

    day: date
    kind: str
    name: str
    reason: str
    by: str
    at: datetime
    moved: tuple[Moved, ...]


def effective(pack: Pack) -> Calendar:
    """Return the calendar that holds for a pack: its own days, and what was changed since."""
    return pack.calendar.with_days(dict(changed_days(pack.pack_id)))


def changed_days(pack_id: str) -> tuple[tuple[date, str], ...]:
    """Return the days that were changed, each as it was changed last."""
    rows = CalendarDay.objects.filter(pack_id=pack_id).order_by("id").values_list("day", "kind")
    return tuple(sorted(dict(rows).items()))


def days(pack: Pack, year: int) -> tuple[Day, ...]:
    """Return the days of a year that differ from the plain week, in their order."""
    own = {one.day: Day(one.day, one.kind, one.names, one.source) for one in pack.holidays}
    rows = CalendarDay.objects.filter(pack_id=pack.pack_id, day__year=year).order_by("id")
    own |= {row.day: _changed(row, pack) for row in rows}
    return tuple(own[day] for day in sorted(own) if day.year == year)


def changes(pack_id: str) -> tuple[Change, ...]:
    """Return every change of the calendar, the latest first."""
    rows = Event.objects.filter(object=pack_id, verb=CHANGED).order_by("-number")
    return tuple(_change(row.payload, row.actor, row.at) for row in rows)


def _changed(row: CalendarDay, pack: Pack) -> Day:
    return Day(row.day, row.kind, dict.fromkeys(pack.languages, row.name), row.reason, row.by)


def _change(payload: Mapping[str, Any], by: str, at: datetime) -> Change:
    told = {name: payload[name] for name in ("kind", "name", "reason")}
    return Change(date.fromisoformat(payload["day"]), by=by, at=at, moved=tuple(_moved(payload)), **told)


def _moved(payload: Mapping[str, Any]) -> Iterator[Moved]:
    for one in payload["moved"]:
        yield Moved(one["deadline"], date.fromisoformat(one["was_on"]), date.fromisoformat(one["is_on"]))
