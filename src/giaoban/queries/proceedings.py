"""Proceedings: what the course of a conference says of each item, and what it proposes for the minutes."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from giaoban.core.conduct.attendance import Mode, Stay, stays
from giaoban.core.conduct.proceedings import (
    ADJOURNED,
    BEGUN,
    OPENED,
    Happened,
    Polled,
    Proceedings,
    passages,
    polled,
    proceed,
)
from giaoban.core.registry.packs import Pack
from giaoban.core.writing.minutes import Seat, Words, propose
from giaoban.queries import conferences, delegates, packs
from giaoban.records.models import Conference


def course(conference: str) -> tuple[Happened, ...]:
    """Return what happened in the room, in its order, at the times of the installation."""
    return tuple(
        Happened(one.verb, one.payload, timezone.localtime(one.at)) for one in conferences.moments(conference)
    )


def of_items(conference: str) -> Mapping[int, Proceedings]:
    """Return how each item went that has begun, by its number."""
    happened, homes = course(conference), homes_of(conference)
    told = {one.number: proceed(happened, one.pk, homes) for one in conferences.agenda(conference)}
    return {number: one for number, one in told.items() if one}


def proposals(conference: str) -> Mapping[int, Mapping[str, str]]:
    """Return what the course proposes for the texts of each item that has begun.

    Edges:   none where the pack has no words for minutes.
    """
    _, words = words_of(conference)
    if not words:
        return {}
    named = seats(conference)
    return {number: propose(one, named, words) for number, one in of_items(conference).items()}


def words_of(conference: str) -> tuple[Pack, Words]:
    """Return the pack of a conference and its words for minutes, in its own language; none if it has none."""
    pack, _ = packs.of_round(conferences.by_key(conference).round_id)
    return pack, pack.documents.get(f"minutes.{pack.languages[0]}", {})


def times(conference: Conference) -> tuple[datetime, datetime | None]:
    """Return when a conference began and ended; as long as it has not begun, when it is to begin."""
    happened = course(conference.key)
    began = [one.at for one in happened if one.verb in (OPENED, BEGUN)]
    ended = [one.at for one in happened if one.verb == ADJOURNED]
    return next(iter(began), timezone.localtime(conference.begins_at)), next(iter(ended[-1:]), None)


def stays_of(conference: str) -> tuple[Stay, ...]:
    """Return who was there from when until when."""
    return stays(passages(course(conference), homes_of(conference)))


def polls(conference: str) -> tuple[Polled, ...]:
    """Return every poll that was closed, in its order."""
    happened = course(conference)
    return polled(happened, happened)


def homes_of(conference: str) -> Mapping[int, Mode]:
    """Return how each delegate takes part by their site: a unit's own room is joined to the hall online."""
    rows = delegates.of_conference(conference)
    return {one.pk: "online" if one.site.unit_key else "hall" for one in rows}


def seats(conference: str) -> tuple[Seat, ...]:
    """Return everybody who has a seat, by precedence, with their site unless it is the hall."""
    return tuple(
        Seat(
            one.pk,
            one.name,
            one.post,
            one.seat,
            one.site.name if one.site.unit_key else "",
            one.stands_for.name if one.stands_for else "",
        )
        for one in delegates.of_conference(conference)
    )
