"""The few pieces of WordprocessingML that the library does not offer."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


class Bookmarks:
    """Numbers the bookmarks of one document; each names what it holds, most of them a figure."""

    def __init__(self) -> None:
        self._count = 0

    def bind(self, paragraph: Paragraph, text: str, figure_id: str) -> None:
        """Add the text as a run inside a bookmark `f_<figure_id>_<n>`."""
        number = self.open(paragraph, f"f_{figure_id}_{self._count + 1}")
        paragraph.add_run(text)
        self.close(paragraph, number)

    def open(self, paragraph: Paragraph, name: str) -> int:
        """Begin a bookmark of this name and return its number; it may end in a later paragraph."""
        self._count += 1
        paragraph._p.append(element("w:bookmarkStart", id=str(self._count), name=name))
        return self._count

    def close(self, paragraph: Paragraph, number: int) -> None:
        """End the bookmark of this number."""
        paragraph._p.append(element("w:bookmarkEnd", id=str(number)))

    def write(self, paragraph: Paragraph, spans: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> None:
        """Add spans in order, bound ones inside their bookmarks."""
        for span in spans:
            if span.get("figure_id") and span["text"]:
                self.bind(paragraph, span["text"], span["figure_id"])
            else:
                paragraph.add_run(span["text"])


def element(tag: str, **attributes: str) -> Any:
    """Return a new element with attributes of its own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_fonts(properties: Any, font: str, language: str) -> None:
    """Name the font for every script, and the language, in run properties: no theme font shows through."""
    for old in properties.findall(qn("w:rFonts")) + properties.findall(qn("w:lang")):
        properties.remove(old)
    fonts = element("w:rFonts")
    name_font(fonts, font)
    properties.insert(0, fonts)
    properties.append(element("w:lang", val=language, eastAsia=language))


def name_font(fonts: Any, font: str) -> None:
    """Let the element name this one font for every script, and no theme font."""
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that the word processor computes, such as the page number."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run("2" if kind == "text" else "")
        if kind is None:
            code = element("w:instrText")
            code.text = instruction
            run._r.append(code)
        elif kind != "text":
            run._r.append(element("w:fldChar", fldCharType=kind))


def line_below(paragraph: Paragraph) -> None:
    """Draw a thin line under the paragraph, between its indents."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="6", space="1", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def keep_rows_whole(row: Any, *, is_header: bool) -> None:
    """Forbid a page break inside the row; repeat a header row on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if is_header:
        properties.append(element("w:tblHeader"))


def mirror_margins(document: Document) -> None:
    """Exchange left and right margins on the back of each sheet."""
    document.settings.element.insert(0, element("w:mirrorMargins"))


def describe(paragraph: Paragraph, name: str, text: str) -> None:
    """Give the paragraph's picture its text alternative."""
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("name", name)
        properties.set("descr", text)
