"""Lists of directives: rows of a table become entries of the register, or findings that say what to mend."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from giaoban.core.conduct.directives import EDGES, Vocabulary
from giaoban.core.conduct.provisioning import Row, day_of
from giaoban.core.conduct.registering import Entry, Stated, settle
from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.registry.units import Unit, find

REQUIRED = ("symbol", "issuer", "title", "issued_on")
_DAYS = ("issued_on", "in_force_from", "in_force_to", "concretised_by")
COLUMNS = (
    *REQUIRED, "kind", "term", "in_force_from", "in_force_to", "unit", "reference", "source",
    "concretised_by", *EDGES,
)  # fmt: skip
#: code → what is wrong with a row, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    "bad_day": ("“%(text)s” is no day", "Write it as 17/01/2024 or 2024-01-17."),
    "no_such_unit": ("There is no unit “%(text)s”", "Write its code; leave it empty for the centre."),
    "several_units": ("Several units are called “%(text)s”", "Write the unit’s code."),
    "same_document": ("Row %(text)s says the same of this document", "Leave one of them out."),
    "registered": (
        "“%(text)s” is registered already, and says something else there",
        "Leave the row out, and correct the document on its own page.",
    ),
    "unknown_document": (
        "“%(text)s” is neither registered nor in this list",
        "Register it first, or add a row for it.",
    ),
    "several_documents": (
        "Several documents have the symbol “%(text)s”",
        "Leave it out here, and relate the two on their own page.",
    ),
}


@dataclass(frozen=True)
class Line:
    """One row of a list: the entry, and on which documents, by their symbols, it bears in which way."""

    number: int
    entry: Entry
    bears_on: tuple[tuple[str, str], ...] = ()


def read(
    rows: Iterable[Row], file: str, vocabulary: Vocabulary, units: Iterable[Unit], on: date
) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """Return what the rows say, in their order, and every fault at once; with one nothing may be stored.

    Edges:   a unit is named by key, code or name as it is on the day; several symbols in one cell stand apart
             by semicolons. No document stands there twice. Without a reference to its text, a document is
             known by the source of its row.
    """
    known, lines, findings = tuple(units), [], []
    for row in rows:
        stated, faults = _stated(row.cells, known, on)
        try:
            entry = settle(stated, vocabulary, on)
        except Invalid as refusal:
            faults += [one for one in refusal.findings if not _is_said(one, faults)]
        if faults:
            findings += [_placed(one, file, row.number) for one in faults]
            continue
        lines.append(Line(row.number, entry, tuple(_bears_on(row.cells))))
    return tuple(lines), (*findings, *_twice(lines, file))


def fault_at(line: Line, code: str, column: str, file: str, **values: str) -> Finding:
    """Return what is wrong with a row, at its place."""
    return _placed(_fault(code, column, **values), file, line.number)


def _stated(cells: Mapping[str, str], units: tuple[Unit, ...], on: date) -> tuple[Stated, list[Finding]]:
    faults: list[Finding] = []
    days = {column: _day(cells.get(column, ""), column, faults) for column in _DAYS}
    texts = {name: cells.get(name, "") for name in ("symbol", "kind", "issuer", "term", "title")}
    texts["reference"] = cells.get("reference") or cells.get("source", "")
    return Stated(**texts, **days, unit_key=_unit(cells.get("unit", ""), units, on, faults)), faults


def _day(text: str, column: str, faults: list[Finding]) -> date | None:
    found = day_of(text)
    if text and found is None:
        faults.append(_fault("bad_day", column, text=text))
    return found


def _unit(text: str, units: tuple[Unit, ...], on: date, faults: list[Finding]) -> str:
    found = find(units, text, on) if text else ()
    if text and len(found) != 1:
        faults.append(_fault("several_units" if found else "no_such_unit", "unit", text=text))
        return ""
    return found[0].unit_key if found else ""


def _bears_on(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for kind in EDGES:
        yield from ((kind, text.strip()) for text in cells.get(kind, "").split(";") if text.strip())


def _is_said(one: Finding, faults: Iterable[Finding]) -> bool:
    """Return whether a day that could not be read is only told to be missing."""
    return any(one.where.column == other.where.column for other in faults)


def _twice(lines: Iterable[Line], file: str) -> Iterator[Finding]:
    seen: dict[object, Line] = {}
    for line in lines:
        first = seen.setdefault(line.entry.key, line)
        if first is not line:
            yield fault_at(line, "same_document", "symbol", file, text=str(first.number))


def _fault(code: str, column: str, **values: str) -> Finding:
    title, detail = (text % values for text in TEXTS[code])
    return Finding(code, title, detail, Place(column=column), values=tuple(values.items()))


def _placed(one: Finding, file: str, number: int) -> Finding:
    return replace(one, where=Place(file, row=number, column=one.where.column))
