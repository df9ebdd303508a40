"""My desk: what waits for whoever has signed in, report by report, and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.queries import desks, rounds
from giaoban.queries.rounds import Schedule
from giaoban.web.access import allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.desks import lay_open, lay_out
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.entries import entries


@declares("desk.read")
def show_desk(request: HttpRequest) -> HttpResponse:
    """Show what a person's roles put on the desk: reports that they owe, rounds that they watch over.

    What waits for the one who reads comes first.
    """
    actor, schedules = actor_of(request), rounds.schedules()
    folders = [lay_out(one, actor.roles_for(one.unit.unit_key)) for one in desks.owed(actor.unit_keys)]
    return show(
        request,
        "desk.html",
        [Crumb(_("My desk"))],
        meetings=[one for one in entries(request) if one.is_coming],
        folders=sorted(folders, key=lambda folder: not folder.is_mine),
        is_of_unit=bool(actor.unit_keys),
        is_of_office=any(not held.unit_key for held in actor.roles),
        binders=[
            lay_open(one, _has_overview(request, one)) for one in schedules if one.phase != "unpublished"
        ],
    )


def _has_overview(request: HttpRequest, schedule: Schedule) -> bool:
    return allows(request, "overview.read", "", schedule.phase)
