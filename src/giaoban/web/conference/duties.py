"""Duties: what the one who reads has to do for a conference, and where."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.queries import conferences, delegates
from giaoban.web.access import allows
from giaoban.web.actors import actor_of
from giaoban.web.components import conferences as words
from giaoban.web.components.roles import say_role

#: What the policy has to allow → what the link says, and the name of its page; in the order of the list.
_WAYS = {
    "room.read": (gettext_lazy("Room"), "room"),
    "convocation.read": (gettext_lazy("My invitation"), "convocation"),
    "paper.read": (gettext_lazy("Papers"), "papers"),
    "badge.read": (gettext_lazy("My badge for the hall"), "badge"),
    "attendance.read": (gettext_lazy("Attendance"), "attendance"),
    "minutes.read": (gettext_lazy("Minutes of the conference"), "minutes"),
    "poll.read": (gettext_lazy("Polls"), "polls"),
    "ballot.list": (gettext_lazy("Confidence votes"), "ballots"),
    "convocation.oversee": (gettext_lazy("Invitations"), "convocations"),
    "paper.oversee": (gettext_lazy("Bring papers, and see who has opened them"), "paper_office"),
    "badge.print": (gettext_lazy("Badges"), "badges"),
    "audit.read": (gettext_lazy("Audit"), "conference_audit"),
}


class Duty(NamedTuple):
    """One thing to do, in words, and the page on which it is done, if there is one."""

    text: str
    url: str = ""


def duties(request: HttpRequest, conference: Any, unit_key: str = "") -> list[Duty]:
    """Return what the reader has to do, as somebody who has a seat, or for the site of a unit."""
    person = actor_of(request).person
    own = [one for one in delegates.of_conference(conference.key) if one.email == person]
    is_over = conference.stage in ("concluded", "called_off")
    found = [*_seats(own, conference), *_speeches(own, conference), *_site(conference, unit_key)]
    return (
        [] if is_over else [*found, *_answers(request, conference), *_asking(request, conference, unit_key)]
    ) + [*_positions(request, conference, unit_key)]


def ways(request: HttpRequest, conference: Any) -> list[Duty]:
    """Return the pages around a conference that the reader may open."""
    return [
        Duty(str(text), reverse(name, args=[conference.key]))
        for action, (text, name) in _WAYS.items()
        if allows(request, action, "", conference.stage, conference.key)
    ]


def _seats(own: list[Any], conference: Any) -> Iterator[Duty]:
    time = date_format(timezone.localtime(conference.begins_at), "H:i")
    sitting = {one.pk for one in delegates.seating(conference.key)}
    for one in own:
        told = {"seat": say_role(one.seat), "site": one.site.name, "time": time}
        if one.pk in sitting:
            yield Duty(_("You sit as %(seat)s at: %(site)s. Be there before %(time)s.") % told)
        elif one.stands_for_id:
            yield Duty(
                _("You are to stand in for %(name)s; the chair has not answered yet.")
                % {"name": one.stands_for}
            )
        else:
            name = next(row for row in delegates.seating(conference.key) if row.stands_for_id == one.pk).name
            yield Duty(_("%(name)s stands in for you.") % {"name": name})


def _speeches(own: list[Any], conference: Any) -> Iterator[Duty]:
    ids = {one.pk for one in own}
    spoken = {one.number for one in conferences.agenda(conference.key) if one.speaker_id in ids}
    for _section, slots in words.programme(conference):
        for slot in (one for one in slots if one.number in spoken):
            times = {"begin": date_format(slot.begins_at, "H:i"), "end": date_format(slot.ends_at, "H:i")}
            text = _("You speak to item %(number)s, “%(title)s”, from %(begin)s to %(end)s.")
            yield Duty(text % {"number": slot.number, "title": slot.item.title, **times})


def _site(conference: Any, unit_key: str) -> Iterator[Duty]:
    if unit_key:
        site = delegates.site(conference.key, unit_key)
        time = date_format(timezone.localtime(conference.begins_at), "H:i")
        yield Duty(_("Let the site be ready before %(time)s: %(site)s.") % {"time": time, "site": site.name})


def _answers(request: HttpRequest, conference: Any) -> Iterator[Duty]:
    """Yield how many substitutes wait for the chair's consent."""
    if not allows(request, "substitute.answer", "", conference.stage, conference.key):
        return
    waiting = [
        one for one in delegates.substitutes(conference.key) if not (one.is_withdrawn or one.consent_at)
    ]
    text = ngettext(
        "%(count)s substitute waits for your consent",
        "%(count)s substitutes wait for your consent",
        len(waiting),
    )
    if waiting:
        yield Duty(text % {"count": len(waiting)}, reverse("substitutes", args=[conference.key]))


def _asking(request: HttpRequest, conference: Any, unit_key: str) -> Iterator[Duty]:
    """Yield where a substitute is asked for, by whoever may."""
    if allows(request, "substitute.ask", unit_key, conference.stage, conference.key):
        place = [conference.key, unit_key] if unit_key else [conference.key]
        url = reverse("site_substitutes" if unit_key else "substitutes", args=place)
        yield Duty(_("Somebody cannot come? Ask the chair for a substitute."), url)


def _positions(request: HttpRequest, conference: Any, unit_key: str) -> Iterator[Duty]:
    """Yield where a unit writes what it brings, and where the centre reads what all units filed."""
    place = (conference.stage, conference.key)
    if unit_key and allows(request, "position.read", unit_key, *place):
        url = reverse("own_positions", args=[conference.key, unit_key])
        yield Duty(_("Positions, difficulties and petitions of your unit"), url)
    if allows(request, "position.review", "", *place):
        url = reverse("positions", args=[conference.key])
        yield Duty(_("Positions, difficulties and petitions that the units filed"), url)
