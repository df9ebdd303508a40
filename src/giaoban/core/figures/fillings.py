"""Fillings: what a unit filled into the workbook of its form, line by line; whatever is not taken is named.

Lines are found by their code wherever they stand, columns by their headings. A cell that holds something is
read, or known as one that we wrote, or named in a finding: none is passed over in silence.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from giaoban.core.errors import Finding, Place
from giaoban.core.figures import leftovers
from giaoban.core.figures.answers import Answer, Vocabulary, read_choice, read_text, read_value
from giaoban.core.figures.blocks import Block, find_blocks, key_of, place_in, said
from giaoban.core.figures.cells import UNPRINTABLE
from giaoban.core.figures.entries import LONGEST_TEXT, Entry, check_entry
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form, Line
from giaoban.core.figures.workbooks import (
    ENTERED,
    FIXED,
    OWN_SHEET,
    Book,
    Cell,
    Issued,
    Sheet,
    is_manifest,
    letters,
)

_MOST_ROWS_OF_A_LINE = 5
#: Which cell a finding on an entry is about, where it is not the value.
_COLUMN_OF = {
    "no_reason": "explanation",
    "unknown_verdict": "verdict",
    "verdict_not_applicable": "verdict",
    "value_not_applicable": "not_applicable",
}
_YES = "yes"


@dataclass(frozen=True)
class Filled:
    """One line as it was filled in, the place of its value, and what is wrong or doubtful about it."""

    entry: Entry
    where: Place
    findings: tuple[Finding, ...] = ()

    @property
    def is_faulty(self) -> bool:
        """Return whether the line cannot be taken as it stands."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True)
class Reading:
    """All that a workbook says: its lines, and the findings that belong to none of them."""

    filled: tuple[Filled, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_form(
    form: Form, book: Book, manifest: Issued, words: Vocabulary, *, convert: bool = False
) -> Reading:
    """Return what the workbook says of each line of the form.

    Edges:   a text in an old font is an error that shows what it would become; with `convert` it is
             converted and told. A line that is asked no longer, or since, is a warning.
    """
    desk = _Desk(form, book.file, manifest, words, convert)
    titles = frozenset(map(key_of, manifest.titles))
    blocks: list[Block] = []
    is_whole = True
    for sheet in (one for one in book.sheets if not (is_manifest(one) or is_own(one))):
        found, faults = find_blocks(sheet, manifest.headings, book.file)
        blocks += found
        is_whole = is_whole and not faults
        desk.findings += faults or leftovers.outside(book.file, sheet, found, titles)
    for block in blocks:
        _read_block(desk, block, titles)
    if is_whole:
        desk.findings += _absent(desk) if blocks else [fault("no_table", Place(book.file))]
    return Reading(tuple(_single(own) for own in desk.filled.values()), tuple(leftovers.cap(desk.findings)))


def is_own(sheet: Sheet) -> bool:
    """Return whether we wrote the sheet beside the form and nobody changed it."""
    if sheet.text(1, 1) != OWN_SHEET:
        return False
    return sheet.text(1, 2) == content_of(
        str(cell.value) for (row, _), cell in sheet.cells.items() if row > 1
    )


def content_of(texts: Iterable[str]) -> str:
    """Return what tells one content of a sheet beside the form from another, in whatever order it stands."""
    composed = (unicodedata.normalize("NFC", UNPRINTABLE.sub("", text)) for text in texts)
    plain = (" ".join(text.split()) for text in composed)
    return hashlib.sha256("\n".join(sorted(filter(None, plain))).encode()).hexdigest()


@dataclass
class _Desk:
    """One reading under way: what it goes by, and what was found so far."""

    form: Form
    file: str
    manifest: Issued
    words: Vocabulary
    convert: bool
    filled: dict[str, list[Filled]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def _absent(desk: _Desk) -> Iterator[Finding]:
    return leftovers.absent(desk.form, desk.filled, desk.manifest, desk.file)


def _read_block(desk: _Desk, block: Block, titles: frozenset[str]) -> None:
    known = {code.casefold(): code for code in (*desk.manifest.lines, *desk.form.by_id)}
    extra: list[tuple[int, int]] = []
    for row in block.rows():
        code = "".join(said(block.cell(row, "code")).split())
        line_id = known.get(code.casefold(), "")
        extra += [(row, column) for column in set(block.sheet.rows[row]) - set(block.columns.values())]
        if line_id in desk.form.by_id:
            _take(desk, block, row, desk.form.line(line_id))
            extra += _noted(block, row, desk.words.states)
        elif line_id:
            name = desk.manifest.lines[line_id].get("name", line_id)
            desk.findings += leftovers.no_longer_asked(desk.file, block, row, name)
        else:
            desk.findings += leftovers.strays(desk.file, block, row, desk.manifest)
            extra += _beside(block, row, titles)
    desk.findings += leftovers.unread(desk.file, block.sheet, extra)


def _beside(block: Block, row: int, titles: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the cells of a row without a line that were not filled in as answers, but for our own titles."""
    for name, column in block.columns.items():
        shown = said(block.cell(row, name))
        if shown and name not in ENTERED and key_of(shown) not in titles:
            yield row, column


def _noted(block: Block, row: int, states: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the cell of a state if somebody wrote something else into it."""
    cell = block.cell(row, "state")
    if cell and not cell.formula and key_of(said(cell)) not in {"", *states}:
        yield row, block.columns["state"]


def _take(desk: _Desk, block: Block, row: int, line: Line) -> None:
    """Read one row of a line, which may stand in a few rows, not in countless ones."""
    own = desk.filled.setdefault(line.line_id, [])
    if len(own) < _MOST_ROWS_OF_A_LINE:
        own.append(_read_line(desk, block, row, line))
        return
    where = place_in(desk.file, block.sheet, row, block.columns["code"])
    desk.findings.append(fault("many_lines", where, line=line.text, most=_MOST_ROWS_OF_A_LINE))


def _read_line(desk: _Desk, block: Block, row: int, line: Line) -> Filled:
    cells = {name: block.cell(row, name) for name in ENTERED}
    where = {name: place_in(desk.file, block.sheet, row, block.columns[name]) for name in ENTERED}
    answers = {
        "value": read_value(line, cells["value"], desk.words),
        "verdict": read_choice(cells["verdict"], desk.words.verdicts),
        "not_applicable": read_choice(cells["not_applicable"], dict.fromkeys(desk.words.absences, _YES)),
        "explanation": read_text(cells["explanation"]),
    }
    answers = {name: _converted(answer, desk.convert) for name, answer in answers.items()}
    entry = Entry(
        line_id=line.line_id,
        text=answers["value"].text,
        explanation=answers["explanation"].text,
        is_not_applicable=answers["not_applicable"].text == _YES,
        verdict=answers["verdict"].text,
    )
    findings = [
        replace(one, where=where[name]) for name, answer in answers.items() for one in answer.findings
    ]
    findings += _checked(line, entry, answers, where)
    findings += _unseen(block, row, cells, where)
    findings += _merged(block, row, where)
    findings += _rewritten(desk, block, row, line, entry)
    return Filled(entry, where["value"], tuple(findings))


def _converted(answer: Answer, convert: bool) -> Answer:
    """Return the answer with its old font converted, or with the finding that offers it."""
    if answer.conversion is None:
        return answer
    before, after = answer.conversion.before, answer.conversion.after
    if convert:
        finding = fault("converted", Place(), "warning", before=before, after=after)
        return Answer(after.strip(), (*answer.findings, finding))
    return Answer(answer.text, (*answer.findings, fault("old_font", Place(), before=before, after=after)))


def _checked(
    line: Line, entry: Entry, answers: Mapping[str, Answer], where: Mapping[str, Place]
) -> Iterator[Finding]:
    """Yield what is wrong with the entry, but for cells that are faulty by themselves already."""
    for finding in check_entry(line, entry):
        name = _COLUMN_OF.get(finding.code, "value")
        if finding.code in ("control_character", "too_long"):
            is_value = UNPRINTABLE.search(entry.text) or len(entry.text) > LONGEST_TEXT
            name = "value" if is_value else "explanation"
        if not answers[name].is_faulty:
            yield replace(finding, where=where[name])


def _unseen(
    block: Block, row: int, cells: Mapping[str, Cell | None], where: Mapping[str, Place]
) -> Iterator[Finding]:
    """Yield the answers that a person who looks at the workbook does not see."""
    sheet = block.sheet
    is_hidden = sheet.is_hidden or row in sheet.hidden_rows
    for name in (name for name in ENTERED if cells[name]):
        if is_hidden or block.columns[name] in sheet.hidden_columns:
            yield fault("hidden_cell", where[name], "warning")


def _merged(block: Block, row: int, where: Mapping[str, Place]) -> Iterator[Finding]:
    """Yield the merged cells whose content could stand for several lines or columns."""
    for top, left, bottom, right in block.sheet.merged:
        columns = [column for column in block.columns.values() if left <= column <= right]
        names = [name for name in ENTERED if block.columns[name] in columns]
        if not top <= row <= bottom or not names or (top == bottom and len(columns) == 1):
            continue
        rows = (one for one in block.sheet.rows if top <= one <= bottom)
        if any((one, column) in block.sheet.cells for one in rows for column in {left, *columns}):
            span = f"{letters(left)}{top}:{letters(right)}{bottom}"
            yield fault("merged_cells", where[names[0]], span=span)


def _rewritten(desk: _Desk, block: Block, row: int, line: Line, entry: Entry) -> Iterator[Finding]:
    """Yield what was changed of the texts that we wrote into a line: its unit of measure above all."""
    was = desk.manifest.lines.get(line.line_id, {})
    symbol = desk.words.measures.get(line.unit_measure, line.unit_measure)
    if was and not entry.is_blank and key_of(was["measure"]) != key_of(symbol):
        where = place_in(desk.file, block.sheet, row, block.columns["value"])
        yield fault("measure_changed", where, line=line.text, measure=symbol, was=was["measure"])
    for name in (name for name in FIXED if name in was):
        shown = said(block.cell(row, name))
        if shown and _as_compared(shown) != _as_compared(was[name]):
            where = place_in(desk.file, block.sheet, row, block.columns[name])
            yield _changed(name, shown, was[name], where)


def _changed(name: str, shown: str, was: str, where: Place) -> Finding:
    if name == "measure":
        return fault("changed_measure", where, text=shown, was=was)
    return fault("changed_cell", where, "warning", text=shown, was=was)


def _as_compared(text: str) -> tuple[str, str]:
    """Return the words of a text, and its digits and signs: “1,5” and “15” are not the same."""
    return key_of(text), "".join(c for c in text if not (c.isalpha() or c.isspace()))


def _single(own: list[Filled]) -> Filled:
    """Return the line, which may stand in several rows if they all say the same."""
    first = own[0]
    other = next((one for one in own[1:] if one.entry != first.entry), None)
    if other is None:
        return first
    here, there = (f"“{one.where.sheet}” {one.where.column}{one.where.row}" for one in (first, other))
    twice = fault("double_line", other.where, here=here, there=there)
    return replace(first, findings=(*first.findings, *other.findings, twice))
