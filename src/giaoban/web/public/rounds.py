"""Rounds: the list of published rounds, and a round's scoreboard."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.core.registry.periods import parse_period
from giaoban.queries import documents, packs, registers, rounds
from giaoban.web.access import allows, declares
from giaoban.web.components.charts import draw
from giaoban.web.components.downloads import describe, write_csv
from giaoban.web.components.marks import legend
from giaoban.web.components.members import members
from giaoban.web.components.pages import Crumb, asked, count, open_sheet, show
from giaoban.web.components.scoreboards import Scoreboard
from giaoban.web.components.sheets import Sheet, speak
from giaoban.web.components.tables import arrange
from giaoban.web.components.titles import where_and_when
from giaoban.web.components.values import say, say_frame_day, say_grade, say_time


@declares("round.list")
def show_latest(request: HttpRequest) -> HttpResponse:
    """Lead to the latest round in the reader's language, or to the list where there is none."""
    published = rounds.published()
    if not published:
        return HttpResponseRedirect(reverse("rounds"))
    round_id, _header = max(published, key=lambda one: (one[1]["conference_on"], one[0]))
    return HttpResponseRedirect(reverse("round", kwargs={"round_id": round_id}))


@declares("round.list")
def list_rounds(request: HttpRequest) -> HttpResponse:
    """Show every published round, the latest first."""
    known = sorted(rounds.published(), key=lambda one: (one[1]["conference_on"], one[0]), reverse=True)
    lines = [_line(round_id, header) for round_id, header in known]
    return show(request, "rounds/list.html", [Crumb(_("Rounds"))], lines=lines)


@declares("round.read", key="round_id")
def show_round(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show the scoreboard of a round: finding, main figure, table, charts and downloads."""
    sheet = open_sheet(round_id)
    board = Scoreboard(sheet)
    table = arrange(board.columns(), board.rows(), asked(request))
    crumbs = [Crumb(_("Rounds"), reverse("rounds")), Crumb(sheet.title)]
    return show(
        request,
        "rounds/round.html",
        crumbs,
        sheet,
        mains=_mains(board),
        **_pictures(sheet),
        table=table,
        count=count(table),
        has_loop=allows(request, "loop.read", "", "published"),
        note=_note(board),
        marks=legend() if board.computed else [],
        bands=members(sheet, board.banding) if board.banding else [],
        banding=board.banding,
        files=describe(sheet, documents.files(round_id)),
        has_registers=registers.has_registers(sheet.rules, parse_period(sheet.header["period"])),
    )


@declares("round.read", key="round_id")
def download_scoreboard(request: HttpRequest, round_id: str) -> HttpResponse:
    """Send the scoreboard with all its units as a file, whatever the page was searched for."""
    board = Scoreboard(open_sheet(round_id))
    name = f"{round_id}-scoreboard.csv"
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(
        write_csv(board.columns(), board.rows()), content_type="text/csv; charset=utf-8", headers=heads
    )


def _line(round_id: str, header: Mapping[str, Any]) -> dict[str, Any]:
    language = get_language() or ""
    own = speak(header["languages"], language)
    pack, _round = packs.of_round(round_id)
    wording = pack.wording[own] if own == language else None
    days = {name: say_frame_day(header[name], wording) for name in ("conference_on", "as_of")}
    return {"round_id": round_id, "title": header["titles"][own], "language": own, **days}


def _mains(board: Scoreboard) -> list[dict[str, Any]]:
    """Return the figures that stand large: how many units reached the best band, and the country's own."""
    made = (_best_band(board), _country(board))
    return [one for one in made if one]


def _best_band(board: Scoreboard) -> dict[str, Any] | None:
    figure = board.banding
    if figure is None or not figure["value"]:
        return None
    best = max(figure["value"], key=lambda band: Decimal(band["from"]))
    name = board.sheet.word("bands", best["band"]) or best["band"]
    coverage = _("%(reported)s of %(of)s units reported") % figure["working"]
    return {
        "figure": figure,
        "value": len(best["unit_keys"]),
        "name": name,
        "about": f"{coverage} · {say_time(board.sheet, board.sheet.header['period'])}",
    }


def _country(board: Scoreboard) -> dict[str, Any] | None:
    sheet, figure = board.sheet, board.main
    if figure is None:
        return None
    return {
        "figure": figure,
        "value": say(sheet, figure),
        "name": sheet.indicator_name(figure["indicator"]),
        "about": where_and_when(sheet, figure),
        "grade": say_grade(sheet, figure["working"]),
    }


def _pictures(sheet: Sheet) -> dict[str, Any]:
    """Return the map, the bars to compare by, and the finding that titles the page."""
    charts, bands = sheet.document["charts"], [band["band"] for band in sheet.header["bands"]]
    tiles = next((i for i, chart in charts.items() if chart["kind"] == "tiles"), None)
    bars = sorted(
        (i for i, chart in charts.items() if chart["kind"] == "bars"),
        key=lambda i: not charts[i]["reference"],
    )
    chosen = {"tiles": tiles, "bars": next(iter(bars), None)}
    drawn = {kind: draw(chart_id, charts[chart_id], bands) for kind, chart_id in chosen.items() if chart_id}
    return {**drawn, "finding": _finding(sheet)}


def _finding(sheet: Sheet) -> str:
    first = next((block["chart"] for block in sheet.document["blocks"] if block["kind"] == "chart"), None)
    return sheet.document["charts"][first]["title"] if first else sheet.title


def _note(board: Scoreboard) -> str:
    """Return the note that the report prints under its table of the ranking."""
    rank = board.ranking["figure_id"] if board.ranking else ""
    tables = (t for t in board.sheet.document["tables"].values() if t["note"] and t["rows"])
    return next((t["note"] for t in tables if any(cell["figure_id"] == rank for cell in t["rows"][0])), "")
