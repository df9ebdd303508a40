"""What a document says, piece by piece: expected from a factsheet, or read back from an edited file."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mark:
    """A stretch of text bound to a figure; `role` and `unit_key` are known only in expected text."""

    figure_id: str
    start: int
    end: int
    role: str = ""
    unit_key: str = ""


@dataclass(frozen=True)
class Passage:
    """One paragraph, with the stretches of it that are bound to figures and where it stands.

    `fonts`, of one read from a file, are those in which it has letters beyond ASCII, but none beyond Latin-1.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    place: str = ""
    fonts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grid:
    """One table: its cells by row, the header row first."""

    rows: tuple[tuple[Passage, ...], ...]
    place: str = ""


Piece = Passage | Grid
_SPACE, _DASH = re.compile(r"\s"), re.compile(r"[\u2010-\u2013\u2212]")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_ENUMERATOR = re.compile(r"^\s*(?:[-–•*]\s+|\(?(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+)+")


def expected_pieces(document: Mapping[str, Any]) -> tuple[Piece, ...]:
    """Return the paragraphs and tables that a document printed from the factsheet holds, in order."""
    return tuple(_pieces(document))


def _pieces(document: Mapping[str, Any]) -> Iterator[Piece]:
    paragraphs = tables = 0
    for block in document["blocks"]:
        if block["kind"] == "table":
            table, tables = document["tables"][block["table"]], tables + 1
            yield Passage(normal(table["title"]), place=f"table {tables}, title")
            yield _grid(table, f"table {tables}")
            yield Passage(normal(table["note"]), place=f"table {tables}, note")
        elif block["kind"] in ("heading", "paragraph"):
            paragraphs += 1
            yield passage(block.get("spans") or [{"text": block["text"]}], f"paragraph {paragraphs}")


def passage(spans: list[Mapping[str, Any]], place: str = "") -> Passage:
    """Return the passage that the spans make."""
    text, marks = "", []
    for span in spans:
        words = normal(span["text"])
        if span.get("figure_id"):
            role, unit_key = span.get("role", ""), span.get("unit_key", "")
            marks.append(Mark(span["figure_id"], len(text), len(text) + len(words), role, unit_key))
        text += words
    return Passage(text, tuple(marks), place)


def _grid(table: Mapping[str, Any], place: str) -> Grid:
    header = tuple(Passage(normal(column["title"])) for column in table["columns"])
    rows = (tuple(passage([cell]) for cell in row) for row in table["rows"])
    return Grid((header, *rows), place)


def normal(text: str) -> str:
    """Return the text composed (NFC), with one kind of space and of dash, and nothing that is not seen.

    Edges:   word processors put a dash for a hyphen between spaces, and hide hyphens for line ends.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return _DASH.sub("-", _SPACE.sub(" ", seen))


def squeezed(text: str) -> str:
    """Return the text with runs of spaces made one and none at its ends."""
    return " ".join(text.split())


def without_enumerator(piece: Passage) -> Passage:
    """Return the passage without a leading “1.”, “II.”, “a)” or dash, which numbers it and claims nothing."""
    found = _ENUMERATOR.match(piece.text)
    if not found or any(mark.start < found.end() for mark in piece.marks):
        return piece
    cut = found.end()
    marks = tuple(Mark(m.figure_id, m.start - cut, m.end - cut, m.role, m.unit_key) for m in piece.marks)
    return Passage(piece.text[cut:], marks, piece.place)
