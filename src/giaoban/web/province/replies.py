"""Replies: what the unit's leader says to what was found, before anything is published."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from giaoban.actions import replies
from giaoban.core.errors import Invalid
from giaoban.queries import rounds
from giaoban.web.access import FORM, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.grids import open_grid
from giaoban.web.components.remarks import say_fault
from giaoban.web.province.forms import show_grid


@declares("reply.write", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def write_reply(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Add the unit's reply on a line or on the whole; one that says nothing is shown again."""
    line_id, text = request.POST.get("line_id", ""), request.POST.get("text", "")
    place = {"round_id": round_id, "unit_key": unit_key}
    if request.method != "POST":
        return HttpResponseRedirect(reverse("form", kwargs=place))
    try:
        replies.write(**place, line_id=line_id, text=text, by=actor_of(request).person)
    except Invalid:
        return show_grid(request, open_grid(**place), 422, replied={"fault": say_fault(), "text": text})
    return HttpResponseRedirect(reverse("form", kwargs=place) + "#replies")
