"""Looks: how the cells of a form are set, with one font that has every mark."""

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_RULED = {"border": 1, "border_color": "#c4cbd4"}
_TOLD = {**_RULED, "text_wrap": True}
#: What is filled in stands on a light ground and is not locked.
_OPEN = {**_RULED, "text_wrap": True, "bg_color": "#fffbe8", "locked": False}
_QUIET = {"font_color": "#57606a"}

#: How wide each column is, in letters.
WIDTHS = {
    "name": 40, "measure": 10, "target": 13, "last_year": 12, "last_report": 15, "value": 14,
    "verdict": 12, "not_applicable": 12, "explanation": 40, "state": 19, "code": 22,
}  # fmt: skip

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "text_wrap": True},
    "unit": {"bold": True, "font_size": 12, "text_wrap": True},
    "note": {**_QUIET, "text_wrap": True},
    "title_line": {"bold": True, "font_size": 15},
    "unit_line": {"bold": True, "font_size": 12},
    "note_line": _QUIET,
    "progress": {"italic": True},
    "step": {"text_wrap": True, "font_size": 12},
    "heading_told": {"bold": True, "bg_color": "#e7ebf0", "text_wrap": True, "valign": "vcenter", **_RULED},
    "heading_entered": {
        "bold": True,
        "bg_color": "#f4e3a1",
        "text_wrap": True,
        "valign": "vcenter",
        **_RULED,
    },
    "band": {"bold": True, "bg_color": "#f2f4f7", "top": 1, "bottom": 1, "border_color": "#c4cbd4"},
    "code": {**_TOLD, **_QUIET, "font_size": 8},
    "name": _TOLD,
    "measure": {**_TOLD, "align": "center"},
    "target": {**_TOLD, "align": "right"},
    "past": {**_TOLD, **_QUIET, "align": "right"},
    "past_number": {**_TOLD, **_QUIET, "align": "right"},
    "value": {**_OPEN, "align": "right", "bold": True},
    "words": {**_OPEN, "bold": True},
    "choice": {**_OPEN, "align": "center"},
    "closed": {**_RULED, "bg_color": "#f2f4f7"},
    "explanation": _OPEN,
    "quoted": {**_OPEN, "quote_prefix": True},
    "state": {**_TOLD, **_QUIET},
    "state_required": {"bg_color": "#e3edf9", "font_color": "#1b3a5c"},
    "state_no_reason": {"bg_color": "#efe3f5", "font_color": "#4a1d63", "bold": True},
    "state_absent": {"italic": True},
}


GUIDE_WIDTH = 100
#: How high one line of text is, and how few lines a row has.
_HEIGHTS = {
    "title": (21, 1),
    "unit": (17, 1),
    "note": (16, 1),
    "step": (18, 1),
    "line": (15, 2),
    "heading": (16, 2),
}


def height(text: str, width: float, kind: str) -> float:
    """Return how high a row must be for the text in a column of that width."""
    high, fewest = _HEIGHTS[kind]
    lines = sum(max(1, -(-len(part) * 0.92 // width)) for part in text.split("\n"))
    return high * max(fewest, lines) + 3


class Looks(dict[str, Format]):
    """The formats of one workbook by what they are for; those with a number format are made when asked."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        super().__init__()
        self.book = book

    def numbered(self, look: str, pattern: str) -> Format:
        """Return the look with a number format."""
        key = f"{look} {pattern}"
        if key not in self:
            self[key] = self.book.add_format({**_FONT, **_LOOKS[look], "num_format": pattern})
        return self[key]


def looks(book: xlsxwriter.Workbook) -> Looks:
    """Return the formats of a workbook."""
    made = Looks(book)
    for name, look in _LOOKS.items():
        own = look if name.startswith("state_") else {**_FONT, **look}
        made[name] = book.add_format(own)
    return made
