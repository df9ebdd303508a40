"""Fonts: in which fonts a paragraph's letters are set that an encoding before Unicode may have made."""

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

_LATIN_LETTERS = range(0xA1, 0x100)
_AFTER_LATIN = 0x100
#: Quotation marks, dashes and the like: they stand in texts of any encoding.
_PUNCTUATION = range(0x2000, 0x2070)
_MOST_STYLES = 20


class Fonts:
    """The fonts of a document's runs, each from the run itself, its styles, or the document's defaults."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (
                s
                for s in self._styles.values()
                if s.get(qn("w:default")) == "1" and s.get(qn("w:type")) == "paragraph"
            ),
            None,
        )
        self._defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")

    def in_doubt(self, paragraph: Any) -> frozenset[str]:
        """Return the fonts in which the paragraph has letters beyond ASCII, but none beyond Latin-1."""
        runs = (
            (run, "".join(t.text or "" for t in run.iter(qn("w:t")))) for run in paragraph.iter(qn("w:r"))
        )
        return frozenset(self._font(run, paragraph) for run, text in runs if _is_in_doubt(text)) - {""}

    def _font(self, run: Any, paragraph: Any) -> str:
        own = (run, *self._based(_style(run, "w:rPr/w:rStyle")))
        style = self._based(_style(paragraph, "w:pPr/w:pStyle")) or self._based_on(self._default)
        places = (*own, *style, self._defaults)
        return next((name for place in places if (name := _named(place))), "")

    def _based(self, style_id: str) -> tuple[Any, ...]:
        return self._based_on(self._styles.get(style_id))

    def _based_on(self, style: Any) -> tuple[Any, ...]:
        """Return the style and those that it is based on, the nearest first."""
        found: list[Any] = []
        while style is not None and len(found) < _MOST_STYLES:
            found.append(style)
            style = self._styles.get(_style(style, "w:basedOn"))
        return tuple(found)


def _is_in_doubt(text: str) -> bool:
    codes = [ord(letter) for letter in text if ord(letter) not in _PUNCTUATION]
    return any(code in _LATIN_LETTERS for code in codes) and all(code < _AFTER_LATIN for code in codes)


def _style(element: Any, path: str) -> str:
    found = element.find("/".join(map(qn, path.split("/"))))
    return "" if found is None else found.get(qn("w:val")) or ""


def _named(place: Any) -> str:
    fonts = None if place is None else place.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return "" if fonts is None else fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or ""
