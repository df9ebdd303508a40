"""Attendance: who is at a conference now, in the hall or online, by site, and who came and went when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from giaoban.core.conduct import attendance
from giaoban.core.conduct.attendance import ARRIVED, LEFT, Passage, Stay
from giaoban.core.registry.units import fold
from giaoban.queries import conferences, delegates
from giaoban.records.models import Delegate, Moment, Site


@dataclass(frozen=True)
class Standing:
    """One delegate, and the stay that goes on, if they are there."""

    delegate: Delegate
    stay: Stay | None
    is_late: bool


@dataclass(frozen=True)
class Count:
    """How many of a site are in the hall and online now, and of how many."""

    site: Site
    hall: int
    online: int
    expected: int


@dataclass(frozen=True)
class Record:
    """One stay of one delegate, for the minutes; `is_late` on the first one of who came after the start."""

    delegate: Delegate
    stay: Stay
    is_late: bool


def stays(key: str) -> tuple[Stay, ...]:
    """Return every stay at a conference, in the order of arrival."""
    rows = Moment.objects.filter(conference__key=key, verb__in=(ARRIVED, LEFT)).order_by("number")
    return attendance.stays(
        Passage(one.payload["delegate"], one.payload.get("mode", "") if one.verb == ARRIVED else "", one.at)
        for one in rows
    )


def began_at(key: str) -> datetime:
    """Return when a conference begins: as planned; who comes later is late."""
    return conferences.by_key(key).begins_at


def standings(key: str, text: str = "") -> tuple[Standing, ...]:
    """Return the delegates whose name or post holds `text`, however its accents are typed, in their order."""
    told, asked = stays(key), fold(text.strip())
    here, late = attendance.present(told), attendance.late(told, began_at(key))
    return tuple(
        Standing(one, here.get(one.pk), one.pk in late)
        for one in _expected(key, here)
        if asked in fold(f"{one.name} {one.post} {one.site.name}")
    )


def counts(key: str) -> tuple[Count, ...]:
    """Return for each site how many are there now, in the hall and online kept apart, the hall first."""
    found = standings(key)
    modes = [(one.delegate.site_id, one.stay.mode if one.stay else "") for one in found]
    return tuple(
        Count(
            site,
            modes.count((site.pk, "hall")),
            modes.count((site.pk, "online")),
            sum(site_id == site.pk for site_id, _ in modes),
        )
        for site in conferences.sites(key)
    )


def history(key: str) -> tuple[Record, ...]:
    """Return every arrival with its departure, as the minutes keep them, in the order of arrival.

    Edges:   who was there and lost the seat since stays in it.
    """
    told, known = stays(key), {one.pk: one for one in Delegate.objects.filter(conference__key=key)}
    late, seen, found = attendance.late(told, began_at(key)), set[int](), []
    for one in told:
        is_first = one.delegate_id not in seen
        found.append(Record(known[one.delegate_id], one, is_first and one.delegate_id in late))
        seen.add(one.delegate_id)
    return tuple(found)


def ongoing(key: str, delegate_id: int) -> Stay | None:
    """Return the stay of a delegate that goes on; None if they are not there."""
    return attendance.present(stays(key)).get(delegate_id)


def _expected(key: str, here: Collection[int]) -> list[Delegate]:
    """Return who sits there on the day, and whoever is there although somebody was to stand in for them."""
    rows = list(delegates.seating(key))
    known = {one.pk for one in rows}
    others = delegates.consented(key).filter(pk__in=here).exclude(pk__in=known)
    return [*rows, *others.select_related("site")]
