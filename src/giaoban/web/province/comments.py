"""Comments: what the unit's people say to each other and to the central office, on a line or on the whole."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from giaoban.actions import comments
from giaoban.core.errors import Invalid
from giaoban.queries import rounds
from giaoban.web.access import FORM, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.grids import open_grid
from giaoban.web.components.remarks import say_fault
from giaoban.web.province.forms import show_grid
from giaoban.web.province.lines import line_page


@declares("comment.write", "unit_key", unit="unit_key", methods=FORM, phase=rounds.stage)
def write_comment(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Add a comment and lead back to where it stands; one that says nothing is shown again.

    Who may comment but not read the draft does it beside what was sent: this page shows the draft.
    """
    if not allows(request, "draft.read", unit_key, rounds.stage(round_id)):
        raise Http404
    line_id, text = request.POST.get("line_id", ""), request.POST.get("text", "")
    place = {"round_id": round_id, "unit_key": unit_key}
    if request.method != "POST":
        return HttpResponseRedirect(reverse("form", kwargs=place))
    try:
        comments.write(**place, line_id=line_id, text=text, by=actor_of(request).person)
    except Invalid:
        fault = {"fault": say_fault(), "text": text}
        if line_id:
            return line_page(request, **place, line_id=line_id, status_code=422, **fault)
        return show_grid(request, open_grid(**place), 422, said=fault)
    if line_id:
        return HttpResponseRedirect(reverse("line", kwargs={**place, "line_id": line_id}) + "#line-comments")
    return HttpResponseRedirect(reverse("form", kwargs=place) + "#comments")
