"""What a workbook's markup tells beyond the values: formulas, fonts, formats, what is merged or hidden."""

import zipfile
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

_CHUNK = 1024 * 1024
#: More than any form has, however often it was copied and formatted; one reading stays within seconds.
_MOST_ELEMENTS, _MOST_MERGED, _MOST_ROWS = 3_000_000, 10_000, 1_048_576
MOST_FILLED = 60_000
#: The formats without an entry in the list of formats that change what is read: percentages.
_BUILT_IN = {"9": "0%", "10": "0.00%"}


class TooLarge(Exception):
    """The sheet holds more than is read; the text says what."""


class Style(NamedTuple):
    """The font and number format of a cell."""

    font: str
    number_format: str


class Marked(NamedTuple):
    """One cell that holds something: its type, its style's number, its formula if any, its raw value."""

    kind: str
    style: int
    formula: str | None
    raw: str


class Strings(NamedTuple):
    """The texts that cells share: how long each is, whether it is blank, and the font of its first part."""

    lengths: list[int]
    blanks: list[bool]
    fonts: list[str]


class SheetMarkup(NamedTuple):
    """The markup of one sheet: cells by (row, column) from 1, and how many cells there are in all."""

    cells: dict[tuple[int, int], Marked]
    merged: tuple[tuple[int, int, int, int], ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    size: int


def read_styles(archive: zipfile.ZipFile) -> list[Style]:
    """Return the styles of a workbook in the order in which cells name them."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 document types are refused
    fonts = [_value(font, "name") for font in root.iterfind("{*}fonts/{*}font")]
    codes = {
        one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")
    }
    codes = _BUILT_IN | codes
    return [
        Style(_at(fonts, style.get("fontId", "0")), codes.get(style.get("numFmtId", ""), ""))
        for style in root.iterfind("{*}cellXfs/{*}xf")
    ]


def read_strings(archive: zipfile.ZipFile) -> Strings:
    """Return what the shared texts weigh; none where the workbook shares no text."""
    reader = _StringReader()
    if "xl/sharedStrings.xml" in archive.namelist():
        _feed(archive, "xl/sharedStrings.xml", reader)
    return Strings(reader.lengths, reader.blanks, reader.fonts)


def read_sheet(archive: zipfile.ZipFile, path: str) -> SheetMarkup:
    """Return the markup of the sheet that lies at `path`.

    Raises:  ValueError for two cells of one address: programs disagree about which of them is shown;
             TooLarge.
    """
    reader = _SheetReader()
    _feed(archive, path, reader)
    return SheetMarkup(
        reader.cells,
        tuple(reader.merged),
        frozenset(reader.hidden_rows),
        frozenset(reader.hidden_columns),
        reader.size,
    )


def _feed(archive: zipfile.ZipFile, path: str, reader: "_Reader") -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    with archive.open(path) as opened:
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)


class _Reader:
    """Calls `begin_…` and `end_…` of the elements that it knows, whatever their prefix; gathers text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.elements = 0
        self.begins: dict[str, Callable[[Mapping[str, str]], None] | None] = {}
        self.ends: dict[str, Callable[[], None] | None] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise TooLarge(f"more than {_MOST_ELEMENTS:,} elements")
        if name not in self.begins:
            local = name.rpartition(" ")[2]
            self.begins[name] = getattr(self, f"begin_{local}", None)
            self.ends[name] = getattr(self, f"end_{local}", None)
        if begin := self.begins[name]:
            begin(attributes)

    def end(self, name: str) -> None:
        """End an element."""
        if end := self.ends[name]:
            end()

    def data(self, text: str) -> None:
        """Take in characters."""
        self.parts.append(text)

    def heard(self) -> str:
        """Return the characters since somebody last listened."""
        text = "".join(self.parts)
        self.parts.clear()
        return text

    def begin_t(self, attributes: Mapping[str, str]) -> None:
        """Begin a text; what stood before it belongs to nothing."""
        self.parts.clear()


class _StringReader(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.blanks: list[bool] = []
        self.fonts: list[str] = []

    def begin_si(self, attributes: Mapping[str, str]) -> None:
        self.lengths.append(0)
        self.blanks.append(True)
        self.fonts.append("")

    def begin_rFont(self, attributes: Mapping[str, str]) -> None:  # noqa: N802 the element's name
        if self.fonts and not self.fonts[-1]:
            self.fonts[-1] = attributes.get("val", "")

    def end_t(self) -> None:
        text = self.heard()
        if self.lengths:
            self.lengths[-1] += len(text)
            self.blanks[-1] = self.blanks[-1] and not text.strip()


class _SheetReader(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[tuple[int, int], Marked] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.size = self.row = self.column = 0
        self.address: str | None = None
        self.attributes: Mapping[str, str] = {}
        self.formula: str | None = None
        self.raw = ""

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        self.row, self.column, self.address = int(attributes.get("r", self.row + 1)), 0, None
        if self.row > _MOST_ROWS:
            raise ValueError(f"there is a row {self.row}")
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self.row)

    def begin_c(self, attributes: Mapping[str, str]) -> None:
        self.size += 1
        address = attributes.get("r")
        if address is None:
            # A cell without an address stands behind the one before it.
            self._arrive()
            self.column += 1
        self.address, self.attributes, self.formula, self.raw = address, attributes, None, ""

    def begin_f(self, attributes: Mapping[str, str]) -> None:
        self.formula = ""
        self.parts.clear()

    def begin_v(self, attributes: Mapping[str, str]) -> None:
        self.parts.clear()

    def begin_col(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden_columns.update(range(first, min(last, 16384) + 1))

    def begin_mergeCell(self, attributes: Mapping[str, str]) -> None:  # noqa: N802 the element's name
        if len(self.merged) == _MOST_MERGED:
            raise TooLarge(f"more than {_MOST_MERGED:,} merged ranges")
        self.merged.append(_range(attributes.get("ref", "")))

    def end_f(self) -> None:
        self.formula = self.heard()

    def end_v(self) -> None:
        self.raw += self.heard()

    end_t = end_v

    def end_c(self) -> None:
        if not self.raw and self.formula is None:
            return
        self._arrive()
        if (self.row, self.column) in self.cells:
            raise ValueError(f"two cells in row {self.row}, column {self.column}")
        if len(self.cells) == MOST_FILLED:
            raise TooLarge(f"more than {MOST_FILLED:,} filled cells")
        kind, style = self.attributes.get("t", "n"), int(self.attributes.get("s", 0))
        self.cells[self.row, self.column] = Marked(kind, style, self.formula, self.raw)

    def _arrive(self) -> None:
        """Take up the address of the last cell that had one."""
        if self.address is not None:
            self.row, self.column = place_of(self.address)
            self.address = None


def place_of(address: str) -> tuple[int, int]:
    """Return row and column of an address such as “B7”.

    Raises:  ValueError if it is none.
    """
    name = address.rstrip("0123456789")
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    if not (name.isascii() and name.isalpha() and len(name) <= 3):
        raise ValueError(f"“{address}” is no address")
    return int(address[len(name) :]), column


def _range(text: str) -> tuple[int, int, int, int]:
    first, _, last = text.partition(":")
    return (*place_of(first), *place_of(last or first))


def _value(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "" if found is None else found.get("val", "")


def _at(values: list[str], index: str) -> str:
    return values[int(index)] if index.isdigit() and int(index) < len(values) else ""
