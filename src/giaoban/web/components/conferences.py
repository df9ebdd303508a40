"""Conferences in words: which ones concern the one who reads, and when, where and with whom one is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from giaoban.core.conduct.agenda import Slot
from giaoban.queries import agendas, conferences, delegates
from giaoban.web.access import allows
from giaoban.web.actors import actor_of
from giaoban.web.components.phases import say_phase
from giaoban.web.components.roles import say_role


@dataclass(frozen=True)
class Entry:
    """One conference in a list: what it is, in which stage, and where the one who reads follows it."""

    conference: Any
    stage: str
    url: str
    is_coming: bool


def entries(request: HttpRequest) -> list[Entry]:
    """Return the conferences that concern the one who asks, the latest first."""
    told = ((one, _address(request, one)) for one in conferences.known())
    return [
        Entry(one, say_phase(one.stage), url, one.stage in ("preparing", "convened", "sitting"))
        for one, url in told
        if url
    ]


def programme(conference: Any) -> list[tuple[str, list[Slot]]]:
    """Return the agenda by section, each item with its planned times."""
    sections: list[tuple[str, list[Slot]]] = []
    for slot in agendas.slots(conference):
        if not sections or sections[-1][0] != slot.item.section:
            sections.append((slot.item.section, []))
        sections[-1][1].append(slot)
    return sections


def seats(conference: Any) -> list[tuple[Any, str]]:
    """Return who sits on the day by precedence, each with what the seat is called."""
    return [(one, say_role(one.seat)) for one in delegates.seating(conference.key)]


def _address(request: HttpRequest, one: Any) -> str:
    """Return where the one who asks follows a conference: all of it, or from their unit's site."""
    if allows(request, "conference.read", "", one.stage, one.key):
        return reverse("conference", kwargs={"conference_key": one.key})
    units = {site.unit_key for site in conferences.sites(one.key)} & actor_of(request).unit_keys
    for unit_key in sorted(units):
        if allows(request, "site.read", unit_key, one.stage, one.key):
            return reverse("conference_site", kwargs={"conference_key": one.key, "unit_key": unit_key})
    return ""
