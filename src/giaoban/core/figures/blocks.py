"""Blocks: where the tables of a form stand in a workbook, wherever its rows and columns were moved."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.cells import UNPRINTABLE, plain_text
from giaoban.core.figures.faults import fault
from giaoban.core.figures.workbooks import COLUMNS, ENTERED, Cell, Sheet, letters
from giaoban.core.registry.encodings import detect
from giaoban.core.registry.units import fold

#: What a row needs to be a heading, and what a table needs to be read.
_TELLING, NEEDED = 4, ("code", *ENTERED)
_MOST_BLOCKS = 30


@dataclass(frozen=True)
class Block:
    """One table of a sheet: the row of its headings, its last row, and its columns by name."""

    sheet: Sheet
    heading: int
    last: int
    columns: Mapping[str, int]

    def cell(self, row: int, name: str) -> Cell | None:
        """Return the cell of a row in the column of that name, None where it holds nothing."""
        return self.sheet.rows.get(row, {}).get(self.columns.get(name, 0))

    def rows(self) -> Iterator[int]:
        """Yield the rows below the headings that hold something."""
        yield from (row for row in self.sheet.rows if self.heading < row <= self.last)


def find_blocks(
    sheet: Sheet, headings: Mapping[str, str], file: str
) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """Return the tables of a sheet, known by their headings, and what keeps one from being read.

    Edges:   a row with most of the headings begins a table; one that lacks a column that is needed, or has
             one twice, is named and not read.
    """
    wanted = {key_of(text): name for name, text in headings.items()}
    starts = [(row, found) for row, cells in sheet.rows.items() if (found := _headings(cells, wanted))]
    if len(starts) > _MOST_BLOCKS:
        where = Place(file, sheet.name, starts[1][0])
        return (), (fault("many_headings", where, most=_MOST_BLOCKS),)
    blocks: list[Block] = []
    findings: list[Finding] = []
    ends = [row for row, _ in starts[1:]] + [max(sheet.rows, default=0) + 1]
    for (row, found), following in zip(starts, ends, strict=False):
        faults = tuple(_faults(sheet, row, found, headings, file))
        findings += faults
        if not faults:
            columns = {name: columns[0] for name, columns in found.items()}
            blocks.append(Block(sheet, row, following - 1, columns))
    return tuple(blocks), tuple(findings)


def key_of(text: str) -> str:
    """Return what of a text tells it from others: no case, marks, signs or spaces, of either Unicode form."""
    return re.sub(r"[\W_]+", " ", fold(unicodedata.normalize("NFKC", UNPRINTABLE.sub("", text)))).strip()


def said(cell: Cell | None) -> str:
    """Return the text of a cell as it is compared: composed, on one line, an old font read; "" for none."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, Decimal):
        return plain_text(cell.value)
    if not isinstance(cell.value, str):
        return str(cell.value)
    old = detect(cell.value, cell.font)
    text = old.after if old else UNPRINTABLE.sub("", cell.value)
    return " ".join(unicodedata.normalize("NFC", text).split())


def place_in(file: str, sheet: Sheet, row: int, column: int) -> Place:
    """Return where a cell stands, its column called as the spreadsheet calls it."""
    return Place(file, sheet.name, row, letters(column))


def _headings(cells: Mapping[int, Cell], wanted: Mapping[str, str]) -> dict[str, list[int]]:
    """Return the columns of a row by the headings in it; none where it is no row of headings."""
    found: dict[str, list[int]] = {}
    if len(cells) < _TELLING:
        return found
    for column, cell in cells.items():
        if isinstance(cell.value, str) and (name := wanted.get(key_of(cell.value))):
            found.setdefault(name, []).append(column)
    return found if len(found) >= _TELLING else {}


def _faults(
    sheet: Sheet, row: int, found: Mapping[str, list[int]], headings: Mapping[str, str], file: str
) -> Iterator[Finding]:
    for name in (name for name in NEEDED if name not in found):
        yield fault("no_column", Place(file, sheet.name, row), heading=headings[name])
    for name in (name for name in COLUMNS if len(found.get(name, ())) > 1):
        here, there = (letters(column) for column in found[name][:2])
        where = place_in(file, sheet, row, found[name][1])
        yield fault("double_column", where, heading=headings[name], here=here, there=there)
