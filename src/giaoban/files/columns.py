"""How wide the columns of a printed table are, so that no number and no word is broken."""

from collections.abc import Mapping
from typing import Any

from giaoban.files.layouts import text_width

_PADDING = 240
#: Letters up to which a text should stay on one line, and up to which it should stay on few.
SHORT_TEXT, _LONG_TEXT = 24, 90
_SMALLEST = 8.5
_REGULAR = 0.94


def fit_columns(table: Mapping[str, Any], width: int, size: float) -> tuple[list[int], float]:
    """Return each column's width in twips and the type size at which the table fits into `width`.

    Edges:   numbers stay on one line and words whole; a table is set smaller, not below 8.5 points, until
             short texts stay on one line too; what is then free goes to the longer texts.
    """
    size = next((s for s in _sizes(size) if sum(_wanted(table, s, SHORT_TEXT)) <= width), _SMALLEST)
    widths: list[float] = list(_least(table, size))
    for letters in (SHORT_TEXT, _LONG_TEXT):
        widths = _filled(widths, _wanted(table, size, letters), width)
    return [round(column * width / sum(widths)) for column in widths], size


def _filled(widths: list[float], wanted: list[int], width: int) -> list[float]:
    """Return the columns widened to what they want while there is room, those that lack least first."""
    filled, room = list(widths), width - sum(widths)
    hungry = sorted(range(len(widths)), key=lambda place: wanted[place] - widths[place])
    for fed, place in enumerate(hungry):
        share = min(max(0, wanted[place] - widths[place]), max(0, room) / (len(hungry) - fed))
        filled[place] += share
        room -= share
    return filled


def _sizes(size: float) -> list[float]:
    steps = range(int(2 * (size - _SMALLEST)) + 1)
    return [size - step / 2 for step in steps]


def _least(table: Mapping[str, Any], size: float) -> list[int]:
    """Return how wide each column must be for its numbers and its longest words."""
    return [
        _PADDING
        + max(
            max((_regular_width(word, size) for word in _unbroken(table, place)), default=0),
            max((text_width(word, size) for word in column["title"].split()), default=0),
        )
        for place, column in enumerate(table["columns"])
    ]


def _unbroken(table: Mapping[str, Any], place: int) -> list[str]:
    cells = [row[place]["text"] for row in table["rows"]]
    is_number = table["columns"][place]["kind"] == "number"
    return [word for cell in cells for word in ([cell] if is_number else cell.split())]


def _wanted(table: Mapping[str, Any], size: float, letters: int) -> list[int]:
    """Return how wide each column would be for texts of so many letters on one line, its title on two."""
    wanted = []
    for place, (column, least) in enumerate(zip(table["columns"], _least(table, size), strict=True)):
        cells = [_regular_width(row[place]["text"][:letters], size) for row in table["rows"]]
        wanted.append(max(least, _PADDING + max([text_width(column["title"], size) * 5 // 9, *cells])))
    return wanted


def _regular_width(text: str, size: float) -> float:
    return text_width(text, size) * _REGULAR
