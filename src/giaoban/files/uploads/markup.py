"""Markup: every text of an XML part, whatever the part is for; entities and document types are refused."""

import re
from collections.abc import Mapping
from functools import cache
from xml.etree import ElementTree

from giaoban.files.uploads.pieces import Unreadable

#: Elements whose text is one piece, however many runs it is cut into.
_BLOCKS = {"p", "si", "is", "text"}
#: Elements that stand for a gap in their block.
_GAPS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Text that is not shown where it stands: it must not run into the text that is.
_ASIDE = {"delText", "instrText", "delInstrText"}
#: Attributes that people read or hear: names of sheets, texts of watermarks, descriptions, formats.
_SPOKEN = frozenset({
    "alt", "caption", "descr", "displayName", "error", "errorTitle", "formatCode", "name", "prompt",
    "promptTitle", "string", "title", "tooltip",
})  # fmt: skip
#: Elements all of whose attributes are such.
_SPEAKING = {"alias", "docVar", "fldSimple", "helpText", "listItem", "lvlText", "statusText"}
#: Headers and footers of sheets, with codes for fonts, sizes, colours and places between their words.
_HEADERS = {f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")}
_PLACES = re.compile(r"&[LCR]")
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z])', re.IGNORECASE)
_FETCHING = re.compile(r"\b(?:DDE|DDEAUTO|IMPORT|INCLUDEPICTURE|INCLUDETEXT)\b")
#: Cells of sheets that hold a number: nine in ten, and no text.
_NUMBERS = re.compile(rb"<c\b[^<>]*><v>[0-9.eE+-]*</v></c>")
_LETTER = re.compile(r"[^\W\d_]")
_TAG, _STRING = re.compile(r"<[^>]*>"), re.compile(r'\bstring="([^"]*)"')


def read_texts(xml: bytes, part: str, *, is_loose: bool = False) -> list[str]:
    """Return the texts of one part that hold a letter, block by block.

    Edges:   `is_loose` is for drawings of old programs, whose markup need not close: where it does not, what
             stands between tags is read.
    Raises:  Unreadable where the markup is broken, declares a document type, or a field fetches from
             elsewhere.
    """
    target = _Texts(part)
    parser = ElementTree.XMLParser(target=target)  # noqa: S314 document types are refused, so no entities
    try:
        parser.feed(_NUMBERS.sub(b"", xml))
        parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        if not is_loose:
            raise Unreadable("damaged", part) from fault
        return _loosely(xml)
    return target.texts


def read_elements(xml: bytes, part: str) -> list[tuple[str, Mapping[str, str]]]:
    """Return each element of a small part, as content types and relationships are: its name and attributes.

    Raises:  Unreadable as `read_texts` does.
    """
    target = _Elements(part)
    parser = ElementTree.XMLParser(target=target)  # noqa: S314 document types are refused
    try:
        parser.feed(xml)
        parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        raise Unreadable("damaged", part) from fault
    return target.elements


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _loosely(xml: bytes) -> list[str]:
    text = xml.decode("utf-8", "replace")
    return [one for one in (*_TAG.split(text), *_STRING.findall(text)) if _LETTER.search(one)]


class _Target:
    """What a parser tells; a document type ends the reading before any entity is known."""

    def __init__(self, part: str) -> None:
        self.part = part

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Unreadable("disguised", self.part)

    def close(self) -> None:
        pass


class _Elements(_Target):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.elements: list[tuple[str, Mapping[str, str]]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements.append((_local(tag), attributes))


class _Texts(_Target):
    """Gathers texts: one per block, one per element outside of blocks."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.texts: list[str] = []
        # What is shown and what is not, of the block that is open and of those around it.
        self._blocks: list[tuple[list[str], list[str]]] = [([], [])]
        self._is_aside = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if attributes and (name in _SPEAKING or not _SPOKEN.isdisjoint(attributes)):
            self._speak(name, attributes)
        if name in _BLOCKS:
            self._blocks.append(([], []))
        elif name in _GAPS:
            self._blocks[-1][0].append(_GAPS[name])
        elif name in _ASIDE:
            self._is_aside = True

    def data(self, text: str) -> None:
        self._blocks[-1][self._is_aside].append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in _ASIDE:
            self._is_aside = False
        elif name in _BLOCKS:
            self._emit(*self._blocks.pop())
        elif len(self._blocks) == 1:
            shown, aside = self._blocks[0]
            self._emit([_without_codes("".join(shown))] if name in _HEADERS else shown, aside)
            self._blocks[0] = ([], [])

    def _emit(self, shown: list[str], aside: list[str]) -> None:
        self._add("".join(shown))
        if aside:
            field = "".join(aside)
            self._check(field)
            self._add(field)

    def _speak(self, name: str, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if name in _SPEAKING or key in _SPOKEN:
                self._add(value)
        if name == "fldSimple":
            self._check(" ".join(attributes.values()))

    def _check(self, field: str) -> None:
        if _FETCHING.search(field):
            raise Unreadable("external", self.part)

    def _add(self, text: str) -> None:
        if _LETTER.search(text):
            self.texts.append(text)


def _without_codes(text: str) -> str:
    return _CODES.sub("", _PLACES.sub("\n", text))
