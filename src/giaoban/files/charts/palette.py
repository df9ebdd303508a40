"""Colours and shapes of marks: told apart by shape and word too, never by colour alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

INK, GREY, LINE, PAPER = "#1f2328", "#57606a", "#8c959f", "#ffffff"
ACCENT, MIDDLE = "#1f4e79", "#6897c0"
FONT = "Noto Sans, Segoe UI, Roboto, Helvetica Neue, Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Style:
    """How one kind of mark looks: `fill`, text colour on it, and a shape; hollow marks carry no value."""

    fill: str
    ink: str
    shape: str
    is_hollow: bool = False


_HOLLOW = Style(PAPER, GREY, "square", is_hollow=True)
_STYLES = {
    "exceeded": Style(ACCENT, PAPER, "triangle-up"),
    "met": Style(MIDDLE, INK, "circle"),
    "not_met": Style("#b3490b", PAPER, "triangle-down"),
    "positive": Style(MIDDLE, INK, "triangle-up"),
    "negative": Style("#b3490b", PAPER, "triangle-down"),
    "highlight": Style(ACCENT, PAPER, "diamond"),
    "plain": Style("#c3ccd6", INK, "circle"),
    "archipelago": Style("#eef1f4", INK, "diamond"),
    "not_reported": _HOLLOW,
    "not_applicable": Style("#eef1f4", GREY, "cross"),
    "undetermined": Style("#eef1f4", GREY, "cross"),
}
_RAMP = (
    Style(ACCENT, PAPER, "triangle-up"),
    Style(MIDDLE, INK, "circle"),
    Style("#c5d9ea", INK, "square"),
    Style("#f0b98a", INK, "triangle-down"),
    Style("#b3490b", PAPER, "diamond"),
)


def styles(chart: Mapping[str, Any]) -> dict[str, Style]:
    """Return the style of each mark of the chart.

    Edges:   marks without a fixed style (the bands of a round) take the ramp in the legend's order,
             its two ends first when there are few.
    """
    others = [mark for mark in _marks(chart) if mark not in _STYLES]
    return {**_STYLES, **dict(zip(others, _ramp(len(others)), strict=True))}


def _marks(chart: Mapping[str, Any]) -> Iterable[str]:
    named = [entry["mark"] for entry in chart["legend"]]
    return dict.fromkeys([*named, *sorted({mark["mark"] for mark in chart["marks"]})])


def _ramp(count: int) -> list[Style]:
    chosen = {0: [], 1: [0], 2: [0, 4], 3: [0, 1, 4], 4: [0, 1, 3, 4]}.get(count, range(len(_RAMP)))
    return [_RAMP[place] for place in chosen] + [_RAMP[-1]] * (count - len(_RAMP))
