"""Listings: a form that comes back as CSV is taken whole or not at all, after a look at what it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from giaoban.actions import drafts, refusals, submissions
from giaoban.actions.drafts import Saved, Sent
from giaoban.core.conduct.workflow import lock_of
from giaoban.core.errors import Conflict, Finding, Invalid, Place
from giaoban.core.figures.edits import Edit, Standing, weigh
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form
from giaoban.core.figures.listings import COLUMNS, Typed, read_rows
from giaoban.files.tables.text import read_csv
from giaoban.queries import forms, packs
from giaoban.queries import submissions as reading

#: No form is so large, however much is explained in it.
MOST_BYTES = 3 * 1024**2


@dataclass(frozen=True)
class Received:
    """What a table changes, line by line, and what is doubtful about it; `saved` once it was stored."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    saved: tuple[Saved, ...] = ()


def receive(
    *,
    round_id: str,
    unit_key: str,
    content: bytes,
    name: str,
    classification: str,
    by: str,
    language: str = "",
    convert: bool = False,
    confirmed: bool = False,
) -> Received:
    """Tell what an uploaded table changes in the unit's draft; change it once that is confirmed.

    Edges:   every row is understood or named with its number; all of it is stored or nothing. The same
             table again changes nothing; a row that nobody changed leaves what others saved meanwhile. Texts
             in old fonts are converted with `convert` only.
    Raises:  Invalid with every finding; Conflict, with both values, where somebody else was faster or a line
             is locked. A file that is not taken in at all is noted in the audit by its reason alone.
    """
    form = forms.of_unit(round_id, unit_key, language)
    _require_admitted(form, content, name, classification, by)
    rows, findings = _read(form, content, name)
    with transaction.atomic():
        if confirmed:
            submissions.lock(round_id=round_id, unit_key=unit_key, action="listing.upload", by=by)
        edits, found = _weighed(form, rows, convert)
        _require_sound((*findings, *found))
        saved = _save(round_id, unit_key, edits, by) if confirmed and edits else ()
    return Received(edits, _in_order((*findings, *found)), saved)


def _require_admitted(form: Form, content: bytes, name: str, classification: str, by: str) -> None:
    """Refuse a file that may not be taken in, or is no text; of the first the audit keeps the reason."""
    pack, _ = packs.of_round(form.round_id)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    if admitted.kind != "text":
        _require_sound((fault("not_a_listing", Place(name)),))
    if admitted.size > MOST_BYTES:
        _require_sound((fault("too_large_a_table", Place(name)),))


def _read(form: Form, content: bytes, name: str) -> tuple[tuple[Typed, ...], tuple[Finding, ...]]:
    """Return the rows of the table; a line may be called what it is called in any language of the pack."""
    pack, _ = packs.of_round(form.round_id)
    others = (forms.of_unit(form.round_id, form.unit_key, language) for language in pack.languages)
    rows, findings = read_rows((form, *others), read_csv(content, name, COLUMNS))
    if not rows:
        _require_sound(findings)
    return rows, findings


def _weighed(
    form: Form, rows: Iterable[Typed], convert: bool
) -> tuple[tuple[Edit, ...], tuple[Finding, ...]]:
    """Return what the rows change beside what stands there now, and everything wrong with that."""
    typed = list(rows)
    bases = {row.line_id: row.base for row in typed}
    was = reading.entries_at(form.round_id, form.unit_key, bases)
    now = _standings(form)
    edits: list[Edit] = []
    findings: list[Finding] = []
    for row in typed:
        line, standing = form.line(row.line_id), now.get(row.line_id, Standing(Entry(row.line_id)))
        if row.base and row.line_id not in was:
            told = {"text": row.base, "other": standing.version}
            place = Place(row.where.file, row.where.sheet, row.where.row, "version")
            findings.append(fault("unknown_version", place, line=line.text, **told))
            continue
        edit, found = weigh(line, row, was.get(row.line_id, Entry(row.line_id)), standing, convert=convert)
        edits += [edit] if edit else []
        findings += found
    return tuple(edits), tuple(findings)


def _standings(form: Form) -> dict[str, Standing]:
    """Return what stands in each line now, and why it is locked where it is."""
    standing, at = reading.standing(form.round_id, form.unit_key), timezone.now()
    kept = reading.kept(form.round_id, form.unit_key)
    found = {}
    for line in form.lines:
        own, lock = kept.get(line.line_id), lock_of(line.line_id, standing, at)
        entry = (own.entry, own.version, own.by) if own else (Entry(line.line_id), 0, "")
        found[line.line_id] = Standing(*entry, lock.reason if lock else "")
    return found


def _save(round_id: str, unit_key: str, edits: Iterable[Edit], by: str) -> tuple[Saved, ...]:
    sent = [Sent(one.after, one.version) for one in edits]
    place = {"round_id": round_id, "unit_key": unit_key}
    return drafts.save(**place, sent=sent, by=by, via="csv", is_whole=True)


def _require_sound(findings: Iterable[Finding]) -> None:
    faults = _in_order(findings)
    codes = {one.code for one in faults if one.severity == "error"}
    if not codes:
        return
    kind = Conflict if {"conflict", "locked"} & codes else Invalid
    raise kind("The table was not taken in", "Mend what is listed; nothing was stored.", findings=faults)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: one.where.row or 0))
