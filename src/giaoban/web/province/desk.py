"""My desk: what waits for whoever has signed in, by when and why, where to go on, and their saved views."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from giaoban.actions import filters
from giaoban.core.errors import Invalid
from giaoban.queries import desks, rounds
from giaoban.queries import filters as saved
from giaoban.queries.rounds import Schedule
from giaoban.web.access import WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.desks import lay_open, lay_out
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.waiting import lay_out as lay_out_waiting
from giaoban.web.conference.entries import entries

#: The pages that may be saved as they were narrowed.
_REGISTERS = frozenset({"petitions", "all_tasks", "directives", "search"})


@dataclass(frozen=True)
class View:
    """One saved view: its name, and its address in the language of the page."""

    filter_id: int
    name: str
    url: str


@declares("desk.read")
def show_desk(request: HttpRequest) -> HttpResponse:
    """Show what a person's roles put on the desk: what their office has to do, reports, rounds, conferences.

    What waits for the one who reads comes first.
    """
    return _page(request)


@declares("filter.save", methods=WRITING)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Save the register from which the form was sent, as it was narrowed, under the name that was typed."""
    name, address = request.POST.get("name", ""), request.POST.get("address", "")
    try:
        filters.save(person=request.user, name=name, address=_of_register(address))
    except Invalid as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(reverse("desk") + "#filters")


@declares("filter.remove", "filter_id", methods=WRITING)
def remove_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Remove one of the reader's own views."""
    filters.remove(person=request.user, filter_id=filter_id)
    return HttpResponseRedirect(reverse("desk") + "#filters")


def _page(request: HttpRequest, refusal: Invalid | None = None) -> HttpResponse:
    actor, schedules, now = actor_of(request), rounds.schedules(), timezone.now()
    folders = [lay_out(one, actor.roles_for(one.unit.unit_key)) for one in desks.owed(actor.unit_keys)]
    page = show(
        request,
        "desk.html",
        [Crumb(_("My desk"))],
        told=lay_out_waiting(desks.waiting(actor, at=now), timezone.localdate(now)),
        meetings=[one for one in entries(request) if one.is_coming],
        folders=sorted(folders, key=lambda folder: not folder.is_mine),
        is_of_unit=bool(actor.unit_keys),
        is_of_office=any(not held.unit_key for held in actor.roles),
        binders=[
            lay_open(one, _has_overview(request, one)) for one in schedules if one.phase != "unpublished"
        ],
        filters=[_view(one) for one in saved.of_person(actor.person)],
        refusal=say_refusal(refusal) if refusal else None,
    )
    page.status_code = 422 if refusal else 200
    return page


def _has_overview(request: HttpRequest, schedule: Schedule) -> bool:
    return allows(request, "overview.read", "", schedule.phase)


def _of_register(address: str) -> str:
    """Return an address if it is that of a register, else nothing, which is refused like all that is none."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return address if found.url_name in _REGISTERS else ""


def _view(one: Any) -> View:
    """Return a saved view; an address is understood in the language in which it was saved."""
    language = get_language() or ""
    with override(get_language_from_path(one.address)):
        return View(one.pk, one.name, translate_url(one.address, language))
