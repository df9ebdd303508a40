"""Books: an uploaded workbook as it stands: every cell that holds something, with how it is shown.

Two readers have to agree: python-calamine says what a cell holds, the markup how it is shown and what stands
behind it. Where one of them sees a cell that the other does not, the workbook is refused.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from giaoban.core.errors import Invalid, Place
from giaoban.core.figures.cells import ErrorCell
from giaoban.core.figures.faults import Value, fault
from giaoban.core.figures.workbooks import Book, Cell, Sheet, letters
from giaoban.files.excel.markup import (
    MOST_FILLED,
    Marked,
    SheetMarkup,
    Strings,
    Style,
    TooLarge,
    read_sheet,
    read_strings,
    read_styles,
)
from giaoban.files.tables.archives import Unsafe, check_archive, sheet_paths
from giaoban.files.tables.workbooks import number_of

LARGEST_FILE, LARGEST_INFLATED = 10 * 1024 * 1024, 100 * 1024 * 1024
#: How far apart the cells of a sheet may stand, how many sheets there may be, and how much text in all cells.
_MOST_LAID_OUT, _MOST_SHEETS, _MOST_TEXT = 3_000_000, 200, 20_000_000
#: How a file begins that is no workbook of the present kind, and the code that says what it is.
_SIGNATURES = {
    b"%PDF": "pdf",
    b"\xff\xd8\xff": "picture",
    b"\x89PNG": "picture",
    b"\x1f\x8b": "compressed",
    b"Rar!": "compressed",
    b"7z\xbc\xaf": "compressed",
    b"{\\rtf": "other_text",
    b"<": "other_text",
}
_OLE = b"\xd0\xcf\x11\xe0"
#: How the part of a locked workbook is called inside its container.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: A part that tells the kind of a zip archive → what it is then.
_KINDS = {
    "xl/vbaProject.bin": "macro_workbook",
    "xl/workbook.bin": "binary_workbook",
    "word/document.xml": "word_document",
    "ppt/presentation.xml": "presentation",
    "content.xml": "opendocument",
}
_BROKEN = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    IndexError,
    ElementTree.ParseError,
    expat.ExpatError,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
)


def read_book(content: bytes, file: str) -> Book:
    """Return the sheets of an uploaded workbook with every cell that holds something.

    Edges:   a formula gives the value that was saved with it; numbers keep the 15 digits a spreadsheet
             shows; macros are refused, never run; nothing that a cell links to is opened.
    Raises:  Invalid, with one finding that says what the file is, if it is no workbook that can be read.
    """
    try:
        _check_kind(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            check_archive(archive, content, LARGEST_INFLATED)
            return _read(archive, content, file)
    except _Refused as refused:
        raise _refusal(file, refused.code, **refused.values) from refused
    except TooLarge as refused:
        raise _refusal(file, "too_large_workbook") from refused
    except Unsafe as refused:
        code = "too_large_workbook" if refused.code == "too_large" else "damaged_workbook"
        raise _refusal(file, code) from refused
    except _BROKEN as refused:
        raise _refusal(file, "damaged_workbook") from refused


class _Refused(Exception):
    """The file is something else than a workbook that is read; `code` says what."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _refusal(file: str, code: str, **values: Value) -> Invalid:
    finding = fault(code, Place(file), **values)
    return Invalid(finding.title, finding.detail, finding.where, (finding,))


def _check_kind(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise _Refused("too_large_workbook")
    if not content:
        raise _Refused("empty_workbook")
    if content.startswith(_OLE):
        raise _Refused("locked_workbook" if _LOCKED in content else "old_workbook")
    for signature, code in _SIGNATURES.items():
        if content.lstrip().startswith(signature):
            raise _Refused(code)


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    for part in (one for one in _KINDS if one in names):
        raise _Refused(_KINDS[part])
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise _Refused("locked_workbook")


def _read(archive: zipfile.ZipFile, content: bytes, file: str) -> Book:
    styles, strings = read_styles(archive), read_strings(archive)
    named = list(sheet_paths(archive))
    paths = dict(named)
    if len(named) > _MOST_SHEETS:
        raise TooLarge(f"more than {_MOST_SHEETS} sheets")
    if len(paths) != len(named):
        raise ValueError("two sheets have one name")
    markups = {name: read_sheet(archive, path) for name, path in paths.items()}
    _check_weight(markups, strings)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        if any(one.typ == SheetTypeEnum.MacroSheet for one in workbook.sheets_metadata):
            raise _Refused("macro_workbook")
        sheets = tuple(
            _sheet(
                workbook,
                one.name,
                one.visible != SheetVisibleEnum.Visible,
                markups[one.name],
                styles,
                strings,
            )
            for one in workbook.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet
        )
    return Book(file, sheets, sum(markup.size for markup in markups.values()))


def _check_weight(markups: dict[str, SheetMarkup], strings: Strings) -> None:
    """Refuse what would not fit into memory: cells that stand a world apart, one text in countless cells."""
    text = 0
    if sum(len(markup.cells) for markup in markups.values()) > MOST_FILLED:
        raise TooLarge(f"more than {MOST_FILLED:,} filled cells")
    for name, markup in markups.items():
        rows = max((row for row, _ in markup.cells), default=0)
        columns = max((column for _, column in markup.cells), default=0)
        if rows * columns > _MOST_LAID_OUT:
            raise _Refused("cells_apart", sheet=name, row=rows, column=letters(columns))
        text += sum(
            strings.lengths[int(cell.raw)] if cell.kind == "s" else len(cell.raw)
            for cell in markup.cells.values()
        )
    if text > _MOST_TEXT:
        raise TooLarge(f"more than {_MOST_TEXT:,} letters")


def _sheet(
    workbook: CalamineWorkbook,
    name: str,
    is_hidden: bool,
    markup: SheetMarkup,
    styles: list[Style],
    strings: Strings,
) -> Sheet:
    values = dict(_values(workbook, name))
    silent = {place for place, cell in markup.cells.items() if _says_something(cell, strings)} - values.keys()
    if silent or not values.keys() <= markup.cells.keys():
        raise ValueError(f"the sheet “{name}” is told differently by two readers")
    cells = {
        place: _cell(marked, values.get(place), styles, strings)
        for place, marked in markup.cells.items()
        if place in values or marked.formula is not None or marked.kind == "e"
    }
    return Sheet(name, cells, markup.merged, markup.hidden_rows, markup.hidden_columns, is_hidden)


def _says_something(marked: Marked, strings: Strings) -> bool:
    """Return whether the markup shows a value that the other reader must see too; it leaves errors out."""
    if marked.kind == "s":
        return not strings.blanks[int(marked.raw)]
    return marked.kind != "e" and bool(marked.raw.strip())


def _values(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[tuple[int, int], object]]:
    grid = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for row, cells in enumerate(grid, 1):
        for column, value in enumerate(cells, 1):
            if not isinstance(value, str) or value.strip():
                yield (row, column), value


def _cell(marked: Marked, value: object, styles: list[Style], strings: Strings) -> Cell:
    style = styles[marked.style] if marked.style < len(styles) else Style("", "")
    font = (strings.fonts[int(marked.raw)] if marked.kind == "s" else "") or style.font
    formula = "" if marked.formula is None else f"={marked.formula}"
    held = ErrorCell(marked.raw) if marked.kind == "e" else _value(value)
    return Cell(held, formula, font, style.number_format)


def _value(value: object) -> object:
    if isinstance(value, float):
        return number_of(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value
