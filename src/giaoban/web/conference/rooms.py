"""The room of a conference: its page for every seat, its screen for the hall, and the steps taken in it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions import rooms, speakers
from giaoban.core.errors import Conflict, Invalid, Refusal
from giaoban.queries import attendance, conferences, delegates, video
from giaoban.queries import rooms as reading
from giaoban.web import problems
from giaoban.web.access import WRITING, allows, declares, seated
from giaoban.web.actors import actor_of
from giaoban.web.components.courses import say_moment
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.sections import Audience, draw_all, line, tell
from giaoban.web.typed import whole

_HERE: dict[str, Any] = {
    "key": "conference_key",
    "conference": "conference_key",
    "phase": conferences.stage,
}
_reads = declares("room.read", **_HERE)
_leads = declares("room.lead", methods=WRITING, **_HERE)
_speaks = declares("room.speak", methods=WRITING, **_HERE)
#: How many moments the page shows before it is told of more.
_SHOWN = 30


@_reads
def show_room(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the room as those see it who sit in this seat."""
    return _page(request, conference_key)


@_reads
def show_screen(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the room as the large screen in the hall does."""
    told = _told(request, conference_key, "screen")
    return show(request, "conference/screen.html", [], **told)


@_reads
def tell_room(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Tell a page what has happened since the moment that it knows."""
    after = request.GET.get("after", "0")
    audience = _asked(request, conference_key)
    told = tell(conference_key, whole(after), audience)
    return JsonResponse({**told, "audience": audience}, headers={"Cache-Control": "no-store"})


@_reads
def tell_seat(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Tell as whom one follows the room: all of these are told the same."""
    told = {
        "conference": conference_key,
        "audience": _asked(request, conference_key),
        "language": get_language(),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@_leads
def begin_item(request: HttpRequest, conference_key: str, item_id: int) -> HttpResponse:
    """Begin an item of the agenda."""
    return _take(
        request,
        conference_key,
        lambda by: rooms.begin(
            conference=conference_key, item_id=item_id, seen=_number(request, "seen"), by=by
        ),
    )


@_leads
def extend_item(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Give the item that goes on more time."""
    return _take(
        request,
        conference_key,
        lambda by: rooms.extend(conference=conference_key, minutes=_number(request, "minutes"), by=by),
    )


@_leads
def pause_room(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Let the room stand still."""
    return _take(request, conference_key, lambda by: rooms.pause(conference=conference_key, by=by))


@_leads
def resume_room(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Let the room go on."""
    return _take(request, conference_key, lambda by: rooms.resume(conference=conference_key, by=by))


@_leads
def show_chart(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show a chart on the screens, or take it away."""
    chart = request.POST.get("chart", "")
    return _take(
        request, conference_key, lambda by: rooms.show_chart(conference=conference_key, chart=chart, by=by)
    )


@_leads
def call_speaker(request: HttpRequest, conference_key: str, delegate_id: int) -> HttpResponse:
    """Give a delegate the floor."""
    return _take(
        request,
        conference_key,
        lambda by: speakers.call(
            conference=conference_key, delegate_id=delegate_id, seen=_number(request, "seen"), by=by
        ),
    )


@_leads
def end_speech(request: HttpRequest, conference_key: str) -> HttpResponse:
    """End the speech that goes on."""
    return _take(
        request,
        conference_key,
        lambda by: speakers.end(conference=conference_key, seen=_number(request, "seen"), by=by),
    )


@_leads
def register_speaker(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take in the wish of somebody who has no device at hand."""
    return _take(
        request,
        conference_key,
        lambda by: speakers.register(
            conference=conference_key, delegate_id=_number(request, "delegate"), by=by
        ),
    )


@_speaks
def ask_to_speak(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take in that whoever asks wishes to speak, or raises a point of order."""
    is_point = request.POST.get("is_point") == "1"
    return _take(
        request,
        conference_key,
        lambda by: speakers.register(
            conference=conference_key, delegate_id=_own(by, conference_key), is_point=is_point, by=by
        ),
    )


@_speaks
def withdraw_wish(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take the wish to speak of whoever asks back."""
    return _take(
        request,
        conference_key,
        lambda by: speakers.withdraw(conference=conference_key, delegate_id=_own(by, conference_key), by=by),
    )


def _take(request: HttpRequest, key: str, step: Callable[[str], Any]) -> HttpResponse:
    """Take the step: tell a script in a document, lead a page back to the room, or say why not."""
    if problems.is_wanted(request):
        step(actor_of(request).person)
        return JsonResponse({"said": _("Done.")})
    try:
        step(actor_of(request).person)
    except (Conflict, Invalid) as refusal:
        page = _page(request, key, refusal)
        page.status_code = 409 if isinstance(refusal, Conflict) else 422
        return page
    return HttpResponseRedirect(reverse("room", kwargs={"conference_key": key}))


def _page(request: HttpRequest, key: str, refusal: Refusal | None = None) -> HttpResponse:
    told = _told(request, key, _audience(request, key))
    own = reverse("conference", kwargs={"conference_key": key})
    crumbs = [
        Crumb(_("Conferences"), reverse("conferences")),
        Crumb(told["conference"].title, own),
        Crumb(_("Room")),
    ]
    return show(
        request, "conference/room.html", crumbs, refusal=say_refusal(refusal) if refusal else None, **told
    )


def _told(request: HttpRequest, key: str, audience: Audience) -> dict[str, Any]:
    sight, stage, me = reading.look(key), conferences.stage(key), _own(actor_of(request).person, key)
    rows = conferences.moments(key, max(0, sight.room.number - _SHOWN))
    course = [line(one.number, one.at, say_moment(one.verb, one.payload, sight)) for one in reversed(rows)]
    return {
        "conference": sight.conference,
        "sight": sight,
        "audience": audience,
        "parts": draw_all(sight, audience, get_token(request)),
        "course": [one for one in course if one["text"]],
        "me": me,
        "may_speak": allows(request, "room.speak", "", stage, key),
        "may_lead": allows(request, "room.lead", "", stage, key),
        "may_declare": allows(request, "attendance.declare", "", stage, key),
        "stay": attendance.ongoing(key, me),
        "has_pictures": video.kind(sight.conference) == "server",
        "may_join": allows(request, "video.join", "", stage, key),
        "live": settings.LIVE_ADDRESS,
    }


def _audience(request: HttpRequest, key: str) -> Audience:
    roles = {held.role for held in seated(request, key).roles if held.conference == key}
    if roles & {"chair", "clerk"}:
        return "chair"
    # One follows as what one will be when it sits: who came early is not left without the minutes.
    return "delegate" if allows(request, "minutes.follow", "", "sitting", key) else "observer"


def _asked(request: HttpRequest, key: str) -> Audience:
    """Return as whom a page asks: as what its person is there, or as the large screen."""
    return "screen" if request.GET.get("audience") == "screen" else _audience(request, key)


def _own(person: str, key: str) -> int:
    return delegates.of_person(person, key).pk


def _number(request: HttpRequest, name: str) -> int:
    return whole(request.POST.get(name, ""))
