"""Leftovers: what stands in a workbook and is no answer to a line, so that none of it is dropped unseen."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.blocks import Block, key_of, place_in, said
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form
from giaoban.core.figures.workbooks import ENTERED, Issued, Sheet, letters

#: How many findings of one kind are told one by one, and how much of a text.
_MOST_OF_A_KIND, _MOST_LETTERS = 40, 60


def outside(file: str, sheet: Sheet, blocks: Iterable[Block], titles: Container[str]) -> Iterator[Finding]:
    """Yield what stands outside of the tables: a whole sheet, or cells above the first table of one.

    `titles` are the texts that we wrote there, by `key_of`.
    """
    first = min((block.heading for block in blocks), default=0)
    if not first and sheet.cells:
        where = Place(file, sheet.name)
        yield fault("sheet_not_read", where, "warning", sheet=sheet.name, count=len(sheet.cells))
    above = [
        place
        for place, cell in sheet.cells.items()
        if place[0] < first and key_of(said(cell)) not in titles and "COUNTIF(" not in cell.formula
    ]
    yield from unread(file, sheet, above)


def unread(file: str, sheet: Sheet, places: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    """Yield one finding a column on the cells that hold something and are not read."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(places):
        columns.setdefault(column, []).append(row)
    for column, rows in columns.items():
        text = said(sheet.cells[rows[0], column])[:_MOST_LETTERS]
        where = place_in(file, sheet, rows[0], column)
        if len(rows) == 1:
            yield fault("cell_not_read", where, "warning", text=text)
        else:
            told = {"text": text, "column": letters(column), "count": len(rows)}
            yield fault("cells_not_read", where, "warning", **told)


def no_longer_asked(file: str, block: Block, row: int, line: str) -> Iterator[Finding]:
    """Yield what was filled into a line that was asked when the workbook was issued, and is not any more."""
    for name in ENTERED:
        if shown := said(block.cell(row, name)):
            where = place_in(file, block.sheet, row, block.columns[name])
            yield fault("no_longer_asked", where, "warning", line=line, text=shown[:_MOST_LETTERS])


def strays(file: str, block: Block, row: int, manifest: Issued) -> Iterator[Finding]:
    """Yield what was filled into a row whose code is no line's: none, that of a unit, or an unknown one."""
    code = said(block.cell(row, "code"))
    for name in ENTERED:
        if shown := said(block.cell(row, name)):
            where = place_in(file, block.sheet, row, block.columns[name])
            yield _stray(code, shown[:_MOST_LETTERS], where, manifest)


def _stray(code: str, shown: str, where: Place, manifest: Issued) -> Finding:
    if not code:
        return fault("no_code", where, text=shown)
    if code in manifest.units:
        return fault("unit_code", where, text=shown, unit_code=code, unit=manifest.units[code])
    return fault("unknown_code", where, text=shown, unit_code=code)


def absent(form: Form, taken: Container[str], manifest: Issued, file: str) -> Iterator[Finding]:
    """Yield the lines that a workbook with tables does not have: removed from it, or asked since."""
    for line in (line for line in form.lines if line.line_id not in taken):
        code = "line_missing" if line.line_id in manifest.lines else "line_added"
        yield fault(code, Place(file), "warning", line=line.text)


def cap(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, the many of one kind cut short with their number."""
    found = list(findings)
    counts = Counter(finding.code for finding in found)
    seen: Counter[str] = Counter()
    for finding in found:
        seen[finding.code] += 1
        if seen[finding.code] <= _MOST_OF_A_KIND:
            yield finding
        elif seen[finding.code] == _MOST_OF_A_KIND + 1:
            more = counts[finding.code] - _MOST_OF_A_KIND
            yield fault("more_of_a_kind", finding.where, finding.severity, count=more)
