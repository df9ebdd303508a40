"""Ledgers: a unit's targets of several years, each with its path, what was decided of it, and the figures."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.queries import loops, targets
from giaoban.web.access import declares
from giaoban.web.components.ledgers import tell
from giaoban.web.components.loops import reader_of
from giaoban.web.components.pages import Crumb, crumbs_to, open_sheet, show


@declares("ledger.read", key="unit_key", unit="unit_key")
def show_ledger(request: HttpRequest, round_id: str, unit_key: str) -> HttpResponse:
    """Show each target of several years that the round's period is a part of, as it stands today."""
    sheet, today = open_sheet(round_id), timezone.localdate()
    unit = sheet.unit(unit_key)
    _pack, found = targets.terms(round_id, today)
    graph, reader = loops.of_pack(round_id), reader_of(request)
    to_unit = Crumb(unit["name"], reverse("unit", kwargs={"round_id": round_id, "unit_key": unit_key}))
    return show(
        request,
        "ledgers/ledger.html",
        crumbs_to(sheet, to_unit, Crumb(_("Targets of several years"))),
        sheet,
        unit=unit,
        today=today,
        entries=[tell(sheet, one, graph, reader) for one in found if one.target.unit_key == unit_key],
    )
