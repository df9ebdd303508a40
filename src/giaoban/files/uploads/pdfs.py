"""PDF: every object looked at for what acts or is attached, then the text of pages, notes and properties."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from giaoban.files.uploads.markup import read_texts
from giaoban.files.uploads.pieces import Fault, Limits, Piece, Reading, Unreadable

_ACTIVE = {
    "/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMedia", "/Movie",
    "/Screen", "/3D", "/XFA",
}  # fmt: skip
_EMBEDDED = {"/EF", "/EmbeddedFile", "/EmbeddedFiles", "/FileAttachment", "/GoToE"}
_EXTERNAL = {"/GoToR"}
#: What decoding and parsing one stream may cost; the library stops there.
_COSTS = {
    "zlib_maximum_output_length": 30_000_000,
    "lzw_maximum_output_length": 30_000_000,
    "run_length_maximum_output_length": 30_000_000,
    "brotli_maximum_output_length": 30_000_000,
    "stream_decoding_work_maximum_length": 100_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}
_MOST_OBJECTS = 200_000
#: Texts of one page that are also laid out as they stand; a drawing of more is read in its order only.
_MOST_LAID_OUT = 10_000
_LETTER = re.compile(r"[^\W\d_]")
#: Letters of a font that does not say what they are, one in five of a page.
_UNKNOWN, _MANY_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]"), 5


def read_pdf(content: bytes, limits: Limits) -> Reading:
    """Return the texts of a PDF: pages as lines and as they stand side by side, notes, stamps, properties.

    Edges:   letters drawn as pictures or curves are not read; a page without text, or in a font that does not
             say its letters, counts as a picture.
    Raises:  Unreadable where it is locked or damaged, or has more pages or objects than may be.
    """
    if b"%%EOF" not in content[-1024:]:
        raise Unreadable("damaged")
    with apply_configuration(**_COSTS):
        try:
            return _Document(content, limits).read()
        except Unreadable:
            raise
        except Exception as fault:  # a broken file fails in the library in any way
            raise Unreadable("damaged") from fault


class _Document:
    def __init__(self, content: bytes, limits: Limits) -> None:
        self.limits = limits
        self.reader = PdfReader(io.BytesIO(content))
        if self.reader.is_encrypted:
            raise Unreadable("locked")
        self.names: set[str] = set()
        self.pieces: list[Piece] = []
        self.has_pictures = False

    def read(self) -> Reading:
        if len(self.reader.pages) > self.limits.pages:
            raise Unreadable("too_long")
        for one in self._objects():
            self._look_at(one)
        faults = tuple(
            Fault(code)
            for code, names in (("active", _ACTIVE), ("embedded", _EMBEDDED), ("external", _EXTERNAL))
            if names & self.names
        )
        if not faults:
            for number, page in enumerate(self.reader.pages, 1):
                self._read_page(page, f"page {number}")
        return Reading("pdf", tuple(self.pieces), faults, self.has_pictures or "/Image" in self.names)

    def _objects(self) -> Iterator[Any]:
        known = {(number, generation) for generation, held in self.reader.xref.items() for number in held}
        known |= {(number, 0) for number in self.reader.xref_objStm}
        if len(known) > _MOST_OBJECTS:
            raise Unreadable("too_long")
        yield self.reader.trailer
        for number, generation in sorted(known):
            yield self.reader.get_object(IndirectObject(number, generation, self.reader))

    def _look_at(self, outermost: Any) -> None:
        """Take the names and texts of an object, and of all that lies in it."""
        pending = [outermost]
        while pending:
            one = pending.pop()
            if isinstance(one, DictionaryObject):
                self.names.update(one.keys())
                pending += one.values()
                if isinstance(one, StreamObject) and one.get("/Type") == "/Metadata":
                    self._add("properties", *read_texts(one.get_data(), "properties", is_loose=True))
            elif isinstance(one, ArrayObject):
                pending += one
            elif isinstance(one, NameObject):
                self.names.add(one)
            elif isinstance(one, TextStringObject):
                self._add("notes and properties", one)

    def _read_page(self, page: PageObject, part: str) -> None:
        shown: list[str] = []
        lines = page.extract_text(visitor_text=lambda text, *_: shown.append(text))
        self._add(part, lines, is_wrapped=True)
        if not _LETTER.search(lines) or len(_UNKNOWN.findall(lines)) * _MANY_UNKNOWN > len(lines):
            self.has_pictures = True
        elif len(shown) <= _MOST_LAID_OUT:
            self._add(part, page.extract_text(extraction_mode="layout"), is_wrapped=True)
        for form in _appearances(page):
            self._add(part, page.extract_xform_text(form))

    def _add(self, part: str, *texts: str, is_wrapped: bool = False) -> None:
        self.pieces += (Piece(str(text), part, None, is_wrapped) for text in texts if _LETTER.search(text))


def _appearances(page: PageObject) -> Iterator[StreamObject]:
    """Yield how the notes of a page look: what is stamped onto it, and what was filled in."""
    for note in _held(page, "/Annots") or ():
        drawn = _held(_held(note.get_object(), "/AP"), "/N")
        if isinstance(drawn, StreamObject):
            yield drawn
        elif isinstance(drawn, DictionaryObject):
            yield from (one for state in drawn if isinstance(one := drawn[state], StreamObject))


def _held(holder: Any, key: str) -> Any:
    """Return what a dictionary holds under the key, wherever in the file it lies."""
    return holder[key] if isinstance(holder, DictionaryObject) and key in holder else None
