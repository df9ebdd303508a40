"""Calendars: a day off decreed later, or a day worked in exchange, changes a pack's working calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.actions.deadlines import move_deadlines
from giaoban.core.conduct.deadlines import Moved, moved
from giaoban.core.errors import Conflict, Invalid, broken
from giaoban.queries import calendars, deadlines, packs
from giaoban.records.models import CalendarDay, InstalledPack

KINDS = ("off", "working")
#: How far ahead a calendar is changed: a year that is typed wrong is no holiday.
_MOST_YEARS = 5


def set_day(*, pack_id: str, day: date, kind: str, name: str, reason: str, by: str) -> tuple[Moved, ...]:
    """Make a day of a pack's calendar `off` or `working`; return the open deadlines that this moves.

    Edges:   a day that has passed keeps what it was: what was late or in time stays so.
    Raises:  NotFound if there is no such pack; Invalid, with every fault at once; Conflict if the day is
             that already.
    """
    packs.pack(pack_id)
    today = timezone.localdate()
    _require(day, kind, name, reason, today)
    with transaction.atomic():
        InstalledPack.objects.select_for_update().get(pack_id=pack_id)
        pack = packs.pack(pack_id)
        if pack.calendar.is_working(day) == (kind == "working"):
            raise Conflict("The day is that already", "Nothing was changed.")
        after = pack.calendar.with_days({day: kind})
        of_rounds = moved(deadlines.of_pack(pack, pack.calendar), deadlines.of_pack(pack, after), today)
        now, told = timezone.now(), {"kind": kind, "name": name.strip(), "reason": reason.strip()}
        CalendarDay.objects.create(pack_id=pack_id, day=day, at=now, by=by, **told)
        note_moved(moved=of_rounds, by=by, at=now)
        found = (*of_rounds, *move_deadlines(pack=pack, after=after, reason=told["reason"], by=by, at=now))
        payload = {"day": day.isoformat(), **told, "moved": [_record(one) for one in found]}
        events.note(verb=calendars.CHANGED, by=by, object=pack_id, at=now, payload=payload)
    return found


def note_moved(*, moved: Iterable[Moved], by: str, at: datetime) -> None:
    """Note each deadline that a changed calendar moved beside its round, with the old and the new date."""
    with transaction.atomic():
        for one in moved:
            round_id, _, name = one.name.partition("/")
            payload = {**_record(one), "deadline": name}
            events.note(verb="deadline.moved", by=by, object=round_id, at=at, payload=payload)


def _record(one: Moved) -> dict[str, Any]:
    return {"deadline": one.name, "was_on": one.was_on.isoformat(), "is_on": one.is_on.isoformat()}


def _require(day: date, kind: str, name: str, reason: str, today: date) -> None:
    rules = (
        ("kind", kind not in KINDS, "This is no kind of day", "Days are off or working."),
        ("day", day < today, "The day has passed", "What was late or in time by it stays so."),
        (
            "day",
            day.year > today.year + _MOST_YEARS,
            "The day is too far ahead",
            "See whether the year is right.",
        ),
        ("name", not name.strip(), "The day has no name", "Say what it is called."),
        ("name", len(name) > 200, "The name is too long", "Write at most 200 characters."),
        ("reason", not reason.strip(), "There is no reason", "Name the decision by which the day changes."),
    )
    faults = broken(rules)
    if faults:
        raise Invalid("The calendar was not changed", "Mend what is listed.", findings=faults)
