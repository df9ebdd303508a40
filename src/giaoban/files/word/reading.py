"""Reading an edited Word report back: its paragraphs and tables, with the bookmarks that bind figures."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile, ZipFile
from zlib import error as CompressionError  # noqa: N812 (an error, named as the others are)

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from giaoban.core.errors import Invalid, Place
from giaoban.core.writing.passages import Grid, Mark, Passage, Piece, normal
from giaoban.files.word.fonts import Fonts
from giaoban.files.word.styles import LAYOUT

Found = TypeVar("Found")
_BOOKMARK = re.compile(r"f_([0-9a-f]{16})_\d+")
_WRAPPERS = {qn(f"w:{name}") for name in ("ins", "moveTo", "sdt", "sdtContent", "customXml")}
_INSIDE = _WRAPPERS | {qn(f"w:{name}") for name in ("r", "hyperlink", "smartTag", "fldSimple", "dir", "bdo")}
_BOX, _OLD_BOX = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What a document may unpack to: all of it, and its markup alone, which takes many times its size in memory.
_LARGEST, _LARGEST_MARKUP = 500 * 1024 * 1024, 50 * 1024 * 1024
#: What the libraries raise over files that are no archive, no markup, or not the markup of a document.
_FAULTS = (
    PackageNotFoundError,
    BadZipFile,
    CompressionError,
    SyntaxError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
_SPACES = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_paragraphs(path: Path) -> tuple[Piece, ...]:
    """Return the report's paragraphs and tables in order, without what belongs to the office's layout.

    Shape:   after the body, what stands in its text boxes, then its footnotes and endnotes.
    Edges:   tracked insertions are read as text, tracked deletions as gone; headers, footers and comments
             are the office's own and are not read.
    Raises:  Invalid if the file is no Word document, or unpacks to more than a report can be.
    """
    return read_document(path, lambda document: _Reader(document).pieces())


def read_document(path: Path, read: Callable[[Document], Found]) -> Found:
    """Return what `read` finds in the document of a file.

    Raises:  Invalid if the file is no Word document, or unpacks to more than a report can be.
    """
    where = Place(file=path.name)
    try:
        _check_size(path, where)
        return read(docx.Document(str(path)))
    except _FAULTS as error:
        raise Invalid(
            "This is not a Word document (.docx)", "Save it as .docx and try again.", where
        ) from error


def _check_size(path: Path, where: Place) -> None:
    """Refuse an archive that declares too large a content; more than it declares is never read."""
    with ZipFile(path) as archive:
        entries = archive.infolist()
    markup = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if markup > _LARGEST_MARKUP or sum(entry.file_size for entry in entries) > _LARGEST:
        raise Invalid("The document unpacks to more than a report can be", "Split it.", where)


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.layout = layout_styles(document)
        self.fonts = Fonts(document)
        self.paragraphs = self.tables = 0

    def pieces(self) -> tuple[Piece, ...]:
        body = self.document.element.body
        boxes = [box for box in body.iter(_BOX) if next(box.iterancestors(_OLD_BOX), None) is None]
        notes = [note for part in _notes(self.document) for note in part]
        return tuple(piece for parent in (body, *boxes, *notes) for piece in self._pieces(parent))

    def _pieces(self, parent: Any) -> Iterator[Piece]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self._pieces(child)

    def _paragraph(self, element: Any) -> Iterator[Passage]:
        text, marks = _text_and_marks(element)
        if self._is_layout(element) or not text.strip():
            return
        self.paragraphs += 1
        yield Passage(text, marks, f"paragraph {self.paragraphs}", self.fonts.in_doubt(element))

    def _is_layout(self, paragraph: Any) -> bool:
        return style_of(paragraph) in self.layout

    def _table(self, element: Any) -> Iterator[Grid]:
        paragraphs = [
            p for p in element.iter(qn("w:p")) if "".join(t.text or "" for t in p.iter(qn("w:t"))).strip()
        ]
        if all(self._is_layout(paragraph) for paragraph in paragraphs):
            return
        self.tables += 1
        kept = (row for row in element.iter(qn("w:tr")) if not _is_deleted(row, "w:trPr", "w:del"))
        rows = enumerate(kept, 1)
        yield Grid(tuple(self._row(row, place) for place, row in rows), f"table {self.tables}")

    def _row(self, element: Any, row: int) -> tuple[Passage, ...]:
        kept = (cell for cell in element.iter(qn("w:tc")) if not _is_deleted(cell, "w:tcPr", "w:cellDel"))
        cells = enumerate(kept, 1)
        return tuple(
            self._cell(cell, f"table {self.tables}, row {row}, column {column}") for column, cell in cells
        )

    def _cell(self, element: Any, place: str) -> Passage:
        text, marks, fonts = "", [], frozenset()
        for paragraph in element.iter(qn("w:p")):
            words, found = _text_and_marks(paragraph)
            offset = len(text) + 1 if text else 0
            text = f"{text} {words}" if text else words
            marks += [Mark(mark.figure_id, mark.start + offset, mark.end + offset) for mark in found]
            fonts |= self.fonts.in_doubt(paragraph)
        return Passage(text.strip(), tuple(marks), place, fonts)


def layout_styles(document: Document) -> set[str]:
    """Return the styles of the paragraphs that belong to the office, not to what is read back."""
    return {style.style_id for style in document.styles if (style.name or "").startswith(LAYOUT)}


def style_of(paragraph: Any) -> str:
    """Return the style of a paragraph, empty where it names none."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val")) or ""


def _notes(document: Document) -> list[Any]:
    """Return the roots of the document's footnotes and endnotes."""
    parts = (relation.target_part for relation in document.part.rels.values() if not relation.is_external)
    kinds = ("/footnotes.xml", "/endnotes.xml")
    return [parse_xml(part.blob) for part in parts if str(part.partname).endswith(kinds)]


def _is_deleted(element: Any, properties: str, mark: str) -> bool:
    """Return whether a row or cell is marked as deleted by a tracked change."""
    return element.find(f"{qn(properties)}/{qn(mark)}") is not None


def _text_and_marks(paragraph: Any) -> tuple[str, tuple[Mark, ...]]:
    """Return the paragraph's text and its bookmarked stretches; an unclosed one ends with the paragraph."""
    text, marks, is_open = "", [], {}
    for part in parts_of(paragraph):
        if isinstance(part, str):
            text += normal(part)
        elif part.tag == qn("w:bookmarkStart"):
            is_open[part.get(qn("w:id"))] = (part.get(qn("w:name")) or "", len(text))
        elif part.get(qn("w:id")) in is_open:
            marks.append((*is_open.pop(part.get(qn("w:id"))), len(text)))
    marks += [(name, start, len(text)) for name, start in is_open.values()]
    bound = ((_BOOKMARK.fullmatch(name), start, end) for name, start, end in marks)
    return text, tuple(Mark(found.group(1), start, end) for found, start, end in bound if found)


def parts_of(parent: Any) -> Iterator[Any]:
    """Yield the texts of a paragraph and the marks of its bookmarks, in order; tracked deletions are gone."""
    for child in parent:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        elif child.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
            yield child
        elif child.tag in _INSIDE:
            yield from parts_of(child)
