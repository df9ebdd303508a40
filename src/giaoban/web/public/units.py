"""Units: the list of all units in a round, and one unit's page: its tallies, targets, figures and places."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.web.access import allows, declares
from giaoban.web.components.loops import chains_for
from giaoban.web.components.pages import Crumb, asked, count, crumbs_to, open_sheet, show
from giaoban.web.components.profiles import Profile
from giaoban.web.components.rosters import Roster
from giaoban.web.components.tables import arrange


@declares("unit.list")
def list_units(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show every unit under review; a search finds names without accents."""
    sheet = open_sheet(round_id)
    roster = Roster(sheet)
    table = arrange(roster.columns(), roster.rows(), asked(request))
    crumbs = crumbs_to(sheet, Crumb(_("Units")))
    return show(request, "units/list.html", crumbs, sheet, table=table, count=count(table))


@declares("unit.read", key="unit_key")
def show_unit(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show what the round knows of one unit."""
    sheet = open_sheet(round_id)
    unit = sheet.unit(unit_key)
    to_list = Crumb(_("Units"), reverse("units", kwargs={"round_id": round_id}))
    codes = {figure["indicator"] for figure in sheet.asked.values()}
    return show(
        request,
        "units/unit.html",
        crumbs_to(sheet, to_list, Crumb(unit["name"])),
        sheet,
        unit=unit,
        asked=codes,
        profile=Profile(sheet, unit_key),
        chains=chains_for(request, sheet, unit_key=unit_key),
        has_ledger=allows(request, "ledger.read", unit_key, "published"),
    )
