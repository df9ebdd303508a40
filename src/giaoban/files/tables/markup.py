"""What a sheet's markup tells beyond its values: errors, percent formats, how far its cells reach."""

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from xml.etree import ElementTree

from giaoban.core.figures.cells import ErrorCell

#: A cell that holds something: its attributes and, where it is a plain value, the value.
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/>])>(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?"
    rb"<(?:\w+:)?(?:v|is)\b[^>]*>([^<]*)"
)
_ATTRIBUTE = re.compile(rb'\b([rst])="([A-Za-z0-9]*)"')
_ADDRESS = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.')
#: The percent formats that need no entry in the list of formats.
_BUILT_IN = {"9", "10"}


class Markup(NamedTuple):
    """Cells that are not what the reader gives, by (row, column) from 0, and the size of the sheet."""

    cells: dict[tuple[int, int], ErrorCell | str]
    rows: int
    columns: int


def read_markup(xml: bytes, percent_styles: frozenset[str]) -> Markup:
    """Return the markup of one sheet; a number shown as a percentage becomes the text that is shown."""
    cells: dict[tuple[int, int], ErrorCell | str] = {}
    rows = columns = 0
    for place, kind, style, value in _cells(xml):
        rows, columns = max(rows, place[0] + 1), max(columns, place[1] + 1)
        if kind == "e":
            cells[place] = ErrorCell(value)
        elif kind in ("", "n") and style in percent_styles:
            cells[place] = _as_percent(value)
    return Markup(cells, rows, columns)


def percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the styles of a workbook whose numbers are shown as percentages."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 document types are refused
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    shown = _BUILT_IN | {key for key, code in codes.items() if "%" in _QUOTED.sub("", code)}
    styles = root.iterfind("{*}cellXfs/{*}xf")
    return frozenset(str(index) for index, style in enumerate(styles) if style.get("numFmtId") in shown)


def _cells(xml: bytes) -> Iterator[tuple[tuple[int, int], str, str, str]]:
    for attributes, value in _CELL.findall(xml):
        named = dict(_ATTRIBUTE.findall(attributes))
        if address := _ADDRESS.fullmatch(named.get(b"r", b"")):
            place = (int(address[2]) - 1, _column(address[1]))
            yield place, named.get(b"t", b"").decode(), named.get(b"s", b"").decode(), value.decode()


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _as_percent(value: str) -> str:
    try:
        return f"{(Decimal(value) * 100).normalize():f}%"
    except InvalidOperation:
        return value
