"""Units: one unit's page in a round: its tallies, targets, figures and places."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.web.access import declares
from giaoban.web.components.pages import Crumb, open_sheet, show
from giaoban.web.components.profiles import Profile


@declares("unit.read", key="unit_key")
def show_unit(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show what the round knows of one unit."""
    sheet = open_sheet(round_id)
    unit = sheet.unit(unit_key)
    crumbs = [
        Crumb(_("Rounds"), reverse("rounds")),
        Crumb(sheet.title, reverse("round", kwargs={"round_id": round_id})),
        Crumb(unit["name"]),
    ]
    return show(request, "units/unit.html", crumbs, sheet, unit=unit, profile=Profile(sheet, unit_key))
