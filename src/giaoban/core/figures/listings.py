"""Listings: a unit's form as a plain table, one row a line, written out and read back with its versions."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.figures.cells import Row, is_blank
from giaoban.core.figures.entries import VERDICTS, Entry
from giaoban.core.figures.faults import fault, said_plainly
from giaoban.core.figures.forms import Form, Line, Past
from giaoban.core.figures.numerals import parse_number
from giaoban.core.figures.tables import Table, by_column, column_name
from giaoban.core.figures.targets import Target

#: What tells a reader what a line asks for; it is compared and never taken.
FIXED = ("text", "unit_measure", "period", "target", "last_year", "last_report")
#: What is filled in: column → the field of an entry.
TYPED: Mapping[str, str] = {
    "value": "text",
    "verdict": "verdict",
    "not_applicable": "is_not_applicable",
    "explanation": "explanation",
}
#: The version stands last: a row in which a separator is too many has none, and is named.
COLUMNS = ("line_id", *FIXED, *TYPED, "version")
#: No form has so many lines.
MOST_ROWS = 5_000
_YES = "yes"
_FLAGS: Mapping[str, bool] = {
    **dict.fromkeys((_YES, "true", "1", "x"), True),
    **dict.fromkeys(("no", "false", "0", ""), False),
}
#: A row that differs here is the row of another line.
_TELLING = ("text", "unit_measure", "period")
_BLANK = "–"
#: A spreadsheet takes a cell that begins so for a formula, and may begin one behind a separator or line end.
_FORMULA = r"(?=[=+\-@＝＋－＠])"
_BARE, _SHIELDED = (re.compile(rf"(^|[,;\t\r\n]){mark}('*){_FORMULA}") for mark in ("", "'"))
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")


@dataclass(frozen=True)
class Typed:
    """What one row says of its line: the fields that it fills in, and the version it was typed over."""

    line_id: str
    said: Mapping[str, str | bool]
    base: int
    where: Place


def write_rows(form: Form, entries: Mapping[str, Entry], versions: Mapping[str, int]) -> list[list[str]]:
    """Return the heading and one row a line, with what stands in it and the version of that.

    Edges:   no cell is a formula to a spreadsheet: an apostrophe stands before what would begin one.
    """
    rows = [_cells(line, entries, versions) for line in form.lines]
    return [list(COLUMNS), *([shield(row[name]) for name in COLUMNS] for row in rows)]


def read_rows(forms: Sequence[Form], table: Table) -> tuple[tuple[Typed, ...], tuple[Finding, ...]]:
    """Return what each row says, and every finding on the table; `forms` is the form in each language.

    Edges:   a column that is not there leaves its field as it stands; a row that is not there, its line.
    """
    columns, findings = _columns(table)
    if findings:
        return (), findings
    reader = _Reader(forms, table.file, columns)
    rows = [reader.read(row) for row in table.rows]
    return tuple(row for row in rows if row is not None), tuple(reader.findings)


def shield(text: str) -> str:
    """Return a text so that no spreadsheet runs any of it; a number stays as it is."""
    return text if _NUMBER.fullmatch(text) else _BARE.sub(r"\1'\2", text)


def unshield(cell: str) -> str:
    """Return what `shield` was given."""
    return _SHIELDED.sub(r"\1\2", cell)


def _cells(line: Line, entries: Mapping[str, Entry], versions: Mapping[str, int]) -> dict[str, str]:
    entry = entries.get(line.line_id, Entry(line.line_id))
    return {
        "line_id": line.line_id,
        **_fixed(line),
        **{column: _say(getattr(entry, name)) for column, name in TYPED.items()},
        "version": str(versions.get(line.line_id, 0)),
    }


def _fixed(line: Line) -> dict[str, str]:
    return {
        "text": line.text,
        "unit_measure": line.unit_measure,
        "period": line.period,
        "target": _target(line.target),
        "last_year": _past(line.last_year),
        "last_report": _past(line.last_report),
    }


def _target(target: Target | None) -> str:
    if target is None or target.target is None:
        return ""
    value = said_plainly(target.target)
    if target.op == "range":
        return f"{value}..{'' if target.target_to is None else said_plainly(target.target_to)}"
    return value if target.op == "=" else f"{target.op}{value}"


def _past(past: Past | None) -> str:
    return "" if past is None or past.value is None else said_plainly(past.value)


def _say(value: str | bool) -> str:
    """Return a field of an entry as its cell says it."""
    return value if isinstance(value, str) else _YES * value


def _columns(table: Table) -> tuple[dict[int, str], tuple[Finding, ...]]:
    """Return the columns by position, and everything that keeps the table from being read at all."""
    if table.header is None or not table.rows:
        return {}, (fault("no_rows", Place(table.file)),)
    if len(table.rows) > MOST_ROWS:
        return {}, (fault("too_large_a_table", Place(table.file)),)
    columns = {at: column_name(cell) for at, cell in enumerate(table.header.cells) if not is_blank(cell)}
    names = list(columns.values())
    wanted = ("line_id", "version", *(() if {*TYPED} & {*names} else ("value",)))
    wrong = [
        *(("missing_column", name) for name in wanted if name not in names),
        *(("unknown_column", name) for name in names if name not in COLUMNS),
        *(("repeated_column", name) for name in COLUMNS if names.count(name) > 1),
    ]
    places = ((code, name, Place(table.file, "", table.header.number, name)) for code, name in wrong)
    return columns, tuple(fault(code, place, text=name) for code, name, place in places)


class _Reader:
    """Reads row by row and gathers every fault instead of stopping at the first."""

    def __init__(self, forms: Sequence[Form], file: str, columns: Mapping[int, str]) -> None:
        self.form, self.file, self.columns = forms[0], file, columns
        self.texts: dict[str, set[str]] = {}
        for line in (line for form in forms for line in form.lines):
            self.texts.setdefault(line.line_id, set()).add(_folded(line.text))
        self.seen: dict[str, int] = {}
        self.findings: list[Finding] = []

    def read(self, row: Row) -> Typed | None:
        """Return what a row says, or None where it says nothing that can be taken."""
        cells = {name: _clean(cell) for name, cell in by_column(self.columns, row).items()}
        where = Place(self.file, "", row.number)
        found = [*self._beyond(row, where), *self._named(cells, where)]
        self.findings += found
        if any(one.severity == "error" for one in found):
            return None
        self.seen[cells["line_id"]] = row.number
        self.findings += self._moved(self.form.line(cells["line_id"]), cells, where)
        said = {TYPED[name]: cells[name] for name in TYPED if name in cells}
        if "is_not_applicable" in said:
            said["is_not_applicable"] = _FLAGS.get(cells["not_applicable"].lower(), False)
        return Typed(cells["line_id"], said, int(cells["version"]), where)

    def _beyond(self, row: Row, where: Place) -> Iterator[Finding]:
        for at, cell in enumerate(row.cells):
            if at not in self.columns and not is_blank(cell):
                yield fault("beyond_columns", where, text=_clean(cell))

    def _named(self, cells: Mapping[str, str], where: Place) -> Iterator[Finding]:
        """Yield what keeps a row from being taken for its line."""
        line_id, version = cells.get("line_id", ""), cells.get("version", "")
        if not line_id:
            yield fault("no_line_named", _at(where, "line_id"))
        elif line_id not in self.form.by_id:
            yield fault("unknown_line", _at(where, "line_id"), text=line_id)
        elif line_id in self.seen:
            line = self.form.line(line_id).text
            yield fault("line_twice", _at(where, "line_id"), line=line, row=self.seen[line_id])
        if not re.fullmatch("[0-9]{1,9}", version, re.ASCII):
            yield fault("no_version", _at(where, "version"), text=version or _BLANK)
        flag, verdict = cells.get("not_applicable", ""), cells.get("verdict", "")
        if flag.lower() not in _FLAGS:
            yield fault("not_a_flag", _at(where, "not_applicable"), text=flag)
        if verdict and verdict not in VERDICTS:
            yield fault("not_a_verdict", _at(where, "verdict"), text=verdict, names=", ".join(VERDICTS))

    def _moved(self, line: Line, cells: Mapping[str, str], where: Place) -> Iterator[Finding]:
        """Yield each cell that is only read by people and says something else than this line does."""
        for name, own in _fixed(line).items():
            cell = cells.get(name, "")
            if cell and not self._is_ours(line, name, cell, own):
                code, severity = ("another_line", "error") if name in _TELLING else ("not_read", "warning")
                yield fault(code, _at(where, name), severity, text=cell, other=own or _BLANK)

    def _is_ours(self, line: Line, name: str, cell: str, own: str) -> bool:
        """Return whether a cell says what we wrote, in any language."""
        return _is_same(cell, own) or (name == "text" and _folded(cell) in self.texts[line.line_id])


def _clean(cell: object) -> str:
    """Return a cell as it was typed: composed, with plain line ends, without outer white space and shield."""
    text = unicodedata.normalize("NFC", "" if cell is None else str(cell))
    return unshield(text.replace("\r\n", "\n").strip())


def _at(where: Place, column: str) -> Place:
    return Place(where.file, where.sheet, where.row, column)


def _is_same(cell: str, own: str) -> bool:
    """Return whether two cells say the same, however their spaces and decimals are set."""
    if _folded(cell) == _folded(own):
        return True
    try:
        return parse_number(cell) == parse_number(own)
    except Invalid:
        return False


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
