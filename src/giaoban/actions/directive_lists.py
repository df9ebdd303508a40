"""Lists of directives: many documents and what they bear on, registered from a table whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from giaoban.actions import directives, refusals
from giaoban.core.conduct.provisioning import Row, headings
from giaoban.core.conduct.register_lists import COLUMNS, REQUIRED, Line, fault_at, read
from giaoban.core.errors import Finding, Invalid, Place, Refusal
from giaoban.core.figures.tables import Table
from giaoban.files.tables.lists import KINDS, names_of, read_list, rows_of
from giaoban.files.tables.text import read_csv
from giaoban.queries import directives as reading
from giaoban.records.models import Directive

#: No list of documents is so large.
MOST_BYTES = 5 * 1024**2


@dataclass(frozen=True)
class Listed:
    """What a list did: how many documents and relations are new, and how many documents were there."""

    registered: int
    related: int
    known: int


def provision(
    *, content: bytes, name: str, classification: str, by: str, at: datetime | None = None
) -> Listed:
    """Register the documents of an uploaded table (CSV or .xlsx), with what they bear on.

    Edges:   the same list again changes nothing.
    Raises:  Invalid with every finding, by row and column: then nothing is stored. A file that is not taken
             in at all is noted in the audit by its reason alone.
    """
    told = {"content": content, "name": name, "classification": classification}
    admitted = refusals.admit(pack=reading.keeper(), by=by, **told)
    if admitted.kind not in KINDS or admitted.size > MOST_BYTES:
        detail = "Save it as CSV UTF-8 or as .xlsx."
        _require((Finding("not_a_list", "The file is no list of documents", detail, Place(name)),))
    return _take(read_list(content, name, admitted.kind, COLUMNS), by, at or timezone.now())


def load(*, file: Path, by: str, at: datetime | None = None) -> Listed:
    """Register the documents of a table (CSV) that a pack brings, and leave alone what is registered.

    Edges:   done twice it changes nothing; what was corrected meanwhile stays corrected.
    Raises:  Invalid with every finding, by row and column: then nothing is stored.
    """
    table = read_csv(file.read_bytes(), file.name, COLUMNS)
    return _take(table, by, at or timezone.now(), may_differ=True)


def _take(table: Table, by: str, at: datetime, *, may_differ: bool = False) -> Listed:
    on, file = timezone.localdate(at), table.file
    units = reading.keeper().units.values()
    lines, findings = read(_rows(table), file, reading.vocabulary(on), units, on)
    _require(findings)
    with transaction.atomic():
        entered = [(line, *directives.enter(entry=line.entry, by=by, at=at)) for line in lines]
        _require(() if may_differ else tuple(_contradictions(entered, file)))
        related, faults = _relate(entered, file, by, at)
        _require(tuple(faults))
    fresh = sum(is_new for _, _, is_new in entered)
    return Listed(fresh, related, len(entered) - fresh)


def _rows(table: Table) -> list[Row]:
    """Return the rows of a list by column, or what is wrong with its heading."""
    if table.header is None or not table.rows:
        title, detail = "The list is empty", "Write a heading and a row for each document."
        _require((Finding("empty", title, detail, Place(table.file)),))
    faults = headings(names_of(table), table.file, COLUMNS, REQUIRED)
    _require(tuple(replace(one, detail="See below which columns the list has.") for one in faults))
    return rows_of(table)


def _contradictions(entered: Iterable[tuple[Line, Directive, bool]], file: str) -> Iterable[Finding]:
    """Yield which rows say something else than the register of a document that is there."""
    for line, row, _is_new in entered:
        if any(getattr(row, name) != getattr(line.entry, name) for name in directives.COLUMNS):
            yield fault_at(line, "registered", "symbol", file, text=row.symbol)


def _relate(
    entered: Iterable[tuple[Line, Directive, bool]], file: str, by: str, at: datetime
) -> tuple[int, list[Finding]]:
    """Enter what the rows say of each other's documents; return how many relations are new, and faults."""
    count, faults = 0, list[Finding]()
    for line, row, _is_new in entered:
        for kind, symbol in line.bears_on:
            known = [one for one in reading.called(symbol) if one.pk != row.pk]
            if len(known) != 1:
                code = "several_documents" if known else "unknown_document"
                faults.append(fault_at(line, code, kind, file, text=symbol))
            elif not row.edges.filter(target=known[0], kind=kind, withdrawn_at=None).exists():
                try:
                    directives.tie(source=row, target=known[0], kind=kind, by=by, at=at)
                    count += 1
                except Refusal as why:
                    where = Place(file, row=line.number, column=kind)
                    faults.append(Finding("not_related", why.title, why.detail, where))
    return count, faults


def _require(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Invalid(
            "The documents were not registered", "Mend what is listed; nothing was stored.", findings=findings
        )
