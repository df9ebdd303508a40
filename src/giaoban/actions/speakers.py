"""Speakers: a delegate asks to speak and withdraws; chair or clerk calls the next one and ends a speech."""

from django.db import transaction

from giaoban.actions import moments
from giaoban.core.conduct.rooms import CALLED, ENDED, REGISTERED, WITHDRAWN, Room
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import delegates, rooms
from giaoban.records.models import Conference, Moment

#: Seats that speak.
_VOICES = ("chair", "delegate")


def register(*, conference: str, delegate_id: int, is_point: bool = False, by: str) -> Moment:
    """Take in that a delegate wishes to speak, or raises a point of order.

    Edges:   the clerk registers whoever sits in the hall without a device: then `by` is the clerk.
    Raises:  NotFound for nobody of this conference; Invalid for a seat without a voice; Conflict if the wish
             is there already.
    """
    with transaction.atomic():
        found, room = _open(conference, "room.speak")
        _require_voice(conference, delegate_id)
        known = room.wish_of(delegate_id)
        if known and (known.is_point or not is_point):
            raise Conflict("The wish to speak is registered already", "It keeps its place.")
        told = {"delegate": delegate_id, "is_point": is_point}
        return moments.note(conference=found, verb=REGISTERED, by=by, payload=told)


def withdraw(*, conference: str, delegate_id: int, by: str) -> Moment:
    """Take a wish to speak back.

    Raises:  Conflict if there is none.
    """
    with transaction.atomic():
        found, room = _open(conference, "room.speak")
        _require_wish(room, delegate_id)
        return moments.note(conference=found, verb=WITHDRAWN, by=by, payload={"delegate": delegate_id})


def call(*, conference: str, delegate_id: int, seen: int, by: str) -> Moment:
    """Give a delegate the floor; whoever spoke has ended. `seen` is the last moment that was shown.

    Raises:  Invalid for a seat without a voice; Conflict if somebody was called since.
    """
    with transaction.atomic():
        found, _ = _open(conference, "room.lead")
        _require_voice(conference, delegate_id)
        moments.require_seen(conference=found, verbs=(CALLED,), seen=seen)
        return moments.note(conference=found, verb=CALLED, by=by, payload={"delegate": delegate_id})


def end(*, conference: str, seen: int, by: str) -> Moment:
    """End the speech that goes on.

    Raises:  Conflict if nobody speaks, or somebody else by now.
    """
    with transaction.atomic():
        found, room = _open(conference, "room.lead")
        moments.require_seen(conference=found, verbs=(CALLED, ENDED), seen=seen)
        if room.speech is None:
            raise Conflict("Nobody speaks", "Nothing was changed.")
        told = {"delegate": room.speech.delegate_id}
        return moments.note(conference=found, verb=ENDED, by=by, payload=told)


def _open(conference: str, action: str) -> tuple[Conference, Room]:
    found = moments.lock(conference=conference, action=action)
    return found, rooms.room_of(found)


def _require_voice(conference: str, delegate_id: int) -> None:
    one = next((one for one in delegates.of_conference(conference) if one.pk == delegate_id), None)
    if one is None:
        raise NotFound("There is no such delegate", "Reload the room.")
    if one.seat not in _VOICES:
        raise Invalid("This seat has no voice", "Chair and delegates speak.")


def _require_wish(room: Room, delegate_id: int) -> None:
    if room.wish_of(delegate_id) is None:
        raise Conflict("There is no wish to speak any more", "Nothing was changed.")
