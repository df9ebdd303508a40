"""Reports: the narrative of a round, each bound number leading to its proof."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.queries import documents
from giaoban.web.access import declares
from giaoban.web.components.downloads import describe
from giaoban.web.components.narratives import read_blocks
from giaoban.web.components.pages import Crumb, crumbs_to, open_sheet, show


@declares("report.read", key="round_id")
def show_report(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show the report as it is printed, with its tables and charts, and the documents to download."""
    sheet = open_sheet(round_id)
    return show(
        request,
        "reports/report.html",
        crumbs_to(sheet, Crumb(_("Report"))),
        sheet,
        blocks=read_blocks(sheet),
        files=describe(sheet, documents.files(round_id)),
    )
