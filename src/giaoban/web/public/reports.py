"""Reports: the narrative of a round, each bound number leading to its proof."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.queries import documents
from giaoban.web.access import declares
from giaoban.web.components.narratives import read_blocks
from giaoban.web.components.pages import Crumb, open_sheet, show


@declares("report.read", key="round_id")
def show_report(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show the report as it is printed, with its tables and charts, and the documents to download."""
    sheet = open_sheet(round_id)
    crumbs = [
        Crumb(_("Rounds"), reverse("rounds")),
        Crumb(sheet.title, reverse("round", kwargs={"round_id": round_id})),
        Crumb(_("Report")),
    ]
    return show(
        request,
        "reports/report.html",
        crumbs,
        sheet,
        blocks=read_blocks(sheet),
        files=documents.files(round_id),
    )
