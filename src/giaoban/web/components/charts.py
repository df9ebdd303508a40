"""Charts as the pages draw them: places on a tile grid, and bars from zero with a reference line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from giaoban.web.components.tables import pads

#: Narrow tiles, so that the whole country fits on a phone without scrolling.
TILE_WIDTH, TILE_HEIGHT, GAP = 44, 60, 3
_LINE = 12
#: About how many letters of the small type fit beside each other in one tile, and how many lines.
_LETTERS, _LINES = 7, 4


@dataclass(frozen=True)
class Square:
    """One tile where it is drawn; `lines` is its name, broken to fit."""

    mark: Mapping[str, Any]
    style: str
    x: int
    y: int
    lines: Sequence[tuple[int, str]]
    value_y: int

    @property
    def middle(self) -> int:
        """Return where the tile's text is centred."""
        return self.x + TILE_WIDTH // 2


@dataclass(frozen=True)
class Tiles:
    """A tile-grid map, ready to draw."""

    chart_id: str
    chart: Mapping[str, Any]
    squares: Sequence[Square]
    legend: Sequence[tuple[str, str]]
    width: int
    height: int

    @property
    def ordered(self) -> Sequence[Square]:
        """Return the units' tiles for a table: the highest value first, those without one last."""
        units = [square for square in self.squares if square.mark["mark"] != "archipelago"]
        known = [square for square in units if square.mark["value"] is not None]
        known.sort(key=lambda square: Decimal(square.mark["value"]), reverse=True)
        return known + [square for square in units if square.mark["value"] is None]


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and how long it is, in percent of the drawing's width.

    `pad` is by how many digits its number stands back.
    """

    mark: Mapping[str, Any]
    style: str
    x: str
    width: str
    pad: int


@dataclass(frozen=True)
class Bars:
    """A bar chart, ready to draw; `zero` and `line` are places in percent of the drawing's width."""

    chart_id: str
    chart: Mapping[str, Any]
    bars: Sequence[Bar]
    zero: str
    line: str


def draw(chart_id: str, chart: Mapping[str, Any], bands: Iterable[str]) -> Tiles | Bars:
    """Return the chart ready to draw; `bands` are the round's bands from the best on."""
    styles = {band: f"step-{place}" for place, band in enumerate(bands, start=1)}
    drawer = draw_tiles if chart["kind"] == "tiles" else draw_bars
    return drawer(chart_id, chart, styles)


def draw_tiles(chart_id: str, chart: Mapping[str, Any], styles: Mapping[str, str]) -> Tiles:
    """Return the tiles at their rows and columns."""
    squares = [_square(mark, _style(mark["mark"], styles)) for mark in chart["marks"]]
    legend = [(_style(entry["mark"], styles), entry["text"]) for entry in chart["legend"]]
    width = max((square.x for square in squares), default=0) + TILE_WIDTH + GAP
    height = max((square.y for square in squares), default=0) + TILE_HEIGHT + GAP
    return Tiles(chart_id, chart, squares, legend, width, height)


def draw_bars(chart_id: str, chart: Mapping[str, Any], styles: Mapping[str, str]) -> Bars:
    """Return the bars of all marks, drawn from zero on a scale that holds zero and the reference."""
    reference = chart.get("reference")
    line = Decimal(reference["value"]) if reference and reference["value"] is not None else None
    known = [Decimal(mark["value"]) for mark in chart["marks"] if mark["value"] is not None]
    ends = [Decimal(0), *known, *([] if line is None else [line])]
    low, span = min(ends), (max(ends) - min(ends)) or Decimal(1)
    stand_back = pads([mark["text"] for mark in chart["marks"]])
    bars = [
        _bar(mark, _style(mark["mark"], styles), low, span, pad)
        for mark, pad in zip(chart["marks"], stand_back, strict=True)
    ]
    place = "" if line is None else _percent(line - low, span)
    return Bars(chart_id, chart, bars, _percent(-low, span), place)


def _square(mark: Mapping[str, Any], style: str) -> Square:
    x, y = int(mark["column"]) * (TILE_WIDTH + GAP) + GAP, int(mark["row"]) * (TILE_HEIGHT + GAP) + GAP
    lines = _broken(mark["label"])
    top = y + 13
    return Square(
        mark, style, x, y, [(top + n * _LINE, line) for n, line in enumerate(lines)], y + TILE_HEIGHT - 6
    )


def _broken(label: str) -> list[str]:
    """Break a name between words into lines that fit; what is longer is cut with an ellipsis."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or (len(longer) <= _LETTERS and not word.startswith("(")):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]


def _bar(mark: Mapping[str, Any], style: str, low: Decimal, span: Decimal, pad: int) -> Bar:
    value = Decimal(mark["value"] or 0)
    left, right = sorted((Decimal(0), value))
    return Bar(mark, style, _percent(left - low, span), _percent(right - left, span), pad)


def _percent(part: Decimal, whole: Decimal) -> str:
    return str((part * 100 / whole).quantize(Decimal("0.01")))


def _style(mark: str, styles: Mapping[str, str]) -> str:
    return styles.get(mark, mark.replace("_", "-") or "plain")
