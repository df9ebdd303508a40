"""Tables of a report: titled, header repeated on each page, numbers to the right, every figure bound."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.table import Table
from docx.text.run import Run

from giaoban.files.columns import fit_columns
from giaoban.files.word.elements import Bookmarks, element, keep_rows_whole

#: A table of so few rows stays on one page; of a longer one, so many rows stay with its title and its note.
_WHOLE, _TOGETHER = 15, 2
_ALIGN = {"number": WD_ALIGN_PARAGRAPH.RIGHT, "text": WD_ALIGN_PARAGRAPH.LEFT}


def write_table(
    document: Document, table: Mapping[str, Any], width: int, size: float, bookmarks: Bookmarks
) -> None:
    """Write the table with its title above and its note below; `width` is the text column in twips."""
    title = document.add_paragraph(table["title"], style="Report Table Title")
    title.alignment, title.runs[0].bold = WD_ALIGN_PARAGRAPH.CENTER, True
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(12), Pt(4)
    title.paragraph_format.keep_with_next = True
    widths, fitted = fit_columns(table, width, size)
    grid, style = _grid(document, table, widths), document.styles["Report Table Cell"].style_id
    _write_header(grid, table, style)
    for place, (row, cells) in enumerate(zip(grid.rows[1:], table["rows"], strict=True)):
        keep_rows_whole(row, is_header=False)
        for cell, content, column in zip(row.cells, cells, table["columns"], strict=True):
            paragraph = cell.paragraphs[0]
            paragraph._p.style, paragraph.alignment = style, _ALIGN[column["kind"]]
            paragraph.paragraph_format.keep_with_next = _is_kept(place, len(table["rows"])) or None
            bookmarks.write(paragraph, [content])
    if fitted != size:
        _set_size(grid, fitted)
    _write_note(document, table["note"])


def _is_kept(place: int, count: int) -> bool:
    """Return whether the row stays on the page of the next one, or of the note."""
    return count <= _WHOLE or place < _TOGETHER or place >= count - _TOGETHER


def _grid(document: Document, table: Mapping[str, Any], widths: Sequence[int]) -> Table:
    grid = document.add_table(1 + len(table["rows"]), len(table["columns"]), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Twips(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(width)
    return grid


def _set_size(grid: Table, size: float) -> None:
    """Set a table of many columns smaller than the layout's table size."""
    for text_run in grid._tbl.iter(qn("w:r")):
        Run(text_run, grid).font.size = Pt(size)


def _write_header(grid: Table, table: Mapping[str, Any], style: str) -> None:
    header = grid.rows[0]
    keep_rows_whole(header, is_header=True)
    for cell, column in zip(header.cells, table["columns"], strict=True):
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(column["title"]).bold = True
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill="EDEDED"))
        cell._tc.get_or_add_tcPr().append(element("w:vAlign", val="center"))


def _write_note(document: Document, note: str) -> None:
    paragraph = document.add_paragraph(note, style="Report Table Note")
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(4), Pt(8)
    if paragraph.runs:
        paragraph.runs[0].italic = True
