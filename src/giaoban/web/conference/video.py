"""Video: the pictures of a conference: who may join them, chair and clerk lead their room."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import video
from giaoban.core.conduct.video import LONGEST_CAPTION
from giaoban.core.errors import Conflict, Invalid, Refusal
from giaoban.queries import conferences
from giaoban.queries import video as reading
from giaoban.queries.video import Conference
from giaoban.web import problems
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.typed import whole


@declares("video.read", conference="conference_key", phase=conferences.stage)
def show_video(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the pictures on a page of their own, as for a second screen."""
    return _page(request, conference_key)


@declares("video.join", conference="conference_key", methods=WRITING, phase=conferences.stage)
def join(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Tell the page of a delegate what it needs to join, or that it has to wait."""
    ticket = video.join(conference=conference_key, by=actor_of(request).person)
    response = JsonResponse(asdict(ticket))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@declares("video.lead", conference="conference_key", methods=FORM, phase=conferences.stage)
def open_room(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Open the room."""
    return _led(request, conference_key, lambda told: video.open(**told))


@declares("video.lead", conference="conference_key", methods=FORM, phase=conferences.stage)
def close_room(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Close the room for everybody."""
    return _led(request, conference_key, lambda told: video.close(**told))


@declares("video.lead", conference="conference_key", methods=FORM, phase=conferences.stage)
def admit(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Let in whom the form names, or everybody who waits."""
    named = tuple(filter(None, map(whole, request.POST.getlist("delegate"))))
    return _led(request, conference_key, lambda told: video.admit(delegates=named, **told))


@declares("video.lead", conference="conference_key", methods=FORM, phase=conferences.stage)
def remove(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take somebody out."""
    who = whole(request.POST.get("delegate", ""))
    return _led(request, conference_key, lambda told: video.remove(delegate=who, **told))


@declares("video.lead", conference="conference_key", methods=FORM, phase=conferences.stage)
def mute(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take somebody's microphone, or give it back."""
    who, is_muted = whole(request.POST.get("delegate", "")), request.POST.get("back") != "yes"
    return _led(request, conference_key, lambda told: video.mute(delegate=who, is_muted=is_muted, **told))


@declares("video.caption", conference="conference_key", methods=FORM, phase=conferences.stage)
def caption(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show a line of what is said to everybody."""
    text = request.POST.get("text", "")
    return _led(request, conference_key, lambda told: video.caption(text=text, **told))


def section(conference: Conference) -> dict[str, Any]:
    """Return what the list beside the pictures shows to everybody, in whichever language."""
    people = reading.people(conference.key)
    return {
        "conference": conference,
        "kind": reading.kind(conference),
        "room": reading.room(conference.key),
        "waiting": [one for one in people if one.is_waiting],
        "inside": [one for one in people if not one.is_waiting],
        "captions": reading.captions(conference.key),
        "longest_caption": LONGEST_CAPTION,
    }


def _led(request: HttpRequest, conference_key: str, step: Callable[[dict[str, str]], None]) -> HttpResponse:
    """Take a step of whoever leads the room, and show it, or tell a script; where it is refused, say why."""
    told = {"conference": conference_key, "by": actor_of(request).person}
    if request.method == "POST" and problems.is_wanted(request):
        step(told)
        return JsonResponse({"said": _("Done.")})
    if request.method == "POST":
        try:
            step(told)
        except (Conflict, Invalid) as refusal:
            return _page(request, conference_key, refusal)
    return HttpResponseRedirect(reverse("video", kwargs={"conference_key": conference_key}))


def _page(request: HttpRequest, conference_key: str, refusal: Refusal | None = None) -> HttpResponse:
    told = section(conferences.by_key(conference_key))
    page = show(
        request,
        "conference/video.html",
        [Crumb(told["conference"].title), Crumb(_("Video"))],
        **told,
        audience="chair" if _may(request, "video.lead", conference_key) else "delegate",
        may_join=_may(request, "video.join", conference_key),
        refusal=say_refusal(refusal) if refusal else None,
    )
    if refusal:
        page.status_code = 409 if isinstance(refusal, Conflict) else 422
    return page


def _may(request: HttpRequest, action: str, conference_key: str) -> bool:
    return allows(request, action, "", conferences.stage(conference_key), conference_key)
