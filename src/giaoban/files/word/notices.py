"""The conclusion notice as a Word document, and what an edited one says by then, clause by clause."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from giaoban.files.layouts import at_stage
from giaoban.files.word.elements import Bookmarks
from giaoban.files.word.frames import Frame
from giaoban.files.word.reading import layout_styles, parts_of, read_document, style_of
from giaoban.files.word.saving import empty_document, save_document
from giaoban.files.word.styles import set_styles
from giaoban.files.writing import replace

_NAME = re.compile(r"c_\d+_\d+|t_\d+")
#: What is printed before a clause, or closes the document, and is no part of a clause.
_AROUND = re.compile(r"[\s\d./]*")


@dataclass(frozen=True)
class Edited:
    """What an edited notice says: the text under each name, and the paragraphs that stand under none."""

    texts: Mapping[str, str]
    strays: tuple[str, ...]


def write_notice(
    path: Path,
    blocks: Sequence[Mapping[str, Any]],
    language: str,
    layout: Mapping[str, Any],
    words: Mapping[str, str],
    stage: str,
) -> None:
    """Write the notice in a layout: every paragraph under the name of what it says, every figure bound.

    Shape:   `words` are what the layout asks for: title, chair, year, symbol, date, signer.
    Edges:   a draft (`stage`) bears the draft mark and neither number nor date.
    """
    document, form = empty_document(), at_stage(layout, stage)
    set_styles(document, form, language)
    frame = Frame(document, form, words, language)
    frame.set_page()
    frame.write_header()
    frame.write_title()
    _write_body(document, blocks, form["ending"])
    frame.write_closing()
    _set_properties(document, words, language)
    replace(path, lambda temporary: save_document(document, temporary))


def read_notice(path: Path) -> Edited:
    """Return what an edited notice says, by the names under which it was printed.

    Edges:   a clause that was split is one text of several lines; what was typed beside a clause in its
             paragraph belongs to it. Tracked insertions are read as text, tracked deletions as gone.
    Raises:  Invalid if the file is no Word document.
    """
    return read_document(path, _read)


def _write_body(document: Document, blocks: Sequence[Mapping[str, Any]], ending: str) -> None:
    bookmarks = Bookmarks()
    for name, own in groupby(blocks, key=lambda block: block.get("name", "")):
        if name:
            _write_named(document, list(own), name, bookmarks)
        else:
            for block in own:
                document.add_paragraph(block["text"], style="Heading 1")
    document.paragraphs[-1].add_run(ending)
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _write_named(
    document: Document, blocks: Sequence[Mapping[str, Any]], name: str, bookmarks: Bookmarks
) -> None:
    paragraphs = [document.add_paragraph(style="Report Body") for _ in blocks]
    paragraphs[0].add_run(blocks[0]["number"])
    mark = bookmarks.open(paragraphs[0], name)
    for paragraph, block in zip(paragraphs, blocks, strict=True):
        bookmarks.write(paragraph, block["spans"])
    bookmarks.close(paragraphs[-1], mark)


def _set_properties(document: Document, words: Mapping[str, str], language: str) -> None:
    """Name the document after the conference, and nobody as its author."""
    properties = document.core_properties
    properties.title, properties.language = words["title"], language
    properties.author = properties.last_modified_by = properties.comments = ""


def _read(document: Document) -> Edited:
    reader, layout = _Reader(), layout_styles(document)
    for paragraph in document.element.body.iter(qn("w:p")):
        if style_of(paragraph) not in layout:
            reader.take(paragraph)
    texts = {name: "\n".join(filter(None, map(_tidy, lines))) for name, lines in reader.lines.items()}
    return Edited(texts, tuple(filter(None, map(_tidy, reader.strays))))


class _Reader:
    """Gathers the text under each name; a name may stay open from one paragraph to the next."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}
        self.strays: list[str] = []
        self.open: dict[str, str] = {}

    def take(self, paragraph: Any) -> None:
        """Add one paragraph."""
        pieces = list(self._pieces(paragraph))
        named = [name for name, _ in pieces if name]
        if not named:
            self.strays.append("".join(text for _, text in pieces))
            return
        for name in dict.fromkeys(named):
            self.lines.setdefault(name, []).append("")
        before = named[0]
        for name, text in pieces:
            before = name or before
            if name or not _AROUND.fullmatch(text):
                self.lines[before][-1] += text

    def _pieces(self, paragraph: Any) -> Iterator[tuple[str, str]]:
        """Yield each stretch of the paragraph with the name under which it stands, or none."""
        text, name = "", next(iter(self.open.values()), "")
        for part in parts_of(paragraph):
            if isinstance(part, str):
                text += part
                continue
            yield name, text
            text = ""
            self._mark(part)
            name = next(iter(self.open.values()), "")
        yield name, text

    def _mark(self, part: Any) -> None:
        number, name = part.get(qn("w:id")), part.get(qn("w:name")) or ""
        if part.tag == qn("w:bookmarkEnd"):
            self.open.pop(number, None)
        elif _NAME.fullmatch(name):
            self.open[number] = name


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
