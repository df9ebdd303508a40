"""XLSX: every sheet as a table; the inflated size is counted before anything is parsed."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from decimal import Decimal
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from giaoban.core.figures.cells import Row
from giaoban.core.figures.tables import Table, read_table
from giaoban.files.tables.archives import Unsafe, check_archive, sheet_paths
from giaoban.files.tables.faults import unreadable
from giaoban.files.tables.markup import percent_styles, read_markup

LARGEST_INFLATED = 500 * 1024 * 1024
#: How far apart the cells of a sheet may stand; the reader lays out the whole rectangle between them.
_MOST_CELLS = 20_000_000


def read_workbook(content: bytes, file: str) -> tuple[Table, ...]:
    """Return one table per sheet that holds anything; one empty table where none does.

    Edges:   a formula gives the value that was saved with it; numbers keep the 15 digits a spreadsheet shows.
    Raises:  Invalid, with one finding, if the file is no workbook or would inflate beyond the limit.
    """
    try:
        marked = _marked_cells(content, file)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = tuple(_table(workbook, name, file, marked.get(name, {})) for name in workbook.sheet_names)
    except Unsafe as fault:
        raise unreadable(file, *_UNSAFE[fault.code]) from fault
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ElementTree.ParseError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as fault:
        raise unreadable(
            file,
            "wrong_format",
            "The file is not an Excel workbook (.xlsx)",
            "Save it as .xlsx or as CSV UTF-8.",
        ) from fault
    return tuple(table for table in tables if table.header) or (Table(file, "", None, ()),)


def _table(
    workbook: CalamineWorkbook, sheet: str, file: str, marked: Mapping[tuple[int, int], object]
) -> Table:
    cells = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    grid = [[_cell(value) for value in row] for row in cells]
    for (row, column), cell in marked.items():
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = cell
    return read_table((Row(number, tuple(row)) for number, row in enumerate(grid, 1)), file, sheet)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return number_of(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return None if value == "" else value


def number_of(value: float) -> Decimal:
    """Return the shortest decimal of `value`; a tail of binary noise beyond 15 digits is dropped.

    Edges:   0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3; the shown number is the meant one.
    """
    number = Decimal(repr(value))
    if len(number.as_tuple().digits) > 15:
        number = Decimal(f"{value:.15g}")
    return (
        number.quantize(Decimal(1))
        if number == number.to_integral_value() and abs(number) < 10**27
        else number
    )


def _marked_cells(content: bytes, file: str) -> dict[str, Mapping[tuple[int, int], object]]:
    """Return sheet → (row, column) → the cell as it is shown, where the reader gives something else.

    Edges:   it gives an error as empty, a percentage as its hundredth, and ends the process over a sheet
             whose cells stand a world apart: such a sheet is refused.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_archive(archive, content, LARGEST_INFLATED)
        styles = percent_styles(archive)
        marked: dict[str, Mapping[tuple[int, int], object]] = {}
        for name, path in sheet_paths(archive):
            markup = read_markup(archive.read(path), styles)
            if markup.rows * markup.columns > _MOST_CELLS:
                title = f"Sheet “{name}” reaches to row {markup.rows:,} and column {markup.columns:,}"
                raise unreadable(file, "too_large", title, "Remove the cells that stand apart.")
            marked[name] = markup.cells
    return marked


_UNSAFE = {
    "too_large": ("too_large", f"The workbook unpacks to more than {LARGEST_INFLATED:,} bytes", "Split it."),
    "document_type": ("wrong_format", "The workbook declares a document type", "Save it anew as .xlsx."),
    "two_parts": ("wrong_format", "The workbook has two parts of one name", "Save it anew as .xlsx."),
}
