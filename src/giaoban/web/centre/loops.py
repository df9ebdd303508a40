"""Loops: what came after every target that was missed in a round, and where nothing came."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.core.review.loops import follow, gaps
from giaoban.queries import loops
from giaoban.web.access import declares
from giaoban.web.components.loops import open_places, tell
from giaoban.web.components.pages import Crumb, crumbs_to, open_sheet, show


@declares("loop.read", key="round_id")
def show_loop(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show each missed target with what came after it, and every place where the loop is open."""
    sheet = open_sheet(round_id)
    graph = loops.of_rounds(round_id)
    found = follow(graph)
    return show(
        request,
        "loops/loop.html",
        crumbs_to(sheet, Crumb(_("What became of the missed targets"))),
        sheet,
        chains=[tell(sheet, one) for one in found if one.is_answered],
        missed=len(found),
        gaps=open_places(sheet, gaps(graph)),
    )
