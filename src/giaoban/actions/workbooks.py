"""Workbooks: handed out signed, and taken in again whole or not at all, after a look at what would change."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import drafts, events, refusals, submissions
from giaoban.actions.drafts import Saved, Sent
from giaoban.core.conduct.policy import phases_of
from giaoban.core.conduct.workflow import lock_of
from giaoban.core.errors import Conflict, Finding, Invalid, NotAllowed, Place
from giaoban.core.figures.addressees import FOREIGN, FORMER, check_addressee
from giaoban.core.figures.entries import Entry, value_of
from giaoban.core.figures.faults import fault
from giaoban.core.figures.fillings import Filled, Reading, read_form
from giaoban.core.figures.forms import Form, Line
from giaoban.core.figures.workbooks import Book, Issued, manifest_of
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.units import Unit, fold
from giaoban.files.excel.books import read_book
from giaoban.files.excel.forms import write_form
from giaoban.files.excel.marks import mark
from giaoban.queries import forms, packs, rounds, workbooks
from giaoban.queries import submissions as reading
from giaoban.queries.submissions import Kept
from giaoban.records.models import IssuedWorkbook

#: What is wrong and what to do, in somebody's language.
Say = Callable[[Finding], tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """One line that the workbook changes: what stands there, what would, and the cell that says so."""

    line_id: str
    name: str
    before: Entry
    after: Entry
    where: Place


@dataclass(frozen=True)
class Received:
    """What became of an uploaded workbook.

    `marked` is a copy of the workbook with the findings in it, where one is an error. Nothing is stored
    unless `is_applied`.
    """

    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    saved: tuple[Saved, ...] = ()
    marked: bytes | None = None
    is_applied: bool = False

    @property
    def has_errors(self) -> bool:
        """Return whether the workbook cannot be taken in as it is."""
        return any(finding.severity == "error" for finding in self.findings)


def issue(*, round_id: str, unit_key: str, by: str, language: str = "") -> tuple[str, bytes]:
    """Return a name for the file and the unit's workbook with what stands at its desk, and remember it.

    Raises:  NotFound if the unit is not under review; NotAllowed while the round is not going on.
    """
    form, unit = forms.of_unit(round_id, unit_key, language), forms.unit_in(round_id, unit_key)
    pack, _ = packs.of_round(round_id)
    words, at = workbooks.words(pack, form, language), timezone.localtime()
    words["issued"] = words["issued"].format(day=f"{at:%d}", month=f"{at:%m}", year=at.year)
    with transaction.atomic():
        submission = submissions.lock(round_id=round_id, unit_key=unit_key, action="workbook.download", by=by)
        kept = reading.kept(round_id, unit_key)
        versions = {line_id: one.version for line_id, one in kept.items()}
        key = secrets.token_hex(8)
        issued = _issued(pack, round_id, unit, key, versions, at.date().isoformat(), language)
        content = write_form(
            form, {line_id: one.entry for line_id, one in kept.items()}, issued, words, workbooks.sign
        )
        IssuedWorkbook.objects.create(key=key, submission=submission, versions=versions, at=at, by=by)
        where = submissions.name(submission)
        events.note(verb="workbook.issued", by=by, object=where, at=at, payload={"key": key})
    return f"{round_id}_{unit.code}_{fold(unit.name).replace(' ', '-')}.xlsx", content


def _as_it_is(finding: Finding) -> tuple[str, str]:
    return finding.title, finding.detail


def receive(
    *,
    round_id: str,
    unit_key: str,
    content: bytes,
    name: str,
    classification: str,
    by: str,
    language: str = "",
    say: Say = _as_it_is,
    convert: bool = False,
    confirmed: bool = False,
) -> Received:
    """Read an uploaded workbook; tell what is wrong with it and what it would change, or change it.

    Shape:   `say` says a finding in the language of the marked copy; what is returned stays as it is.
    Edges:   lines that nobody changed in the workbook are left as they are by now; the same workbook again
             changes nothing. A line that was changed in the workbook and on the page differently is an
             error that shows both. With an error, or without `confirmed`, nothing is stored.
    Raises:  NotFound if the unit is not under review; NotAllowed while nothing may be saved; Invalid for a
             file that is not taken in: then the audit keeps time, person and reason, and nothing else.
    """
    form = forms.of_unit(round_id, unit_key, language)
    pack, _ = packs.of_round(round_id)
    if rounds.stage(round_id) not in phases_of("workbook.upload"):
        raise NotAllowed("The round is not in a phase for this.")
    refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    desk = _Desk(form, pack, language, workbooks.words(pack, form, language), name, content, say)
    try:
        book = read_book(content, name)
    except Invalid as refusal:
        return _answer(desk, refusal.findings)
    received = _read(desk, book, convert)
    if received.has_errors or not confirmed:
        return received
    return _apply(desk, book, received, by)


@dataclass(frozen=True)
class _Desk:
    """One uploaded workbook under way: the form it is read by, its language and words, and the file."""

    form: Form
    pack: Pack
    language: str
    words: Mapping[str, Any]
    name: str
    content: bytes
    say: Say


def _issued(
    pack: Pack, round_id: str, unit: Unit, key: str, versions: Mapping[str, int], on: str, language: str
) -> Issued:
    return Issued(
        key=key,
        round_id=round_id,
        round_title=_title(pack, round_id, language),
        unit_key=unit.unit_key,
        unit_code=unit.code,
        unit_name=unit.full_name,
        pack_digest=pack.digest,
        issued_on=on,
        versions=versions,
        units={one.code: one.full_name for one in pack.units_of(pack.round(round_id))},
    )


def _title(pack: Pack, round_id: str, language: str) -> str:
    titles = pack.round(round_id).settings["titles"]
    return titles.get(language) or titles[pack.languages[0]]


def _read(desk: _Desk, book: Book, convert: bool) -> Received:
    """Return everything that is found in the workbook and what it would change; nothing is stored."""
    manifest, findings = manifest_of(book, workbooks.is_signed)
    if manifest is None:
        return _answer(desk, findings, book=book)
    findings = _addressed(desk, manifest)
    if any(finding.code in FOREIGN for finding in findings):
        return _answer(desk, findings, book=book)
    found = read_form(desk.form, book, manifest, workbooks.vocabulary(desk.pack, desk.words), convert=convert)
    if any(finding.code == FORMER for finding in findings):
        return _answer(desk, (*findings, *_former(desk.form, found, findings[-1])), book=book)
    compared = _compare(desk.form, found, manifest)
    changes = tuple(change for change, _ in compared if change is not None)
    own = tuple(finding for _, told in compared for finding in told)
    return _answer(desk, (*findings, *found.findings, *own), changes, book)


def _addressed(desk: _Desk, manifest: Issued) -> tuple[Finding, ...]:
    unit = forms.unit_in(desk.form.round_id, desk.form.unit_key)
    title = _title(desk.pack, desk.form.round_id, desk.language)
    found = check_addressee(manifest, desk.form.round_id, title, unit, desk.pack.changes, desk.name)
    if found or workbooks.was_issued(manifest.key):
        return found
    return (fault("unknown_workbook", Place(desk.name)),)


def _former(form: Form, found: Reading, passed: Finding) -> Iterator[Finding]:
    """Yield each value that tells of a unit which is a part of another by now."""
    yield from (one for one in found.findings if one.code == "no_longer_asked")
    names = {name: text for name, text in passed.values if name in ("issued", "asked")}
    for one in (one for one in found.filled if not one.entry.is_blank):
        told = {"line": form.line(one.entry.line_id).text, "text": one.entry.text, **names}
        yield fault("former_value", one.where, "warning", **told)


def _compare(form: Form, found: Reading, manifest: Issued) -> list[tuple[Change | None, tuple[Finding, ...]]]:
    """Return for each line what the workbook changes in it, and the findings that still matter."""
    base = workbooks.as_issued(form.round_id, manifest.unit_key, manifest.versions)
    now = reading.kept(form.round_id, form.unit_key)
    standing, at = reading.standing(form.round_id, form.unit_key), timezone.now()
    compared = []
    for one in found.filled:
        line = form.line(one.entry.line_id)
        before = base.get(line.line_id, Entry(line.line_id))
        is_locked = lock_of(line.line_id, standing, at) is not None
        compared.append(_compare_line(line, one, before, now.get(line.line_id), is_locked))
    return compared


def _compare_line(
    line: Line, filled: Filled, before: Entry, there: Kept | None, is_locked: bool
) -> tuple[Change | None, tuple[Finding, ...]]:
    stands = there.entry if there else Entry(line.line_id)
    if _is_same(line, filled.entry, before) or _is_same(line, filled.entry, stands):
        return None, tuple(finding for finding in filled.findings if finding.severity == "error")
    if is_locked:
        return None, (*filled.findings, fault("locked_line", filled.where, line=line.text))
    if there and not _is_same(line, stands, before):
        told = {"line": line.text, "text": filled.entry.text, "other": stands.text, "person": there.by}
        return None, (*filled.findings, fault("changed_meanwhile", filled.where, **told))
    return Change(line.line_id, line.text, stands, filled.entry, filled.where), filled.findings


def _is_same(line: Line, one: Entry, other: Entry) -> bool:
    """Return whether two entries say the same, however their number and spaces are typed."""
    values = value_of(line, one), value_of(line, other)
    if values[0] != values[1] or (values[0] is None and one.text.split() != other.text.split()):
        return False
    rest = [(e.explanation.split(), e.is_not_applicable, e.verdict) for e in (one, other)]
    return rest[0] == rest[1]


def _apply(desk: _Desk, book: Book, received: Received, by: str) -> Received:
    """Store what the workbook changes, all of it or nothing."""
    if not received.changes:
        return replace(received, is_applied=True)
    round_id, unit_key = desk.form.round_id, desk.form.unit_key
    try:
        with transaction.atomic():
            submission = submissions.lock(
                round_id=round_id, unit_key=unit_key, action="workbook.upload", by=by
            )
            sent = _sent(desk.form, received.changes, reading.kept(round_id, unit_key))
            saved = drafts.save(
                round_id=round_id, unit_key=unit_key, sent=sent, by=by, via="workbook", is_whole=True
            )
            lines = {one.line_id: one.version for one in saved}
            where, at = submissions.name(submission), timezone.now()
            events.note(verb="workbook.received", by=by, object=where, at=at, payload={"lines": lines})
    except Conflict as refusal:
        return _answer(desk, (*received.findings, *refusal.findings), book=book)
    return replace(received, saved=saved, is_applied=True)


def _sent(form: Form, changes: Iterable[Change], now: Mapping[str, Kept]) -> list[Sent]:
    """Return the lines as they are to be kept; whoever changed one since it was compared gets a conflict."""
    sent = []
    for change in changes:
        there = now.get(change.line_id)
        stands = there.entry if there else Entry(change.line_id)
        is_as_seen = _is_same(form.line(change.line_id), stands, change.before)
        version = there.version if there else 0
        sent.append(Sent(change.after, version if is_as_seen else -1))
    return sent


def _answer(
    desk: _Desk, findings: Iterable[Finding], changes: tuple[Change, ...] = (), book: Book | None = None
) -> Received:
    """Return the findings in the order of the workbook; an error comes with a marked copy."""
    told = tuple(sorted(findings, key=lambda one: (one.where.sheet, one.where.row or 0, one.where.column)))
    received = Received(told, changes)
    if not received.has_errors or book is None:
        return received
    marked = mark(book, desk.content, [_in_words(one, desk.say) for one in told], desk.words)
    if marked is None:
        told += (fault("too_large_to_mark", Place(desk.name), "warning"),)
    return Received(told, changes, marked=marked)


def _in_words(finding: Finding, say: Say) -> Finding:
    title, detail = say(finding)
    return replace(finding, title=title, detail=detail)
