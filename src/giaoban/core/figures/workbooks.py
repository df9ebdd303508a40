"""Workbooks: the form of one unit as a file that is filled in offline, and what a file holds that came back.

A workbook carries a manifest: to whom it was issued and for what, as it was on that day, with a signature.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.faults import fault

#: The columns of a workbook in their order. Lines are found by `code`, columns by their headings.
COLUMNS = (
    "name", "measure", "target", "last_year", "last_report",
    "value", "verdict", "not_applicable", "explanation", "state", "code",
)  # fmt: skip
#: What an officer fills in, and what is told beside it.
ENTERED = ("value", "verdict", "not_applicable", "explanation")
FIXED = ("name", "measure", "target", "last_year", "last_report")
#: What stands in the first cell of the sheet that carries the manifest.
MANIFEST = "giaoban-workbook-1"
#: What stands in the first cell of a sheet that we write beside the form; the next cell tells its content.
OWN_SHEET = "giaoban-sheet"


@dataclass(frozen=True)
class Cell:
    """One cell that holds something.

    `value` is text, Decimal, bool, a date or time, an ErrorCell, or None for a formula that was never
    computed; `formula` is "" where there is none; `number_format` is the code by which a number is shown.
    """

    value: object
    formula: str = ""
    font: str = ""
    number_format: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: the cells that hold something by row and column from 1, and what is merged or hidden."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """Return the rows that hold something, each with its cells by column."""
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            rows.setdefault(row, {})[column] = cell
        return rows

    def text(self, row: int, column: int) -> str:
        """Return the text of one cell, "" where it holds none."""
        cell = self.cells.get((row, column))
        return cell.value if cell and isinstance(cell.value, str) else ""


@dataclass(frozen=True)
class Book:
    """A workbook as it was read: `size` counts all its cells, the empty ones with a format too."""

    file: str
    sheets: tuple[Sheet, ...]
    size: int = 0


@dataclass(frozen=True)
class Issued:
    """What a workbook was issued as: to whom, for which round, on what day, from which versions.

    `units` says which unit each code meant on that day. The rest is told by who writes the workbook: the
    headings, what was told in each line, the cell of each value, and every other text of the form.
    """

    key: str
    round_id: str
    round_title: str
    unit_key: str
    unit_code: str
    unit_name: str
    pack_digest: str
    issued_on: str
    versions: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the manifest as it is signed: ASCII, so that no program can compose or decompose it."""
        return json.dumps({**vars(self), "titles": list(self.titles)}, sort_keys=True, separators=(",", ":"))


def issued(text: str) -> Issued:
    """Return the manifest that `text` says; it has to be one that we signed."""
    content = json.loads(text)
    return Issued(**{**content, "titles": tuple(content["titles"])})


def manifest_of(
    book: Book, is_signed: Callable[[str, str], bool]
) -> tuple[Issued | None, tuple[Finding, ...]]:
    """Return the manifest of a workbook; where it has none that we signed, None and a finding."""
    sheets = [sheet for sheet in book.sheets if is_manifest(sheet)]
    if not sheets:
        return None, (fault("not_issued", Place(book.file)),)
    texts = {(_joined(sheet), sheet.text(1, 2)) for sheet in sheets}
    text, signature = next(iter(texts))
    if len(texts) > 1 or not is_signed(text, signature):
        return None, (fault("bad_signature", Place(book.file, sheets[0].name)),)
    return issued(text), ()


def is_manifest(sheet: Sheet) -> bool:
    """Return whether the sheet carries a manifest, whatever it is called."""
    return sheet.text(1, 1) == MANIFEST


def _joined(sheet: Sheet) -> str:
    return "".join(sheet.text(row, 1) for row in sheet.rows if row > 1)


def pieces(text: str, size: int = 30_000) -> Iterator[str]:
    """Yield a text in pieces that a cell can hold."""
    yield from (text[start : start + size] for start in range(0, len(text), size))


def letters(column: int) -> str:
    """Return how a spreadsheet calls a column, from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
