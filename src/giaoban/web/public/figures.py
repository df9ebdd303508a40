"""Figures: one figure's page, its proof: value, rule, working, sources and vintages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from giaoban.web.access import declares
from giaoban.web.components.marks import mark
from giaoban.web.components.matters import tell
from giaoban.web.components.members import members
from giaoban.web.components.narratives import mentions
from giaoban.web.components.pages import Crumb, crumbs_to, open_sheet, show
from giaoban.web.components.proofs import missed_release, proof
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.titles import rule_name, title, where_and_when
from giaoban.web.components.values import MISSING, say, say_date, say_grade, why_missing
from giaoban.web.components.workings import working_rows


@declares("figure.read", key="figure_id")
def show_figure(request: HttpRequest, round_id: str, figure_id: str) -> HttpResponse:
    """Show how one figure came about and what it rests on."""
    sheet = open_sheet(round_id)
    figure = sheet.figure(figure_id)
    return show(
        request,
        "figures/figure.html",
        _crumbs(sheet, figure),
        sheet,
        figure=figure,
        title=title(sheet, figure),
        about=where_and_when(sheet, figure),
        value=say(sheet, figure),
        verdict=mark(figure["value"]) if figure["rule"] == "attainment" else None,
        grade=say_grade(sheet, figure["working"]),
        rule=sheet.word("rules", figure["rule"]) or rule_name(figure),
        reason=why_missing(figure) if figure["value"] is None else "",
        working=working_rows(sheet, figure),
        members=members(sheet, figure),
        proof=proof(sheet, figure),
        matters=tell(sheet, figure),
        missed=missed_release(sheet, figure),
        mentions=mentions(sheet, figure_id),
        vintage=say_date(sheet, figure["vintage"]) if figure["vintage"] else MISSING,
        **_target(sheet, figure),
    )


def _crumbs(sheet: Sheet, figure: Record) -> list[Crumb]:
    last = Crumb(title(sheet, figure))
    if figure["unit_key"] not in sheet.units:
        return crumbs_to(sheet, last)
    address = {"round_id": sheet.round_id, "unit_key": figure["unit_key"]}
    return crumbs_to(sheet, Crumb(sheet.unit_name(figure["unit_key"]), reverse("unit", kwargs=address)), last)


def _target(sheet: Sheet, figure: Record) -> dict[str, Any]:
    """Return the version of the target that a verdict is about, if the figure is a verdict."""
    target = sheet.records.get(figure["target_version"])
    return {"target": target, "in_force": say_date(sheet, target["valid_from"])} if target else {}
