"""Comments of the central office on what a unit has sent: on a line, or on the whole."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from giaoban.actions import comments
from giaoban.core.errors import Invalid
from giaoban.queries import rounds
from giaoban.web.access import WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.submissions import line_page, submission_page
from giaoban.web.components.remarks import say_fault


@declares("comment.write", "unit_key", unit="unit_key", methods=WRITING, phase=rounds.stage)
def write_comment(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Add a comment and lead back to where it stands; one that says nothing is shown again."""
    line_id, text = request.POST.get("line_id", ""), request.POST.get("text", "")
    place = {"round_id": round_id, "unit_key": unit_key}
    try:
        comments.write(**place, line_id=line_id, text=text, by=actor_of(request).person)
    except Invalid:
        said = {"fault": say_fault(), "text": text}
        if line_id:
            return line_page(request, **place, line_id=line_id, status=422, said=said)
        return submission_page(request, **place, status=422, said=said)
    name, more = ("sent_line", {"line_id": line_id}) if line_id else ("submission", {})
    return HttpResponseRedirect(reverse(name, kwargs={**place, **more}) + "#comments")
