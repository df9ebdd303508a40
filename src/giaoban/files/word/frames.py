"""What the office puts around a report: names, number, date, title, recipients, signature, page number."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from giaoban.files.layouts import filled, text_width, twips
from giaoban.files.word.elements import element, field, line_below, mirror_margins
from giaoban.files.word.styles import LAYOUT


class Frame:
    """Writes the parts of one document that come from its layout alone."""

    def __init__(
        self, document: Document, layout: Mapping[str, Any], words: Mapping[str, str], language: str
    ) -> None:
        self.document, self.layout, self.words, self.language = document, layout, words, language
        page = layout["page"]
        self.text_width = twips(page["width_mm"]) - twips(page["left_mm"]) - twips(page["right_mm"])

    def set_page(self) -> None:
        """Set paper and margins; number the pages from the second on, centred in the top margin."""
        page, section = self.layout["page"], self.document.sections[0]
        section.page_width, section.page_height = (
            Twips(twips(page["width_mm"])),
            Twips(twips(page["height_mm"])),
        )
        section.top_margin, section.bottom_margin = (
            Twips(twips(page["top_mm"])),
            Twips(twips(page["bottom_mm"])),
        )
        section.left_margin, section.right_margin = (
            Twips(twips(page["left_mm"])),
            Twips(twips(page["right_mm"])),
        )
        section.header_distance = section.footer_distance = Twips(
            twips(self.layout["page_number"]["from_top_mm"])
        )
        section.different_first_page_header_footer = True
        if page["duplex"]:
            mirror_margins(self.document)
        number = section.header.paragraphs[0]
        number.style = self.document.styles[f"{LAYOUT} Page Number"]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field(number, "PAGE")
        for run in number.runs:
            run.font.size = Pt(self.layout["page_number"]["size"])

    def write_header(self) -> None:
        """Write the names on the left and right, the number, the draft mark and the date."""
        header = self.layout["header"]
        table = self._two_columns(header["left_mm"], len(header["rows"]))
        for row, texts in zip(table.rows, header["rows"], strict=True):
            for cell, lines in zip(row.cells, (texts["left"], texts["right"]), strict=True):
                self._write_cell(cell, lines, "Header", WD_ALIGN_PARAGRAPH.CENTER)

    def write_title(self) -> None:
        """Write the kind of document and its subject, with the mark below."""
        self._line({"text": "", "size": 8}, self.document.add_paragraph(), "Title")
        for line in self.layout["title"]:
            self._line(line, self.document.add_paragraph(), "Title", self.text_width)
        self._line({"text": "", "size": 8}, self.document.add_paragraph(), "Title")

    def write_closing(self) -> None:
        """Write the recipients on the left and the place of the signature on the right."""
        closing = self.layout["closing"]
        left, right = self._last_row(closing["left_mm"])
        self._write_cell(left, closing["recipients"], "Closing", WD_ALIGN_PARAGRAPH.LEFT)
        self._write_cell(right, closing["signature"], "Closing", WD_ALIGN_PARAGRAPH.CENTER)

    def write_signatures(self) -> None:
        """Write the places of two signatures beside each other, and the recipients below."""
        closing = self.layout["closing"]
        for cell, name in zip(self._last_row(closing["left_mm"]), ("left", "right"), strict=True):
            self._write_cell(cell, closing[name], "Closing", WD_ALIGN_PARAGRAPH.CENTER)
        last = len(closing["recipients"]) - 1
        for place, line in enumerate(closing["recipients"]):
            paragraph = self.document.add_paragraph()
            self._line(line, paragraph, "Closing")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            # The heading never stands alone at the foot of a page.
            paragraph.paragraph_format.keep_with_next = place < last

    def _last_row(self, left_mm: float) -> Sequence[_Cell]:
        """Return the two cells that stand together on one page, kept with what is above them."""
        gap = self.document.add_paragraph()
        self._line({"text": "", "size": 8}, gap, "Closing")
        gap.paragraph_format.keep_with_next = True
        row = self._two_columns(left_mm, 1).rows[0]
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        return row.cells

    def _two_columns(self, left_mm: float, rows: int) -> Any:
        table = self.document.add_table(rows, 2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        widths = (twips(left_mm), self.text_width - twips(left_mm))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(width)
            for cell in column.cells:
                cell.width = Twips(width)
        margins = element("w:tblCellMar")
        margins.extend([element(f"w:{side}", w="0", type="dxa") for side in ("left", "right")])
        table._tbl.tblPr.append(margins)
        return table

    def _write_cell(
        self, cell: _Cell, lines: Sequence[Mapping[str, Any]], part: str, align: WD_ALIGN_PARAGRAPH
    ) -> None:
        for place, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            self._line(line, paragraph, part, cell.width.twips if cell.width else self.text_width)
            paragraph.alignment = align

    def _line(self, line: Mapping[str, Any], paragraph: Paragraph, part: str, width: int = 0) -> None:
        text = filled(line["text"], self.words, self.language)
        paragraph.style = self.document.styles[f"{LAYOUT} {part}"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(line.get("space_pt", 0))
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(line["size"]), line.get("bold"), line.get("italic")
        run.underline = line.get("underline")
        if line.get("rule"):
            self._rule(paragraph, text_width(text, line["size"]) * line["rule"], width, part)

    def _rule(self, above: Paragraph, length: float, width: int, part: str) -> None:
        """Draw a line of the given length, centred below the paragraph."""
        rule = Paragraph(element("w:p"), above._parent)
        above._p.addnext(rule._p)
        rule.style = self.document.styles[f"{LAYOUT} {part}"]
        indent = Twips(max(0, round((width - length) / 2)))
        shape = rule.paragraph_format
        shape.left_indent, shape.right_indent = indent, indent
        shape.line_spacing = Pt(2)
        shape.space_after = Pt(4)
        line_below(rule)
        rule._p.get_or_add_pPr().find(qn("w:spacing")).set(qn("w:lineRule"), "exact")
