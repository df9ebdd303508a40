"""How wide the columns of a printed table are, so that no number and no word is broken."""

from collections.abc import Mapping
from typing import Any

from giaoban.files.layouts import text_width

_PADDING = 240
_LONGEST_LETTERS = 46
_SMALLEST = 8.5
_ROOMY = 0.82


def fit_columns(table: Mapping[str, Any], width: int, size: float) -> tuple[list[int], float]:
    """Return each column's width in twips and the type size at which the table fits into `width`.

    Edges:   numbers stay on one line and words whole; a table of many columns is set smaller, not
             below 8.5 points, until a fifth of the width is free for the longer texts.
    """
    size = next((s for s in _sizes(size) if sum(_least(table, s)) <= _ROOMY * width), _SMALLEST)
    least, wanted = _least(table, size), _wanted(table, size)
    room = width - sum(least)
    hunger = [max(0, want - low) for want, low in zip(wanted, least, strict=True)]
    shares = hunger if sum(hunger) > max(0, room) else wanted
    widths = [low + room * share / (sum(shares) or 1) for low, share in zip(least, shares, strict=True)]
    return [round(column * width / sum(widths)) for column in widths], size


def _sizes(size: float) -> list[float]:
    steps = range(int(2 * (size - _SMALLEST)) + 1)
    return [size - step / 2 for step in steps]


def _least(table: Mapping[str, Any], size: float) -> list[int]:
    return [
        _PADDING + max((text_width(word, size) for word in _unbroken(table, place)), default=0)
        for place in range(len(table["columns"]))
    ]


def _unbroken(table: Mapping[str, Any], place: int) -> list[str]:
    column = table["columns"][place]
    cells = [row[place]["text"] for row in table["rows"]]
    words = [word for cell in cells for word in ([cell] if column["kind"] == "number" else cell.split())]
    return [*words, *column["title"].split()]


def _wanted(table: Mapping[str, Any], size: float) -> list[int]:
    wanted = []
    for place, column in enumerate(table["columns"]):
        cells = [row[place]["text"][:_LONGEST_LETTERS] for row in table["rows"]]
        title = text_width(column["title"], size) // 2
        wanted.append(_PADDING + max([title, *(text_width(cell, size) for cell in cells)]))
    return wanted
