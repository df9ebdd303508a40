"""Lists: a table that somebody sends, in CSV or .xlsx, as the texts of its rows under its headings."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from giaoban.core.conduct.provisioning import Row
from giaoban.core.figures.cells import is_blank, plain_text
from giaoban.core.figures.tables import Table, column_name
from giaoban.files.tables.text import read_csv
from giaoban.files.tables.workbooks import read_workbook

#: What a list may be, as an upload is told.
KINDS = ("text", "xlsx")


def read_list(content: bytes, name: str, kind: str, columns: Sequence[str]) -> Table:
    """Return the table of an upload of one of `KINDS`; of a workbook, its first sheet.

    Raises:  Invalid for a file that is no table.
    """
    return read_csv(content, name, columns) if kind == "text" else read_workbook(content, name)[0]


def names_of(table: Table) -> list[str]:
    """Return the names of the columns, from the left; none where the table has no heading."""
    return [column_name(cell) for cell in table.header.cells] if table.header else []


def rows_of(table: Table) -> list[Row]:
    """Return what stands under each heading as text, row by row; a cell without a heading is left out."""
    names = names_of(table)
    return [
        Row(row.number, {name: _text(cell) for name, cell in zip(names, row.cells, strict=False) if name})
        for row in table.rows
    ]


def _text(cell: object) -> str:
    """Return what a cell says, without blanks around it; numbers and days as they are written in a list."""
    if is_blank(cell):
        return ""
    if isinstance(cell, date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    said = plain_text(cell) if isinstance(cell, Decimal) else str(getattr(cell, "code", cell))
    return unicodedata.normalize("NFC", " ".join(said.split()))
