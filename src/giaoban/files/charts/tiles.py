"""Tiles: a square per unit at its place in the grid, archipelagos always drawn and named."""

from collections.abc import Mapping
from typing import Any

from giaoban.files.charts.channels import LINKED, as_given, wrapped
from giaoban.files.charts.palette import GREY, Style, styles

_TILE_WIDTH, _TILE_HEIGHT = 80, 44


def tiles(chart: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int, int]:
    """Return the layers of the chart, its width and its height."""
    looks = styles(chart)
    rows = [_tile_row(mark, looks[mark["mark"]]) for mark in chart["marks"]]
    width = _TILE_WIDTH * (1 + max(row["column"] for row in rows))
    height = _TILE_HEIGHT * (1 + max(row["row"] for row in rows))
    squares = [
        _squares([row for row in rows if row["href"]], linked=True),
        _squares([row for row in rows if not row["href"]], linked=False),
    ]
    texts = [_tile_text(rows, "name", 8, 10.5), _tile_text(rows, "text", _TILE_HEIGHT - 11, 11, "bold")]
    layers = [*squares, _tile_shapes(rows), *texts]
    return [_with_grid(layer, width, height) for layer in layers if layer["data"]["values"]], width, height


def _tile_row(mark: Mapping[str, Any], style: Style) -> dict[str, Any]:
    left, top = mark["column"] * _TILE_WIDTH, mark["row"] * _TILE_HEIGHT
    return {
        "row": mark["row"],
        "column": mark["column"],
        "left": left + 1.5,
        "right": left + _TILE_WIDTH - 1.5,
        "top": top + 1.5,
        "bottom": top + _TILE_HEIGHT - 1.5,
        "label": mark["label"],
        "name": _name(mark["label"]),
        "text": [mark["text"]],
        "fill": style.fill,
        "ink": style.ink,
        "stroke": GREY if style.is_hollow or mark["mark"] == "archipelago" else style.fill,
        "shape": style.shape,
        "has_shape": bool(mark["text"]) and not style.is_hollow,
        "spoken": f"{mark['label']}: {mark['text']}",
        "href": f"#figure-{mark['figure_id']}" if mark["figure_id"] else None,
    }


def _name(label: str) -> list[str]:
    """Return the name in lines; what stands in brackets begins its own."""
    parts = label.replace(" (", "\n(").split("\n")
    return [line for part in parts for line in wrapped(part, 12)]


def _with_grid(layer: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    across = {"type": "quantitative", "axis": None, "scale": {"domain": [0, width], "nice": False}}
    down = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height], "nice": False, "reverse": True},
    }
    channels = {"x": across, "y": down, "x2": {}, "y2": {}}
    placed = {
        name: {**channels[name], **channel} if name in channels else channel
        for name, channel in layer["encoding"].items()
    }
    return {**layer, "encoding": placed}


def _squares(rows: list[dict[str, Any]], *, linked: bool) -> dict[str, Any]:
    corners = {
        "x": {"field": "left"},
        "x2": {"field": "right"},
        "y": {"field": "top"},
        "y2": {"field": "bottom"},
    }
    encoding = {
        **corners,
        "fill": as_given("fill"),
        "stroke": as_given("stroke"),
        **(LINKED if linked else {}),
    }
    return {"data": {"values": rows}, "mark": {"type": "rect", "strokeWidth": 1.2}, "encoding": encoding}


def _tile_text(
    rows: list[dict], field: str, down: float, size: float, weight: str = "normal"
) -> dict[str, Any]:
    style = {"type": "text", "align": "left", "baseline": "top", "dx": 5, "dy": down - 4, "fontSize": size}
    corner = {"x": {"field": "left"}, "y": {"field": "top"}}
    encoding = {**corner, "text": {"field": field, "type": "nominal"}, "color": as_given("ink")}
    return {
        "data": {"values": rows},
        "mark": {**style, "fontWeight": weight, "lineHeight": 11},
        "encoding": encoding,
    }


def _tile_shapes(rows: list[dict[str, Any]]) -> dict[str, Any]:
    style = {
        "type": "point",
        "filled": False,
        "size": 42,
        "opacity": 1,
        "strokeWidth": 1.4,
        "xOffset": -9,
        "yOffset": -9,
    }
    corner = {"x": {"field": "right"}, "y": {"field": "bottom"}}
    shown = [row for row in rows if row["has_shape"]]
    return {
        "data": {"values": shown},
        "mark": style,
        "encoding": {**corner, "shape": as_given("shape"), "stroke": as_given("ink")},
    }
