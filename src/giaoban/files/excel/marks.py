"""Marks: findings written into a copy of the workbook they are on, cell by cell, and listed on a sheet.

A mark is a rule of conditional formatting and a comment, so that no format of the officer is touched; both
go when the workbook is marked again. What openpyxl does not keep is told in docs/workbooks.md.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from giaoban.core.errors import Finding
from giaoban.core.figures.fillings import content_of
from giaoban.core.figures.workbooks import OWN_SHEET, Book

#: A larger workbook takes too long and too much memory; its findings are told on the page only.
_LARGEST = 150_000
#: A condition that always holds, and by which our rules are known again.
_RULE = 'N("giaoban-mark")=0'
_BORDER = Side(style="thin", color="8E44AD")
#: What stands between an officer's comment and ours.
_SEAM = "────────"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"A": 14, "B": 26, "C": 70, "D": 60}
_FONT = "Times New Roman"
#: What the hidden first row of the list says, and the row of its first finding.
_OWN, _FIRST = (OWN_SHEET, "findings"), 6


def mark(book: Book, content: bytes, findings: Sequence[Finding], words: Mapping[str, Any]) -> bytes | None:
    """Return a copy of the workbook with its findings, or None where it is too large or cannot be edited.

    Shape:   `words` has the texts of the list, `sheets.findings` its name; the findings are told as they are.
    """
    if book.size > _LARGEST:
        return None
    with warnings.catch_warnings():
        # It warns of every extension that it does not keep.
        warnings.simplefilter("ignore")
        try:
            copy = load_workbook(io.BytesIO(content), rich_text=True)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
            return None
        if any(page.max_row * page.max_column > _LARGEST for page in copy.worksheets):
            return None
        for page in copy.worksheets:
            _clear(page, words["marks"]["author"])
        _mark_cells(copy, findings, words)
        _list(copy, findings, words)
        marked = io.BytesIO()
        copy.save(marked)
    return marked.getvalue()


def _clear(page: Worksheet, author: str) -> None:
    """Take back the marks of an earlier copy."""
    kept = ConditionalFormattingList()
    for ranges in page.conditional_formatting:
        for rule in ranges.rules:
            if _RULE not in rule.formula:
                kept.add(str(ranges.sqref), rule)
    page.conditional_formatting = kept
    for row in page.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.author == author:
                own = cell.comment.text.partition(_SEAM)[0].strip()
                cell.comment = Comment(own, "") if own else None


def _mark_cells(copy: Workbook, findings: Sequence[Finding], words: Mapping[str, Any]) -> None:
    told: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        where = finding.where
        if where.sheet in copy.sheetnames and where.row and where.column:
            told.setdefault((where.sheet, f"{where.column}{where.row}"), []).append(finding)
    for (sheet, address), own in told.items():
        page = copy[sheet]
        cell = _top_left(page, address)
        _comment(cell, own, words["marks"])
        fill = PatternFill(bgColor="EBDCF3", fill_type="solid")
        border = Border(left=_BORDER, right=_BORDER, top=_BORDER, bottom=_BORDER)
        page.conditional_formatting.add(address, FormulaRule([_RULE], fill=fill, border=border))


def _top_left(page: Worksheet, address: str) -> Cell:
    """Return the cell of an address; of merged cells the one that holds their content."""
    for merged in page.merged_cells.ranges:
        if address in merged:
            return page.cell(merged.min_row, merged.min_col)
    return page[address]


def _comment(cell: Cell, findings: Sequence[Finding], words: Mapping[str, Any]) -> None:
    lines = [f"{words['severities'][one.severity]}: {one.title}\n{one.detail}" for one in findings]
    before = cell.comment.text.partition(_SEAM)[0].strip() if cell.comment else ""
    text = f"{before}\n{_SEAM}\n".lstrip() + "\n\n".join(lines)
    cell.comment = Comment(
        _ILLEGAL.sub("", text)[:2000], words["author"], height=60 + 50 * len(lines), width=360
    )


def _list(copy: Workbook, findings: Sequence[Finding], words: Mapping[str, Any]) -> None:
    """Write the sheet that lists all findings, each with a link to its cell, before all others."""
    for page in [one for one in copy.worksheets if (one["A1"].value, one["C1"].value) == _OWN]:
        copy.remove(page)
    page = copy.create_sheet(words["sheets"]["findings"], 0)
    rows = list(_rows(findings, words["marks"]))
    texts = [
        _write(page.cell(row, column), text)
        for row, cells in enumerate(rows, 2)
        for column, text in enumerate(cells, 1)
    ]
    _set(page, len(rows))
    for row, finding in enumerate(findings, _FIRST):
        _link(page.cell(row, 2), finding, copy)
    page["A1"], page["B1"], page["C1"] = _OWN[0], content_of(texts), _OWN[1]
    page.row_dimensions[1].hidden = True
    page.protection.sheet = True
    _open_at(copy, page)


def _open_at(copy: Workbook, page: Worksheet) -> None:
    copy.active = copy.index(page)
    for other in copy.worksheets:
        other.sheet_view.tabSelected = other is page


def _rows(findings: Sequence[Finding], words: Mapping[str, Any]) -> Iterator[list[str]]:
    errors = sum(one.severity == "error" for one in findings)
    yield [words["title"]]
    yield [words["errors"].format(count=errors) if errors else words["no_errors"]]
    yield []
    yield [words["columns"][name] for name in ("severity", "place", "title", "detail")]
    yield from (_row(one, words) for one in findings)


def _row(finding: Finding, words: Mapping[str, Any]) -> list[str]:
    where = finding.where
    cell = f"{where.column}{where.row}" if where.row and where.column else ""
    place = " · ".join(part for part in (where.sheet, cell) if part) or words["whole"]
    return [words["severities"][finding.severity], place, finding.title, finding.detail]


def _write(cell: Cell, text: str) -> str:
    """Write text as text, also where it starts like a formula, and return it."""
    plain = _ILLEGAL.sub("", text)
    cell.value = plain
    cell.data_type = "s"
    cell.style = "Normal"
    cell.quotePrefix = True
    return plain


def _set(page: Worksheet, rows: int) -> None:
    for row in page.iter_rows(min_row=2, max_row=rows + 1, max_col=4):
        height = max(len(str(cell.value or "")) // (_WIDTHS[cell.column_letter] + 4) for cell in row)
        page.row_dimensions[row[0].row].height = 24 if row[0].row == 2 else 17 + 15 * height
        for cell in row:
            cell.font = Font(name=_FONT, size=15 if cell.row == 2 else 11, bold=cell.row in (2, _FIRST - 1))
            cell.alignment = Alignment(wrap_text=cell.row >= _FIRST - 1, vertical="top")
            if cell.row == _FIRST - 1:
                cell.fill = PatternFill("solid", fgColor="E7EBF0")
    for column, width in _WIDTHS.items():
        page.column_dimensions[column].width = width
    page.freeze_panes = f"A{_FIRST}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    page.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"


def _link(cell: Cell, finding: Finding, copy: Workbook) -> None:
    where = finding.where
    if where.sheet in copy.sheetnames and where.row and where.column:
        sheet = where.sheet.replace("'", "''")
        target = f"'{sheet}'!{where.column}{where.row}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
        cell.font = Font(name=_FONT, size=11, underline="single", color="1B3A5C")
