"""Plain text and CSV in UTF-8."""

import re

from giaoban.files.uploads.pieces import Limits, Piece, Reading

#: Signs that no text has; a form feed may end a page.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: What is written in letters and yet is no plain text: markup, rich text, scripts, printer code.
_OTHER = ("<", "{\\rtf", "#!", "%!", "%PDF")
_CELLS = re.compile(r"[,;\t]")


def is_text(content: bytes) -> bool:
    """Return whether the bytes are text that somebody can read, and nothing else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROLS.search(text) and not text.lstrip().startswith(_OTHER)


def read_text(content: bytes, limits: Limits) -> Reading:
    """Return each line, and each cell of a line that may be a row of CSV; the same text once."""
    seen: dict[str, int] = {}
    for number, line in enumerate(content.decode("utf-8-sig").splitlines(), 1):
        for text in (line, *_CELLS.split(line)):
            seen.setdefault(text, number)
    return Reading("text", tuple(Piece(text, "", number) for text, number in seen.items()))
