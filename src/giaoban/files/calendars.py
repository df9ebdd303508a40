"""Calendars: appointments as iCalendar (RFC 5545), with their time zone, for mails and for feeds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from giaoban.core.conduct.appointments import Appointment

#: How often a calendar program may ask again.
_REFRESH = timedelta(hours=1)
_PRODUCT = "-//Giao Ban//EN"


def letter(one: Appointment, organiser: str, zone: str, at: datetime) -> bytes:
    """Return one appointment as a request to come, or as the cancellation of one (RFC 5546)."""
    calendar = _calendar("CANCEL" if one.is_off else "REQUEST")
    event = _event(one, zone, at)
    event.add("organizer", _address(*parseaddr(organiser)))
    event.add("attendee", _attendee(one))
    calendar.add_component(event)
    return _written(calendar)


def feed(appointments: Iterable[Appointment], name: str, zone: str, at: datetime) -> bytes:
    """Return appointments as a calendar that a program subscribes to."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    # What programs understood before there was a name (RFC 7986), and still do.
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for one in appointments:
        calendar.add_component(_event(one, zone, at))
    return _written(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(one: Appointment, zone: str, at: datetime) -> Entry:
    event, local = Entry(), ZoneInfo(zone)
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", one.begins_at.astimezone(local))
    event.add("dtend", one.ends_at.astimezone(local))
    event.add("summary", one.title)
    event.add("location", one.place)
    event.add("description", one.text)
    event.add("url", one.link)
    event.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
    return event


def _attendee(one: Appointment) -> vCalAddress:
    """Return the person who is called; the answer is given on the site, so no mail is asked for."""
    address = _address(one.name, one.email)
    address.params["partstat"] = vText(one.answer.upper() or "NEEDS-ACTION")
    address.params["rsvp"] = vText("FALSE")
    return address


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["cn"] = vText(name)
    return address


def _written(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    return calendar.to_ical()
