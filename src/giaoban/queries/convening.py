"""Convening: what stands in the way of a conference's next stage, all of it at once."""

from datetime import date, datetime

from django.utils import timezone

from giaoban.core.conduct.convening import Assembly, Seat, before_convening, before_sitting
from giaoban.core.errors import Finding
from giaoban.core.registry.units import Unit, on_day
from giaoban.queries import agendas, conferences, delegates, packs, rounds
from giaoban.records.models import Conference, Delegate


def blockers(conference: Conference, to: str, at: datetime) -> tuple[Finding, ...]:
    """Return everything that stands in the way of a conference's entering the stage `to` at a time.

    Shape:   an error holds the conference back; a warning until somebody says why it goes on. Nothing is in
             the way of adjourning.
    """
    now = timezone.localtime(at)
    if to == "convened":
        pack, _review = packs.of_round(conference.round_id)
        limits = agendas.limits(conference)
        return before_convening(assembly(conference), limits, pack.calendar, now.date())
    if to == "sitting":
        is_frozen = rounds.stage(conference.round_id) in ("frozen", "conference")
        return before_sitting(assembly(conference), now, is_frozen=is_frozen)
    return ()


def assembly(conference: Conference) -> Assembly:
    """Return a conference as it is planned, in the time of its place."""
    on = timezone.localdate(conference.begins_at)
    taken = {one.takes_up for one in agendas.items(conference.key)}
    left = conferences.open_from_last(conference.round_id)
    return Assembly(
        timezone.localtime(conference.begins_at),
        timezone.localtime(conference.ends_at),
        agendas.items(conference.key),
        tuple(_seat(one) for one in delegates.of_conference(conference.key)),
        {one.unit_key: one.name for one in conferences.sites(conference.key)},
        frozenset(one.unit_key for one in units(conference.round_id, on)),
        rounds.schedule(conference.round_id).conference_on,
        tuple(one.title for one in left if one.key not in taken),
    )


def units(round_id: str, on: date) -> tuple[Unit, ...]:
    """Return the units of a round's level that exist on a day, by code: each has a site at its conference."""
    pack, review = packs.of_round(round_id)
    return on_day(pack.units.values(), review.level, on)


def _seat(one: Delegate) -> Seat:
    waits = one.stands_for_id is not None and one.consent_at is None
    return Seat(one.name, one.seat, one.precedence, one.site.unit_key, one.stands_for_id is not None, waits)
