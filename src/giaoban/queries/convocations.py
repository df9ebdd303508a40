"""Convocations: what letters tell of a conference, which are to go out, and what was answered to them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from giaoban.core.conduct import convocations
from giaoban.core.conduct.agenda import TOPIC, Item, Limits, limits_of, plan
from giaoban.core.conduct.appointments import Appointment
from giaoban.core.conduct.convocations import Called, Letter, Programme, Sent
from giaoban.files import calendars
from giaoban.queries import conferences, delegates, packs, people
from giaoban.records.models import Conference, Convocation, Delegate


@dataclass(frozen=True)
class Standing:
    """One delegate as the office sees them: the last letter that went out, and whether one is to go out."""

    delegate: Delegate
    last: Convocation | None
    is_due: bool
    is_refused: bool


def programme(conference: Conference) -> Programme:
    """Return all that a letter tells of a conference, each item with its planned time."""
    items = (
        Item(one.title, one.minutes, one.section, speaker=one.speaker.name if one.speaker else "")
        for one in conferences.agenda(conference.key)
    )
    about = (conference.title, conference.begins_at, conference.ends_at, conference.place)
    return Programme(*about, conference.telephone, plan(items, conference.begins_at))


def has_changed(conference: Conference) -> bool:
    """Return whether somebody was told something else, under the number that letters have now."""
    rows = Convocation.objects.filter(delegate__conference=conference, is_refused=False, method="request")
    told = rows.filter(sequence=conference.sequence)
    return told.exclude(digest=programme(conference).digest).exists()


def due(conference: Conference) -> tuple[Letter, ...]:
    """Return the letters that are to go out, under the number that letters have now."""
    rows = Delegate.objects.filter(conference=conference).exclude(email="")
    holding = {one.pk for one in _first_seats(delegates.consented(conference.key))}
    letters = _letters(conference)
    called = (
        Called(
            one.pk,
            one.pk in holding,
            tuple(Sent(row.sequence, row.method) for row in letters.get(one.pk, ())),
        )
        for one in rows
    )
    return convocations.due(called, conference.sequence, conference.stage == "called_off")


def standings(conference: Conference) -> tuple[Standing, ...]:
    """Return everybody who has a seat, as the office sees them, in its order."""
    waiting = {one.delegate_id for one in due(conference)}
    letters = _letters(conference)
    refused = _refused(conference)
    return tuple(
        Standing(one, next(iter(letters.get(one.pk, ())[-1:]), None), one.pk in waiting, one.pk in refused)
        for one in delegates.of_conference(conference.key)
    )


def is_late(conference: Conference, on: date) -> bool:
    """Return whether letters of a day go out later than the rules of the pack ask for."""
    return _is_late(conference, on, lambda limits: limits.notice_days)


def is_late_paper(conference: Conference, on: date) -> bool:
    """Return whether papers of a day come later than the rules of the pack ask for."""
    return _is_late(conference, on, lambda limits: limits.papers_days)


def language_of(email: str) -> str:
    """Return the language in which somebody is written to; that of the site for who has no account."""
    person = people.by_emails([email]).get(email)
    return person.language if person else settings.LANGUAGE_CODE


def appointment(delegate: Delegate, sequence: int, is_off: bool) -> Appointment:
    """Return the conference as an entry of the delegate's calendar, in the delegate's language."""
    conference = delegate.conference
    told = programme(conference)
    with translation.override(language_of(delegate.email)):
        link = settings.SITE_ADDRESS + reverse("convocation", kwargs={"conference_key": conference.key})
        text = render_to_string("mails/convocation_calendar.txt", {"programme": told, "link": link})
    host = urlsplit(settings.SITE_ADDRESS).hostname
    uid = f"conference-{conference.pk}-delegate-{delegate.pk}@{host}"
    times = (told.begins_at, told.ends_at)
    who = (delegate.name, delegate.email, delegate.answer)
    return Appointment(uid, sequence, told.title, *times, told.place, text.strip(), link, *who, is_off)


def calendar(delegate: Delegate, sequence: int, is_off: bool, at: datetime) -> bytes:
    """Return what a letter carries for the delegate's calendar."""
    one = appointment(delegate, sequence, is_off)
    return calendars.letter(one, settings.DEFAULT_FROM_EMAIL, settings.TIME_ZONE, at)


def current_calendar(delegate: Delegate, at: datetime) -> bytes:
    """Return the entry for a delegate's calendar as it stands by now."""
    return calendar(delegate, *_number(delegate), at)


def of_person(email: str) -> tuple[Appointment, ...]:
    """Return every conference at which a person has a seat, as entries of their calendar.

    Edges:   what was called off is told as that; what is only prepared is not told.
    """
    rows = delegates.consented().filter(email=email).exclude(conference__stage="preparing")
    seats = _first_seats(rows.select_related("conference"))
    return tuple(appointment(one, *_number(one)) for one in seats)


def _number(delegate: Delegate) -> tuple[int, bool]:
    """Return under which number the entry of a delegate stands by now, and whether it is off."""
    conference, last = delegate.conference, delegate.convocations.filter(is_refused=False).last()
    is_off = conference.stage == "called_off"
    number = last.sequence if last else 0
    if is_off and last and last.method == "request":
        number += 1
    return max(number, conference.sequence), is_off


def _is_late(conference: Conference, on: date, days: Callable[[Limits], int | None]) -> bool:
    pack, _review = packs.of_round(conference.round_id)
    limits = limits_of(pack.rules.get(TOPIC, ()), on)
    return convocations.is_late(on, timezone.localdate(conference.begins_at), pack.calendar, days(limits))


def _first_seats(rows: Iterable[Delegate]) -> list[Delegate]:
    """Return the seats that are written to: one a person and conference, however many they have."""
    found: dict[tuple[int, str], Delegate] = {}
    for one in rows:
        if one.email:
            found.setdefault((one.conference_id, one.email), one)
    return list(found.values())


def _letters(conference: Conference) -> Mapping[int, list[Convocation]]:
    found: dict[int, list[Convocation]] = {}
    for row in Convocation.objects.filter(delegate__conference=conference, is_refused=False).order_by("id"):
        found.setdefault(row.delegate_id, []).append(row)
    return found


def _refused(conference: Conference) -> frozenset[int]:
    """Return whose last letter the mail server refused."""
    rows = Convocation.objects.filter(delegate__conference=conference).order_by("id")
    last = dict(rows.values_list("delegate_id", "is_refused"))
    return frozenset(delegate_id for delegate_id, is_refused in last.items() if is_refused)
