"""The styles of one document: every one with its font, so that nothing falls back to a theme."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle

from giaoban.files.layouts import twips
from giaoban.files.word.elements import name_font, set_fonts

#: Paragraphs whose style starts with this word belong to the office, not to the factsheet.
LAYOUT = "Layout"
_ALIGN = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
}


def set_styles(document: Document, layout: Mapping[str, Any], language: str) -> None:
    """Define the styles that the report uses, from the layout."""
    body, table = layout["body"], layout["table"]
    _set_normal(document, body["size"])
    _set_body(_style(document, "Report Body"), body)
    for level, heading in enumerate(layout["headings"], 1):
        _set_heading(document.styles[f"Heading {level}"], heading, body)
    for name, size in (("Title", table["title_size"]), ("Cell", table["size"]), ("Note", table["note_size"])):
        _set_plain(_style(document, f"Report Table {name}"), size)
    cell = document.styles["Report Table Cell"].paragraph_format
    cell.space_before = cell.space_after = Pt(1.5)
    _set_plain(_style(document, "Report Chart"), body["size"])
    for part in ("Header", "Title", "Closing", "Page Number"):
        _set_plain(_style(document, f"{LAYOUT} {part}"), body["size"])
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            set_fonts(style.element.get_or_add_rPr(), layout["font"], language)
    _set_defaults(document, layout["font"], language)
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        name_font(fonts, layout["font"])


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return style


def _set_defaults(document: Document, font: str, language: str) -> None:
    path = "/".join(qn(f"w:{name}") for name in ("docDefaults", "rPrDefault", "rPr"))
    set_fonts(document.styles.element.find(path), font, language)


def _set_normal(document: Document, size: float) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1


def _set_body(style: ParagraphStyle, body: Mapping[str, Any]) -> None:
    shape = style.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent = Twips(twips(body["indent_mm"]))
    shape.space_before = Pt(body["gap_pt"])
    shape.widow_control = True
    _set_line(style, body["line"])


def _set_line(style: ParagraphStyle, line: Mapping[str, Any]) -> None:
    if "exact_pt" in line:
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(line["exact_pt"])
    else:
        style.paragraph_format.line_spacing = line["multiple"]


def _set_heading(style: ParagraphStyle, heading: Mapping[str, Any], body: Mapping[str, Any]) -> None:
    _set_body(style, body)
    style.paragraph_format.alignment = _ALIGN[heading["align"]]
    style.paragraph_format.keep_with_next = True
    style.font.size, style.font.bold, style.font.italic = (
        Pt(heading["size"]),
        heading.get("bold", False),
        False,
    )
    style.font.all_caps = heading.get("caps", False)
    style.font.color.rgb = RGBColor(0, 0, 0)


def _set_plain(style: ParagraphStyle, size: float) -> None:
    style.font.size = Pt(size)
    style.paragraph_format.line_spacing = 1
