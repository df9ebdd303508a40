"""Bars: one per unit in the order given, from a zero line, with the value at its end."""

from collections.abc import Mapping
from typing import Any

from giaoban.files.charts.channels import LINKED, as_given
from giaoban.files.charts.palette import GREY, INK, Style, styles

_END = {"field": "end"}
_WIDTH = 560
_SIZE = {"short": (18, 11.5), "long": (12.5, 10)}
_MANY, _SHAPE_ROOM = 30, 12


def bars(chart: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int, int]:
    """Return the layers of the chart, its width and its height."""
    step, size = _SIZE["long" if len(chart["marks"]) > _MANY else "short"]
    looks = styles(chart)
    rows = [_bar_row(mark, looks[mark["mark"]], place) for place, mark in enumerate(chart["marks"])]
    names = {"values": [{"place": row["place"], "label": row["label"]} for row in rows]}
    height = step * len(rows)
    layers = [
        *_bar_marks(rows, size),
        _rule(0, {}),
        _bar_names(names, size, _SHAPE_ROOM if chart["legend"] else 0),
        *([_bar_kinds(rows, size)] if chart["legend"] else []),
        *_reference(chart["reference"], size),
        *_bar_labels(rows, size),
    ]
    scale = {"domain": _domain(rows, chart["reference"]), "nice": False}
    return [_on_axes(layer, len(rows), scale) for layer in layers], _WIDTH, height


def _domain(rows: list[dict[str, Any]], reference: Mapping[str, Any] | None) -> list[float]:
    """Return the span of the bars, zero included, with room for the labels at their ends."""
    ends = [
        0.0,
        *(row["end"] for row in rows),
        *([float(reference["value"])] if _is_drawn(reference) else []),
    ]
    lowest, highest = min(ends), max(ends)
    room = (highest - lowest or 1) * 0.11
    return [lowest - (room if lowest < 0 else 0), highest + room]


def _is_drawn(reference: Mapping[str, Any] | None) -> bool:
    return bool(reference) and reference["value"] is not None


def _on_axes(layer: dict[str, Any], count: int, scale: dict[str, Any]) -> dict[str, Any]:
    encoding = {"y": _place(count), **layer["encoding"]}
    if "value" not in encoding["x"]:
        encoding["x"] = {**encoding["x"], "type": "quantitative", "axis": None, "scale": scale}
    return {**layer, "encoding": encoding}


def _bar_row(mark: Mapping[str, Any], style: Style, place: int) -> dict[str, Any]:
    value = None if mark["value"] is None else float(mark["value"])
    return {
        "place": place,
        "label": mark["label"],
        "value": value,
        "end": value or 0,
        "text": mark["text"],
        "fill": style.fill,
        "shape": style.shape,
        "spoken": f"{mark['label']}: {mark['text']}",
        "href": f"#figure-{mark['figure_id']}" if mark["figure_id"] else None,
    }


def _place(count: int) -> dict[str, Any]:
    return {"field": "place", "type": "ordinal", "scale": {"domain": list(range(count))}, "axis": None}


def _rule(at: float, look: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "rule", "color": INK, "strokeWidth": 1, "aria": False, **look}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"datum": at}, "y": None}}


def _bar_marks(rows: list[dict[str, Any]], size: float) -> list[dict[str, Any]]:
    known = [row for row in rows if row["value"] is not None]
    layers = [
        _bar_shapes([row for row in known if row["href"]], LINKED),
        _bar_shapes([row for row in known if not row["href"]], {}),
    ]
    missing = [row for row in rows if row["value"] is None]
    return layers + ([_hollow(missing, size)] if missing else [])


def _bar_labels(rows: list[dict[str, Any]], size: float) -> list[dict[str, Any]]:
    """Return the values at the ends of the bars, on a white halo that keeps lines off the digits."""
    known = [row for row in rows if row["value"] is not None]
    missing = [row for row in rows if row["value"] is None]
    groups = [(known, 1), (known, -1), (missing, 0)]
    halo = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return [_bar_texts(group, sign, size, look) for look in (halo, {}) for group, sign in groups]


def _bar_shapes(rows: list[dict[str, Any]], links: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "bar", "height": {"band": 0.72}}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"x": _END, "color": as_given("fill"), **links},
    }


def _bar_texts(rows: list[dict[str, Any]], sign: int, size: float, look: dict[str, Any]) -> dict[str, Any]:
    chosen = [row for row in rows if sign == 0 or (row["end"] < 0) == (sign < 0)]
    offset = {1: 5, -1: -5, 0: 16}[sign]
    style = {"type": "text", "align": "right" if sign < 0 else "left", "dx": offset, "fontSize": size, **look}
    text = {"field": "text", "type": "nominal"}
    return {"data": {"values": chosen}, "mark": style, "encoding": {"x": _END, "text": text}}


def _hollow(rows: list[dict[str, Any]], size: float) -> dict[str, Any]:
    style = {
        "type": "point",
        "shape": "square",
        "size": size * 7,
        "xOffset": 8,
        "stroke": GREY,
        "filled": False,
    }
    return {"data": {"values": rows}, "mark": style, "encoding": {"x": _END, **LINKED}}


def _bar_names(names: dict[str, Any], size: float, room: int) -> dict[str, Any]:
    style = {"type": "text", "align": "right", "dx": -8 - room, "fontSize": size}
    text = {"field": "label", "type": "nominal"}
    return {"data": names, "mark": style, "encoding": {"x": {"value": 0}, "text": text}}


def _bar_kinds(rows: list[dict[str, Any]], size: float) -> dict[str, Any]:
    """Return each bar's kind as the legend's shape beside its name: never told by colour alone."""
    known = [row for row in rows if row["value"] is not None]
    style = {"type": "point", "size": 4 * size, "opacity": 1, "xOffset": -10, "aria": False}
    look = {"fill": as_given("fill"), "stroke": as_given("fill"), "shape": as_given("shape")}
    return {"data": {"values": known}, "mark": style, "encoding": {"x": {"value": 0}, **look}}


def _reference(reference: Mapping[str, Any] | None, size: float) -> list[dict[str, Any]]:
    if not _is_drawn(reference):
        return []
    at = float(reference["value"])
    label = {"type": "text", "align": "left", "dx": -2, "dy": -7, "fontSize": size + 1, "fontWeight": "bold"}
    encoding = {"x": {"datum": at}, "y": {"value": 0}, "text": {"value": reference["label"]}}
    line = _rule(at, {"strokeDash": [4, 3], "strokeWidth": 1.2})
    return [line, {"data": {"values": [{}]}, "mark": label, "encoding": encoding}]
