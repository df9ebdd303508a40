"""My desk: what waits for whoever has signed in, report by report, and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.queries import desks
from giaoban.web.access import declares
from giaoban.web.actors import actor_of
from giaoban.web.components.desks import lay_out
from giaoban.web.components.pages import Crumb, show


@declares("desk.read")
def show_desk(request: HttpRequest) -> HttpResponse:
    """Show what a person's roles put on the desk: first what waits for them, then what waits for others."""
    actor = actor_of(request)
    folders = [lay_out(one, actor.roles_for(one.unit.unit_key)) for one in desks.owed(actor.unit_keys)]
    return show(
        request,
        "desk.html",
        [Crumb(_("My desk"))],
        folders=sorted(folders, key=lambda folder: not folder.is_mine),
        is_of_unit=bool(actor.unit_keys),
        offices=sorted({held.organisation for held in actor.roles}),
    )
