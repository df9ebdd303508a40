"""XLSX: every sheet as a table; the inflated size is counted before anything is parsed."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from giaoban.core.figures.cells import Row
from giaoban.core.figures.tables import Table, read_table
from giaoban.files.archives import inflated_size
from giaoban.files.tables.faults import unreadable
from giaoban.files.tables.markup import percent_styles, read_markup

LARGEST_INFLATED = 500 * 1024 * 1024
#: How far apart the cells of a sheet may stand; the reader lays out the whole rectangle between them.
_MOST_CELLS = 20_000_000
_PARSED = {"xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"}
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(content: bytes, file: str) -> tuple[Table, ...]:
    """Return one table per sheet that holds anything; one empty table where none does.

    Edges:   a formula gives the value that was saved with it; numbers keep the 15 digits a spreadsheet shows.
    Raises:  Invalid, with one finding, if the file is no workbook or would inflate beyond the limit.
    """
    try:
        marked = _marked_cells(content, file)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = tuple(_table(workbook, name, file, marked.get(name, {})) for name in workbook.sheet_names)
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
        return _number(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return None if value == "" else value


def _number(value: float) -> Decimal:
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
        _check_size(archive, content, file)
        styles = percent_styles(archive)
        marked: dict[str, Mapping[tuple[int, int], object]] = {}
        for name, path in _sheet_paths(archive):
            markup = read_markup(archive.read(path), styles)
            if markup.rows * markup.columns > _MOST_CELLS:
                title = f"Sheet “{name}” reaches to row {markup.rows:,} and column {markup.columns:,}"
                raise unreadable(file, "too_large", title, "Remove the cells that stand apart.")
            marked[name] = markup.cells
    return marked


def _sheet_paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 no entities: see below
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(_SHEET):  # noqa: S314
        target = targets.get(sheet.get(_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            yield sheet.get("name", ""), path


def _check_size(archive: zipfile.ZipFile, content: bytes, file: str) -> None:
    """Refuse an archive that inflates beyond the limit, whatever sizes it declares about itself."""
    room = LARGEST_INFLATED
    for entry in archive.infolist():
        room -= inflated_size(entry, content, room)
        if room < 0:
            raise unreadable(
                file,
                "too_large",
                f"The workbook unpacks to more than {LARGEST_INFLATED:,} bytes",
                "Split it.",
            )
    for name in _PARSED & {*archive.namelist()}:
        if b"<!DOCTYPE" in archive.read(name):
            raise unreadable(
                file, "wrong_format", "The workbook declares a document type", "Save it anew as .xlsx."
            )
