"""Rooms: what goes on in a conference now, as it follows from all that happened in it, moment by moment."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from giaoban.core.conduct.attendance import ARRIVED, LEFT

ITEM_BEGUN, ITEM_EXTENDED = "item.begun", "item.extended"
PAUSED, RESUMED = "room.paused", "room.resumed"
REGISTERED, WITHDRAWN = "speaker.registered", "speaker.withdrawn"
CALLED, ENDED = "speaker.called", "speaker.ended"
CHART_SHOWN = "chart.shown"


@dataclass(frozen=True)
class Happening:
    """One moment as the room takes it in: its number, what, when, and what belongs to it."""

    number: int
    verb: str
    at: datetime
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Wish:
    """A delegate's wish to speak: `number` is the moment's, so that the earlier wish has the lower one."""

    delegate_id: int
    number: int
    at: datetime
    is_point: bool = False


@dataclass(frozen=True)
class Speech:
    """Who speaks, and since when."""

    delegate_id: int
    since: datetime


@dataclass(frozen=True)
class Room:
    """A room at one moment.

    Shape:   `present` says of each delegate who is there whether in the hall or online; `spoken` how many
             seconds each has spoken in all; `paused` how long the item that goes on stood still before.
    """

    number: int = 0
    item_id: int | None = None
    begun_at: datetime | None = None
    extended: timedelta = timedelta()
    paused_at: datetime | None = None
    paused: timedelta = timedelta()
    present: Mapping[int, str] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    speech: Speech | None = None
    spoken: Mapping[int, int] = field(default_factory=dict)
    chart: str = ""

    def wish_of(self, delegate_id: int) -> Wish | None:
        """Return the wish of a delegate that is still open."""
        return next((one for one in self.wishes if one.delegate_id == delegate_id), None)

    def ends_at(self, planned: timedelta) -> datetime | None:
        """Return when the item that goes on is over, with all that it was extended and stood still by.

        Edges:   none before the first item; while the room is paused it lies as far off as when it stopped.
        """
        if self.begun_at is None:
            return None
        return self.begun_at + planned + self.extended + self.paused


def follow(happenings: Iterable[Happening], room: Room | None = None) -> Room:
    """Return the room after all these moments, from an empty one or from where it stood before them.

    Edges:   what the room does not know (a poll, a caption) only counts its number.
    """
    found = room or Room()
    for one in happenings:
        found = replace(_STEPS.get(one.verb, _nothing)(found, one), number=one.number)
    return found


def _nothing(room: Room, one: Happening) -> Room:
    return room


def _item_begun(room: Room, one: Happening) -> Room:
    """Begin an item: its own time counts from now; whoever speaks is no longer heard, wishes are over."""
    still = _ended(room, one)
    fresh = {"extended": timedelta(), "paused_at": None, "paused": timedelta(), "wishes": ()}
    return replace(still, item_id=one.payload["item"], begun_at=one.at, **fresh)


def _item_extended(room: Room, one: Happening) -> Room:
    return replace(room, extended=room.extended + timedelta(minutes=one.payload["minutes"]))


def _paused(room: Room, one: Happening) -> Room:
    return replace(room, paused_at=room.paused_at or one.at)


def _resumed(room: Room, one: Happening) -> Room:
    stood = one.at - room.paused_at if room.paused_at else timedelta()
    return replace(room, paused_at=None, paused=room.paused + stood)


def _arrived(room: Room, one: Happening) -> Room:
    return replace(room, present={**room.present, one.payload["delegate"]: one.payload["mode"]})


def _left(room: Room, one: Happening) -> Room:
    """Let somebody go, and with them the wish to speak."""
    gone = one.payload["delegate"]
    present = {key: mode for key, mode in room.present.items() if key != gone}
    return replace(_withdrawn(room, one), present=present)


def _registered(room: Room, one: Happening) -> Room:
    """Take a wish in; whoever has one already keeps their place, unless it becomes a point of order."""
    delegate_id, is_point = one.payload["delegate"], bool(one.payload.get("is_point"))
    known = room.wish_of(delegate_id)
    if known and (known.is_point or not is_point):
        return room
    others = tuple(wish for wish in room.wishes if wish.delegate_id != delegate_id)
    return replace(room, wishes=(*others, Wish(delegate_id, one.number, one.at, is_point)))


def _withdrawn(room: Room, one: Happening) -> Room:
    gone = one.payload["delegate"]
    return replace(room, wishes=tuple(wish for wish in room.wishes if wish.delegate_id != gone))


def _called(room: Room, one: Happening) -> Room:
    still = _withdrawn(_ended(room, one), one)
    return replace(still, speech=Speech(one.payload["delegate"], one.at))


def _ended(room: Room, one: Happening) -> Room:
    if room.speech is None:
        return room
    who, seconds = room.speech.delegate_id, round((one.at - room.speech.since).total_seconds())
    return replace(room, speech=None, spoken={**room.spoken, who: room.spoken.get(who, 0) + seconds})


def _chart_shown(room: Room, one: Happening) -> Room:
    return replace(room, chart=one.payload["chart"])


_STEPS: Mapping[str, Callable[[Room, Happening], Room]] = {
    ITEM_BEGUN: _item_begun,
    ITEM_EXTENDED: _item_extended,
    PAUSED: _paused,
    RESUMED: _resumed,
    ARRIVED: _arrived,
    LEFT: _left,
    REGISTERED: _registered,
    WITHDRAWN: _withdrawn,
    CALLED: _called,
    ENDED: _ended,
    CHART_SHOWN: _chart_shown,
}
