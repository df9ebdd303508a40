"""Entries: the conferences that concern the one who reads, and from where each is followed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from giaoban.queries import conferences
from giaoban.web.access import allows
from giaoban.web.actors import actor_of
from giaoban.web.components.phases import say_phase


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


def _address(request: HttpRequest, one: Any) -> str:
    """Return where the one who asks follows a conference: all of it, or from their unit's site."""
    if allows(request, "conference.read", "", one.stage, one.key):
        return reverse("conference", kwargs={"conference_key": one.key})
    units = {site.unit_key for site in conferences.sites(one.key)} & actor_of(request).unit_keys
    for unit_key in sorted(units):
        if allows(request, "site.read", unit_key, one.stage, one.key):
            return reverse("conference_site", kwargs={"conference_key": one.key, "unit_key": unit_key})
    return ""
