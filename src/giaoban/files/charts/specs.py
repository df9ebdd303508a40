"""Vega-Lite specifications built from a chart's marks; nothing is computed here, only placed."""

from collections.abc import Mapping
from typing import Any

from giaoban.files.charts.bars import bars
from giaoban.files.charts.channels import as_given, wrapped
from giaoban.files.charts.palette import FONT, GREY, INK, styles
from giaoban.files.charts.tiles import tiles

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def specification(chart: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Vega-Lite specification of the chart, bars or tiles."""
    layers, width, height = tiles(chart) if chart["kind"] == "tiles" else bars(chart)
    legend = _legend(chart, width) if chart["legend"] else []
    return {
        "$schema": SCHEMA,
        "description": chart["alt"],
        "background": "white",
        "padding": 8,
        "title": _title(chart, width),
        "vconcat": [*legend, {"width": width, "height": height, "layer": layers}],
        "spacing": 8,
        "config": {"font": FONT, "view": {"stroke": None}, "text": {"font": FONT, "color": INK}},
    }


def _title(chart: Mapping[str, Any], width: int) -> dict[str, Any]:
    return {
        "text": wrapped(chart["title"], (width + 120) // 9),
        "subtitle": wrapped(chart["subtitle"], (width + 120) // 7),
        "anchor": "start",
        "font": FONT,
        "fontSize": 16,
        "color": INK,
        "subtitleFont": FONT,
        "subtitleFontSize": 12,
        "subtitleColor": GREY,
        "subtitlePadding": 6,
        "offset": 10,
    }


def _legend(chart: Mapping[str, Any], width: int) -> list[dict[str, Any]]:
    looks = styles(chart)
    entries, left, down = [], 8, 8
    for entry in chart["legend"]:
        style, length = looks[entry["mark"]], 34 + 7 * len(entry["text"])
        if left + length > width + 60 and left > 8:
            left, down = 8, down + 20
        stroke = GREY if style.is_hollow or entry["mark"] == "archipelago" else style.fill
        look = {"fill": style.fill, "stroke": stroke, "shape": style.shape}
        entries.append({"left": left, "down": down, "text": entry["text"], **look})
        left += length
    grid = {"type": "quantitative", "axis": None}
    across = {**grid, "field": "left", "scale": {"domain": [0, width], "nice": False}}
    along = {**grid, "field": "down", "scale": {"domain": [0, down + 8], "reverse": True, "nice": False}}
    look = {name: as_given(name) for name in ("fill", "stroke", "shape")}
    points = {"mark": {"type": "point", "size": 80, "opacity": 1, "aria": False}, "encoding": look}
    texts = {
        "mark": {"type": "text", "align": "left", "dx": 10, "fontSize": 12, "color": INK},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }
    layers = [
        {**layer, "encoding": {"x": across, "y": along, **layer["encoding"]}} for layer in (points, texts)
    ]
    return [{"width": width, "height": down + 8, "data": {"values": entries}, "layer": layers}]
