"""CSV: UTF-8 with or without a byte order mark; comma, semicolon or tab between cells."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence

from giaoban.core.errors import Invalid, Place
from giaoban.core.figures.cells import Row
from giaoban.core.figures.faults import fault
from giaoban.core.figures.tables import COLUMNS, Table, column_name, read_table
from giaoban.files.tables.faults import unreadable

MOST_ROWS = 1_048_576
_KNOWN = {name for columns in COLUMNS.values() for name in columns}


def read_csv(content: bytes, file: str, known: Collection[str] = _KNOWN) -> Table:
    """Return the one table of a CSV file; rows are numbered as a spreadsheet shows them.

    Edges:   what stands between cells is told by the heading: as it shows most of the `known` columns.
    Raises:  Invalid, with one finding, if the bytes are not UTF-8 text or not a table.
    """
    text = _decode(content, file)
    delimiter = _delimiter(text, frozenset(known))
    # Strict: a quotation mark that nobody closed would else swallow every row below it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(reader, 1):
            rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        raise _broken(file, len(rows) + 1) from error
    if len(rows) > MOST_ROWS:
        raise unreadable(file, "too_large", f"The file has more than {MOST_ROWS:,} rows", "Split it.")
    return read_table(rows, file, "")


def _broken(file: str, row: int) -> Invalid:
    found = fault("not_a_table", Place(file, row=row), row=row)
    return Invalid(found.title, found.detail, found.where, (found,))


def _decode(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        title = f"The text is not UTF-8 (line {line})"
        raise unreadable(file, "not_utf8", title, "Save it as “CSV UTF-8”.") from fault
    if "\0" in text:
        raise unreadable(file, "wrong_format", "The file is not a text", "Save it as .xlsx or as CSV UTF-8.")
    return text


def _delimiter(text: str, known: frozenset[str]) -> str:
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: (len(known & _names(heading, mark)), heading.count(mark)))


def _names(heading: str, mark: str) -> set[str]:
    return {column_name(cell.strip(' "')) for cell in heading.split(mark)}


def write_csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """Return the rows as CSV in UTF-8; by its first mark spreadsheet programs know it as that."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return ("\ufeff" + target.getvalue()).encode()
