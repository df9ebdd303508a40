"""Drafts: lines are saved as they are left, by whatever way they came; nobody's typing is lost."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, submissions
from giaoban.core.conduct.workflow import Lock, Standing, lock_of
from giaoban.core.errors import Conflict, Finding, Invalid, Place
from giaoban.core.figures.entries import Entry, check_entry, tidy
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form, Line
from giaoban.core.figures.observations import CANONICAL
from giaoban.queries import forms
from giaoban.queries.submissions import entry_of, standing_of
from giaoban.records import models
from giaoban.records.models import EntryVersion, Submission

Via = Literal["grid", "workbook", "csv", "api"]


@dataclass(frozen=True)
class Sent:
    """One line as somebody wants it kept, and the version that they saw when they began (0 = none)."""

    entry: Entry
    base: int


@dataclass(frozen=True)
class Saved:
    """What became of one line: its version by now, what is wrong with it, and who else changed it.

    `conflict` and `locked` change nothing: `entry` is then what stands there, saved by `by` at `at`.
    """

    line_id: str
    outcome: Literal["saved", "unchanged", "conflict", "locked"]
    version: int
    entry: Entry
    findings: tuple[Finding, ...] = ()
    by: str = ""
    at: datetime | None = None
    lock: Lock | None = None


def save(
    *, round_id: str, unit_key: str, sent: Sequence[Sent], by: str, via: Via, is_whole: bool = False
) -> tuple[Saved, ...]:
    """Keep the lines of a unit's draft that are open and that nobody else changed meanwhile.

    Shape:   one answer a line, in the order sent.
    Edges:   what is faulty is kept too and its findings are told: a draft may be faulty, a completed form
             may not. The same content again changes nothing. With `is_whole` all lines are kept or none.
    Raises:  NotFound for a line that the unit does not owe; Invalid for a line that is sent twice;
             NotAllowed in another phase; with `is_whole`, Conflict with a finding for every line that
             cannot be kept.
    """
    form = forms.of_unit(round_id, unit_key)
    lines = [form.line(one.entry.line_id) for one in sent]
    _require_single(lines)
    with transaction.atomic():
        submission = submissions.lock(round_id=round_id, unit_key=unit_key, action="draft.save", by=by)
        desk = _Desk(submission, standing_of(submission), _rows(submission, lines), by, via, timezone.now())
        kept = [_keep(desk, line, one) for line, one in zip(lines, sent, strict=True)]
        if is_whole:
            _require_kept(form, sent, kept)
        _store(desk)
    return tuple(kept)


@dataclass(frozen=True)
class _Desk:
    """One save under way: the submission, what stands in the lines, and what is to stand there."""

    submission: Submission
    standing: Standing
    rows: Mapping[str, models.Entry]
    by: str
    via: Via
    at: datetime
    changed: list[models.Entry] = field(default_factory=list)


def _keep(desk: _Desk, line: Line, sent: Sent) -> Saved:
    """Keep one line, or say why not and what stands there."""
    entry, row = tidy(sent.entry), desk.rows.get(line.line_id)
    there, version = (entry_of(row, line.line_id), row.version) if row else (Entry(line.line_id), 0)
    if entry == there:
        return Saved(line.line_id, "unchanged", version, there, check_entry(line, there))
    if lock := lock_of(line.line_id, desk.standing, desk.at):
        return _refused("locked", there, row, lock)
    if sent.base != version:
        return _refused("conflict", there, row)
    desk.changed.append(_row(desk, entry, version + 1))
    return Saved(line.line_id, "saved", version + 1, entry, check_entry(line, entry), desk.by, desk.at)


def _refused(
    outcome: Literal["conflict", "locked"], there: Entry, row: models.Entry | None, lock: Lock | None = None
) -> Saved:
    version, by, at = (row.version, row.saved_by, row.saved_at) if row else (0, "", None)
    return Saved(there.line_id, outcome, version, there, by=by, at=at, lock=lock)


def _row(desk: _Desk, entry: Entry, version: int) -> models.Entry:
    return models.Entry(
        submission=desk.submission,
        line_id=entry.line_id,
        version=version,
        saved_at=desk.at,
        saved_by=desk.by,
        **{name: getattr(entry, name) for name in submissions.CONTENT},
    )


def _store(desk: _Desk) -> None:
    """Write the changed lines and their versions, and note them: versions and seals, never what was typed.

    As many statements for a block as for one cell: others wait meanwhile.
    """
    if not desk.changed:
        return
    rows = models.Entry.objects.bulk_create(
        desk.changed,
        update_conflicts=True,
        unique_fields=["submission", "line_id"],
        update_fields=["version", "saved_at", "saved_by", *submissions.CONTENT],
    )
    versions = [_version(desk, row) for row in rows]
    EntryVersion.objects.bulk_create(versions)
    seals = {one.entry.line_id: [one.version, _seal_of(one)] for one in versions}
    payload = {"via": desk.via, "lines": seals}
    where = submissions.name(desk.submission)
    events.note(verb="draft.saved", by=desk.by, object=where, at=desk.at, payload=payload)


def _version(desk: _Desk, row: models.Entry) -> EntryVersion:
    return EntryVersion(
        entry=row,
        version=row.version,
        at=desk.at,
        by=desk.by,
        via=desk.via,
        salt=secrets.token_hex(16),
        **{name: getattr(row, name) for name in submissions.CONTENT},
    )


def _seal_of(version: EntryVersion) -> str:
    return seal(entry_of(version, version.entry.line_id), version.salt)


def seal(entry: Entry, salt: str) -> str:
    """Return the hash by which the audit knows a version: of its content and its salt."""
    return hashlib.sha256(CANONICAL.encode([salt, vars(entry)]).encode()).hexdigest()


def _rows(submission: Submission, lines: Sequence[Line]) -> dict[str, models.Entry]:
    wanted = [line.line_id for line in lines]
    return {row.line_id: row for row in submission.entries.filter(line_id__in=wanted)}


def _require_single(lines: Sequence[Line]) -> None:
    names = [line.line_id for line in lines]
    twice = {line.line_id: line.text for line in lines if names.count(line.line_id) > 1}
    if twice:
        findings = tuple(
            fault("duplicate_line", Place(column=line_id), line=text)
            for line_id, text in sorted(twice.items())
        )
        raise Invalid("A line is sent twice", "Keep one of the two.", findings=findings)


def _require_kept(form: Form, sent: Sequence[Sent], told: Sequence[Saved]) -> None:
    pairs = zip(sent, told, strict=True)
    refused = [(one.entry, saved) for one, saved in pairs if saved.outcome in ("conflict", "locked")]
    if refused:
        findings = tuple(_refusal(form.line(saved.line_id).text, typed, saved) for typed, saved in refused)
        detail = "Nothing was stored; see what stands there now."
        raise Conflict("Some lines cannot be kept", detail, findings=findings)


def _refusal(title: str, typed: Entry, saved: Saved) -> Finding:
    where = Place(column=saved.line_id)
    if saved.lock:
        return fault("locked", where, line=title, reason=saved.lock.reason)
    told = {"text": typed.text or "–", "other": saved.entry.text or "–", "names": saved.by}
    return fault("conflict", where, line=title, **told)
