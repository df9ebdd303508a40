"""Rooms: what goes on in a conference now: its item, who speaks, who waits, who is there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from giaoban.core.conduct.rooms import Happening, Room, Wish, follow
from giaoban.core.conduct.speakers import Voice, order_speakers
from giaoban.queries import conferences, delegates, factsheets
from giaoban.records.models import AgendaItem, Conference, Delegate, Moment, Site

#: Rooms as they were last put together: what happened since is added. A conference is one row, made once.
_ROOMS: dict[tuple[int, datetime], Room] = {}


@dataclass(frozen=True)
class Sight:
    """A room with the rows that its moments speak of; `waiting` is the order in which speakers are called."""

    conference: Conference
    room: Room
    agenda: tuple[AgendaItem, ...]
    delegates: Mapping[int, Delegate]
    sites: tuple[Site, ...]
    waiting: tuple[Wish, ...]

    @property
    def item(self) -> AgendaItem | None:
        """Return the item that goes on."""
        return next((one for one in self.agenda if one.pk == self.room.item_id), None)

    @property
    def following(self) -> AgendaItem | None:
        """Return the item that comes next."""
        number = self.item.number if self.item else 0
        return next((one for one in self.agenda if one.number > number), None)

    @property
    def ends_at(self) -> datetime | None:
        """Return when the time of the item that goes on is over."""
        return self.room.ends_at(timedelta(minutes=self.item.minutes)) if self.item else None

    def counts(self) -> tuple[tuple[Site, int, int], ...]:
        """Return for each site how many of its delegates are in the hall and online."""
        modes = [(self.delegates[one].site_id, mode) for one, mode in self.room.present.items()]
        return tuple(
            (site, modes.count((site.pk, "hall")), modes.count((site.pk, "online"))) for site in self.sites
        )


def room_of(conference: Conference) -> Room:
    """Return the room of a conference after its last moment."""
    key = (conference.pk, conference.at)
    known = _ROOMS.get(key, Room())
    rows = Moment.objects.filter(conference=conference, number__gt=known.number).order_by("number")
    told = (Happening(one.number, one.verb, one.at, one.payload) for one in rows)
    _ROOMS[key] = room = follow(told, known)
    return room


def look(key: str) -> Sight:
    """Return the room of a conference with all that its pages show.

    Raises:  NotFound if there is no such conference.
    """
    conference = conferences.by_key(key)
    room, people = room_of(conference), {one.pk: one for one in delegates.ever(key)}
    voices = {one.pk: _voice(one, room) for one in people.values()}
    waiting = order_speakers(room.wishes, voices, room.spoken)
    return Sight(conference, room, conferences.agenda(key), people, conferences.sites(key), waiting)


def charts(conference: Conference) -> Mapping[str, Any]:
    """Return the charts of the round's latest factsheet by name; none before one is frozen."""
    digest = factsheets.latest_digest(conference.round_id)
    documents = factsheets.by_digest(digest).get("documents", {}) if digest else {}
    return next(iter(documents.values()), {}).get("charts", {})


def last_numbers(keys: Collection[str]) -> Mapping[str, int]:
    """Return the number of the last moment of each of these conferences; one without any is left out."""
    rows = Moment.objects.filter(conference__key__in=keys).order_by().values_list("conference__key")
    return dict(rows.annotate(last=Max("number")))


def _voice(one: Delegate, room: Room) -> Voice:
    """Return for whom a delegate speaks, and from which side: where they are, else where they were to be."""
    side = room.present.get(one.pk) or ("online" if one.site.unit_key else "hall")
    return Voice(one.pk, one.site.unit_key or f"delegate {one.pk}", side)
