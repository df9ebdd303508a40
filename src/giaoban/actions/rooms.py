"""Rooms: chair or clerk leads through the agenda: item by item, with pauses, more time, and charts."""

from django.db import transaction

from giaoban.actions import moments
from giaoban.core.conduct.rooms import CHART_SHOWN, ITEM_BEGUN, ITEM_EXTENDED, PAUSED, RESUMED
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import conferences, rooms
from giaoban.records.models import Moment

#: How many minutes an item can be given at once.
MOST_MINUTES = 60


def begin(*, conference: str, item_id: int, seen: int, by: str) -> Moment:
    """Begin an item of the agenda; the one before is over. `seen` is the last moment that was shown.

    Raises:  NotFound for an item of another agenda; Conflict if somebody began one since.
    """
    with transaction.atomic():
        found = moments.lock(conference=conference, action="room.lead")
        if item_id not in {one.pk for one in conferences.agenda(conference)}:
            raise NotFound("There is no such item on this agenda", "Reload the room.")
        moments.require_seen(conference=found, verbs=(ITEM_BEGUN,), seen=seen)
        return moments.note(conference=found, verb=ITEM_BEGUN, by=by, payload={"item": item_id})


def extend(*, conference: str, minutes: int, by: str) -> Moment:
    """Give the item that goes on more time.

    Raises:  Invalid for no time, or for more than an hour; Conflict before the first item.
    """
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid("This is no time to extend by", "Name 1 to 60 minutes.")
    with transaction.atomic():
        found = moments.lock(conference=conference, action="room.lead")
        if rooms.room_of(found).item_id is None:
            raise Conflict("No item goes on", "Begin one first.")
        return moments.note(conference=found, verb=ITEM_EXTENDED, by=by, payload={"minutes": minutes})


def pause(*, conference: str, by: str) -> Moment:
    """Let the room stand still: no time of the item passes.

    Raises:  Conflict if it does already.
    """
    return _turn(conference, PAUSED, by, is_paused=False)


def resume(*, conference: str, by: str) -> Moment:
    """Let the room go on.

    Raises:  Conflict if it does already.
    """
    return _turn(conference, RESUMED, by, is_paused=True)


def show_chart(*, conference: str, chart: str, by: str) -> Moment:
    """Show a chart of the round's factsheet on the screens, or none where the name is empty.

    Raises:  NotFound if the factsheet has no such chart.
    """
    with transaction.atomic():
        found = moments.lock(conference=conference, action="room.lead")
        if chart and chart not in rooms.charts(found):
            raise NotFound("There is no such chart", "Choose one of those listed.")
        return moments.note(conference=found, verb=CHART_SHOWN, by=by, payload={"chart": chart})


def _turn(conference: str, verb: str, by: str, *, is_paused: bool) -> Moment:
    with transaction.atomic():
        found = moments.lock(conference=conference, action="room.lead")
        if (rooms.room_of(found).paused_at is not None) != is_paused:
            raise Conflict("Somebody was faster", "Nothing was changed: see the room as it is now.")
        return moments.note(conference=found, verb=verb, by=by, payload={})
