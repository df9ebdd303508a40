"""Indicators: what the round asks of every unit, and one of them across all units."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.web.access import declares
from giaoban.web.components.loops import chains_for
from giaoban.web.components.pages import Crumb, crumbs_to, open_sheet, show
from giaoban.web.components.surveys import survey, surveys


@declares("indicator.list")
def list_indicators(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show every indicator of the round: its period, the country's value and how many units reported."""
    sheet = open_sheet(round_id)
    lines = [(known[0].name, known) for known in surveys(sheet).values()]
    return show(request, "indicators/list.html", crumbs_to(sheet, Crumb(_("Indicators"))), sheet, lines=lines)


@declares("indicator.read", key="indicator")
def show_indicator(request: HttpRequest, round_id: str, indicator: str) -> HttpResponse:
    """Show one indicator of all units, sorted, with the country's line and who did not report."""
    sheet = open_sheet(round_id)
    shown, periods = survey(sheet, indicator, request.GET.get("period", ""))
    to_list = Crumb(_("Indicators"), reverse("indicators", kwargs={"round_id": round_id}))
    return show(
        request,
        "indicators/indicator.html",
        crumbs_to(sheet, to_list, Crumb(shown.name)),
        sheet,
        survey=shown,
        periods=periods,
        chains=chains_for(request, sheet, indicator=indicator),
        country_name=sheet.unit_name(sheet.header["country_unit"]),
        unit_measure=sheet.measure_name(sheet.asked[shown.analysis]["unit_measure"]),
        source=sheet.indicators.get(indicator, {}).get("source", ""),
    )
