"""Sections: the parts of a room's page that are drawn anew when what they show has happened.

A section shows the same to everybody of one audience, so that it is drawn once and sent to all of them. What
concerns one person alone stands beside the sections, in the page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from giaoban.queries import conferences, minutes, rooms
from giaoban.queries.rooms import Sight
from giaoban.web.components.charts import draw
from giaoban.web.components.courses import say_moment
from giaoban.web.components.minuted import say_part
from giaoban.web.components.pages import open_sheet
from giaoban.web.conference import polls, video

#: `chair` is for chair and clerk, `observer` for whoever does not follow the minutes before they are signed,
#: `screen` for the large one in the hall.
Audience = Literal["delegate", "observer", "chair", "screen"]
ALL: tuple[Audience, ...] = get_args(Audience)
#: What is read of an item while it goes on; who is there stands beside it anyway.
_READ = ("course", "opinions", "decisions")


@dataclass(frozen=True)
class Section:
    """One part of the page: its template, what that needs, and the beginnings of the verbs that change it."""

    name: str
    context: Callable[[Sight], Mapping[str, Any]]
    verbs: tuple[str, ...]
    audiences: tuple[Audience, ...] = ALL

    def is_changed(self, verbs: Iterable[str]) -> bool:
        """Return whether something has happened that this part shows."""
        return any(verb.startswith(self.verbs) for verb in verbs)

    def draw(self, sight: Sight, audience: Audience, mark: str = "") -> str:
        """Return the part as HTML, in the language of the moment.

        `mark` is that by which the site knows its own forms: of one reader, so only in their own page.
        """
        own = {"csrf_token": mark} if mark else {}
        told = {"sight": sight, "conference": sight.conference, "audience": audience, **own}
        return render_to_string(f"conference/sections/{self.name}.html", {**told, **self.context(sight)})


def _item(sight: Sight) -> Mapping[str, Any]:
    return {"item": sight.item, "following": sight.following, "ends_at": sight.ends_at}


def _queue(sight: Sight) -> Mapping[str, Any]:
    speech = sight.room.speech
    return {
        "speaker": sight.delegates[speech.delegate_id] if speech else None,
        "since": speech.since if speech else None,
        "waiting": [(one, sight.delegates[one.delegate_id], _side(sight, one)) for one in sight.waiting],
    }


def _side(sight: Sight, wish: Any) -> str:
    return sight.room.present.get(wish.delegate_id, "")


def _presence(sight: Sight) -> Mapping[str, Any]:
    modes = list(sight.room.present.values())
    there = [one for one in sight.counts() if one[1] or one[2]]
    return {"hall": modes.count("hall"), "online": modes.count("online"), "there": there}


def _chart(sight: Sight) -> Mapping[str, Any]:
    name = sight.room.chart
    if not name or name not in rooms.charts(sight.conference):
        return {"drawn": None}
    sheet = open_sheet(sight.conference.round_id)
    bands = [band["band"] for band in sheet.header["bands"]]
    drawn = draw(name, sheet.document["charts"][name], bands)
    return {"round_id": sheet.round_id, "own_language": sheet.own_language, "drawn": drawn}


def _minutes(sight: Sight) -> Mapping[str, Any]:
    """Return what the clerks have written of the item that goes on."""
    there = minutes.of_item(sight.item) if sight.item else {}
    return {"texts": [(say_part(part), there[part]) for part in _READ if part in there]}


def _console(sight: Sight) -> Mapping[str, Any]:
    has_charts = bool(rooms.charts(sight.conference))
    known = open_sheet(sight.conference.round_id).document["charts"] if has_charts else {}
    shown = [(name, one["title"]) for name, one in known.items()]
    return {**_item(sight), **_queue(sight), "charts": shown}


SECTIONS: tuple[Section, ...] = (
    Section("item", _item, ("item.", "room.", "conference.")),
    Section("chart", _chart, ("chart.", "conference.")),
    Section("queue", _queue, ("speaker.", "item.", "delegate.")),
    Section(
        "console", _console, ("item.", "room.", "speaker.", "delegate.", "chart.", "conference."), ("chair",)
    ),
    Section("minutes", _minutes, ("minutes.", "item.", "conference."), ("delegate", "chair")),
    Section("presence", _presence, ("delegate.",)),
    Section("poll", lambda sight: polls.section(sight.conference), ("poll.", "conference.")),
    Section("video", lambda sight: video.section(sight.conference), ("video.",)),
)


def draw_all(sight: Sight, audience: Audience, mark: str) -> dict[str, str]:
    """Return every part that an audience sees, by name, with the reader's mark in its forms."""
    return {one.name: one.draw(sight, audience, mark) for one in SECTIONS if audience in one.audiences}


def tell(key: str, after: int, audience: Audience) -> dict[str, Any]:
    """Return what has happened since a moment, and the parts that it changed; all of them from the beginning.

    Shape:   `number` is the last moment that is told, `moments` each one since `after`, in order.
    Raises:  NotFound if there is no such conference.
    """
    sight = rooms.look(key)
    rows = [one for one in conferences.moments(key, after) if one.number <= sight.room.number]
    changed = [one.verb for one in rows]
    parts = {
        one.name: one.draw(sight, audience)
        for one in SECTIONS
        if audience in one.audiences and (not after or one.is_changed(changed))
    }
    told = [line(one.number, one.at, say_moment(one.verb, one.payload, sight)) for one in rows]
    now = timezone.now().isoformat()
    return {"after": after, "number": sight.room.number, "now": now, "moments": told, "sections": parts}


def line(number: int, at: Any, text: str) -> dict[str, Any]:
    """Return one moment as the course of the room shows it."""
    return {"number": number, "at": date_format(timezone.localtime(at), "H:i"), "text": text}
