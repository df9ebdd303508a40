"""Clauses of a conference's notice: written by several people, in the browser or in Word; nothing is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, refusals
from giaoban.core.conduct import resolutions
from giaoban.core.conduct.policy import phases_of
from giaoban.core.errors import Conflict, Finding, Invalid, NotAllowed, Place
from giaoban.core.writing.passages import normal, squeezed
from giaoban.files.word.notices import Edited, read_notice
from giaoban.queries import conclusions, notices
from giaoban.queries.conclusions import Drafted
from giaoban.records.models import Clause, ClauseVersion, Notice

_LONGEST, _LONGEST_REASON = 20_000, 2_000
#: What of an edited file was not stored, and what to do, by the code of its finding.
LEFT: Mapping[str, tuple[str, str]] = {
    "stray": ("A paragraph stands in no clause; it was not stored", "Add it here as a clause."),
    "gone": ("A clause is not in the file; it was left as it is", "To take it out, remove it here."),
    "task_sentence": ("The sentence of a task was edited; it was not stored", "Change the task here."),
}


@dataclass(frozen=True)
class Change:
    """One clause of an edited file: its text there; where it was not stored, what stands instead, by whom."""

    clause_id: int
    text: str
    is_stored: bool
    version: int
    stands: str = ""
    by: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of an edited file: the clauses that it changes, and what of it stands in no clause."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def add(*, conference: str, section: str, text: str = "", quotes: str = "", by: str) -> Clause:
    """Add a clause to the end of a section: a text, or a paragraph of the report with its figures.

    Raises:  NotFound without a notice, or if there is no such paragraph; Invalid for a section that takes no
             further clause, and for a text that is empty or too long.
    """
    if section not in resolutions.NUMBERED:
        raise Invalid("There is no such section to add a clause to", "Choose one of the sections.")
    with transaction.atomic():
        notice, at = lock(conference=conference), timezone.now()
        one = _quote(notice, section, quotes) if quotes else Drafted(section, text.strip())  # type: ignore[arg-type]
        _require_text(one.text)
        places = notice.clauses.filter(section=section).values_list("place", flat=True)
        row = _create(notice, one, max(places, default=0) + 1, "page", by, at)
        told = {"clause": row.pk, "section": section}
        events.note(verb="clause.added", by=by, object=f"conference/{conference}", at=at, payload=told)
    return row


def save(*, conference: str, clause: int, text: str, base: int, by: str) -> Clause:
    """Keep a new text of a clause; the same text again changes nothing.

    Raises:  Conflict if somebody else saved it since version `base`: what stands there is its detail;
             Invalid for a text that is empty or too long.
    """
    _require_text(text)
    text = _lines(text)
    with transaction.atomic():
        lock(conference=conference)
        row, at = notices.by_id(conference, clause), timezone.now()
        if text == row.text:
            return row
        if base != row.version:
            raise Conflict(f"{row.saved_by} was faster", row.text)
        _keep(row, text, "page", by, at)
        told = {"clause": row.pk, "version": row.version}
        events.note(verb="clause.saved", by=by, object=f"conference/{conference}", at=at, payload=told)
    return row


def move(*, conference: str, clause: int, up: bool, by: str) -> None:
    """Let a clause change places with the one before it in its section, or the one after it.

    Edges:   the first does not move up, nor the last down.
    """
    with transaction.atomic():
        lock(conference=conference)
        row, at = notices.by_id(conference, clause), timezone.now()
        own = [one for one in notices.rows(conference) if one.section == row.section]
        there = own.index(row)
        to = there - 1 if up else there + 1
        if not 0 <= to < len(own):
            return
        own[there], own[to] = own[to], own[there]
        for place, one in enumerate(own, 1):
            Clause.objects.filter(pk=one.pk).update(place=place)
        told = {"clause": row.pk, "place": to + 1}
        events.note(verb="clause.moved", by=by, object=f"conference/{conference}", at=at, payload=told)


def remove(*, conference: str, clause: int, reason: str, by: str) -> None:
    """Take a clause out of the notice; its versions, its tasks and the reason stay on record.

    Raises:  Invalid without a reason, and for opening and closing.
    """
    require_reason(reason=reason)
    with transaction.atomic():
        lock(conference=conference)
        row, at = notices.by_id(conference, clause), timezone.now()
        if row.section not in resolutions.NUMBERED:
            raise Invalid("A notice has an opening and a closing", "Change the text instead.")
        Clause.objects.filter(pk=row.pk).update(is_removed=True, removed_because=reason.strip())
        told = {"clause": row.pk, "reason": reason.strip()}
        events.note(verb="clause.removed", by=by, object=f"conference/{conference}", at=at, payload=told)


def waive(*, conference: str, clause: int, reason: str, by: str) -> None:
    """Record why a clause gives nobody a task.

    Raises:  Invalid without a reason, for a clause that asks nothing, and for one that has tasks.
    """
    require_reason(reason=reason)
    with transaction.atomic():
        lock(conference=conference)
        row, at = notices.by_id(conference, clause), timezone.now()
        if row.section not in resolutions.ASKING or row.tasks.exists():
            raise Invalid("This clause asks for nothing, or has a task already", "Withdraw its tasks first.")
        Clause.objects.filter(pk=row.pk).update(no_task=reason.strip())
        told = {"clause": row.pk, "reason": reason.strip()}
        events.note(verb="clause.waived", by=by, object=f"conference/{conference}", at=at, payload=told)


def take(*, conference: str, content: bytes, name: str, classification: str, by: str) -> Taken:
    """Take an edited Word file of the notice back: whatever clause it changes becomes a new version.

    Edges:   a clause that somebody saved since the file was printed is not stored: both texts are told. What
             stands in no clause, a clause that is gone, and an edited sentence of a task are findings.
    Raises:  NotAllowed while nothing may be saved; Invalid for a file that is not taken in, or is not this
             notice.
    """
    notice = notices.by_conference(conference)
    pack = notices.wording(notice.conference)[2]
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    edited = _read(content, name)
    with transaction.atomic():
        notice, at = lock(conference=conference), timezone.now()
        rows = {row.pk: row for row in notices.rows(conference)}
        if not any(name.startswith(f"c_{key}_") for name in edited.texts for key in rows):
            raise Invalid("The file is not this notice", "Download the notice, and edit that file.")
        findings = tuple(_leftovers(edited, notice))
        changes = tuple(_changes(edited, rows, by, at))
        stored = [one.clause_id for one in changes if one.is_stored]
        told = {"sha256": admitted.sha256, "clauses": stored}
        events.note(verb="notice.taken", by=by, object=f"conference/{conference}", at=at, payload=told)
    return Taken(changes, findings)


def begin(*, notice: Notice, drafted: Sequence[Drafted], by: str, at: datetime) -> None:
    """Add the clauses that a notice begins with, in their order, inside the transaction of its draft."""
    with transaction.atomic():
        for place, one in enumerate(drafted, 1):
            _create(notice, one, place, "draft", by, at)
        where, told = f"conference/{notice.conference.key}", {"clauses": len(drafted)}
        events.note(verb="clause.drafted", by=by, object=where, at=at, payload=told)


def lock(*, conference: str, action: str = "notice.edit") -> Notice:
    """Return the draft of a notice that may be written now, locked with its conference.

    Raises:  NotFound if there is none; NotAllowed in another phase, and once it is issued.
    """
    found = moments.lock(conference=conference)
    if found.stage not in phases_of(action):
        raise NotAllowed("The conference is not in a phase for this.")
    notice = notices.by_conference(conference)
    if notice.stage != "drafted":
        raise NotAllowed("The notice is issued; nothing of it changes any more.")
    return notice


def require_reason(*, reason: str) -> None:
    """Refuse a reason that says nothing, or more than anybody reads.

    Raises:  Invalid.
    """
    if not reason.strip():
        raise Invalid("A reason is missing", "Write why; it stays on record.")
    if len(reason) > _LONGEST_REASON:
        raise Invalid("The reason is too long", "Shorten it.")


def _require_text(text: str) -> None:
    if not text.strip():
        raise Invalid("The clause is empty", "Write it, or remove it and say why.")
    if len(text) > _LONGEST:
        raise Invalid("The clause is too long", "Make two of it.")


def _lines(text: str) -> str:
    """Return a text with one kind of line end, no empty line, and no space around any."""
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def _quote(notice: Notice, section: str, key: str) -> Drafted:
    found = conclusions.quoted(notice.conference, key)
    return Drafted(section, found.text, found.spans)  # type: ignore[arg-type]


def _create(notice: Notice, one: Drafted, place: int, via: str, by: str, at: datetime) -> Clause:
    row = Clause.objects.create(
        notice=notice,
        section=one.section,
        place=place,
        text=one.text,
        basis=[dict(span) for span in one.basis],
        item=one.item,
        decision=one.decision,
        petition=one.petition,
        saved_at=at,
        saved_by=by,
    )
    ClauseVersion.objects.create(clause=row, version=1, text=row.text, via=via, at=at, by=by)
    return row


def _keep(row: Clause, text: str, via: str, by: str, at: datetime) -> None:
    row.text, row.version, row.saved_by, row.saved_at = text, row.version + 1, by, at
    told = {"text": text, "version": row.version, "saved_by": by, "saved_at": at}
    Clause.objects.filter(pk=row.pk).update(**told)
    ClauseVersion.objects.create(clause=row, version=row.version, text=text, via=via, at=at, by=by)


def _read(content: bytes, name: str) -> Edited:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notice.docx"
        path.write_bytes(content)
        try:
            return read_notice(path)
        except Invalid as refusal:
            raise Invalid(refusal.title, refusal.detail, Place(file=name)) from refusal


def _changes(edited: Edited, rows: Mapping[int, Clause], by: str, at: datetime) -> Iterator[Change]:
    """Store each clause that the file changes and nobody else has changed since it was printed."""
    for name, text in edited.texts.items():
        kind, number, *version = name.split("_")
        row = rows.get(int(number)) if kind == "c" else None
        if row is None or not text or _is_same(text, row.text) or _is_printed(row, int(version[0]), text):
            continue
        is_stored = int(version[0]) == row.version
        yield Change(row.pk, text, is_stored, row.version, row.text, row.saved_by)
        if is_stored:
            _require_text(text)
            _keep(row, text, "word", by, at)


def _is_printed(row: Clause, version: int, text: str) -> bool:
    """Return whether the file says what this version of the clause said when it was printed."""
    printed = row.versions.filter(version=version).values_list("text", flat=True).first()
    return printed is not None and _is_same(text, printed)


def _is_same(one: str, other: str) -> bool:
    return squeezed(normal(one)) == squeezed(normal(other))


def _leftovers(edited: Edited, notice: Notice) -> Iterator[Finding]:
    """Yield what the file says beside the clauses, and which clauses it no longer has."""
    blocks = notices.document(notice)["blocks"]
    headings = {normal(block["text"]) for block in blocks if block["kind"] == "heading"}
    for text in (one for one in edited.strays if normal(one) not in headings):
        yield _finding("stray", text=text)
    there = {name.rsplit("_", 1)[0] for name, text in edited.texts.items() if text and name[0] == "c"}
    found = notices.clauses(notice.conference.key)
    for one in (one for one in found if f"c_{one.clause_id}" not in there):
        yield _finding("gone", resolutions.number(found).get(one.clause_id, ""), text=one.text)
    for block in (block for block in blocks if block.get("name", "").startswith("t_")):
        text = edited.texts.get(block["name"], "")
        if text and not _is_same(text, "".join(span["text"] for span in block["spans"])):
            yield _finding("task_sentence", text=text)


def _finding(code: str, label: str = "", **values: str) -> Finding:
    title, detail = LEFT[code]
    return Finding(code, title, detail, Place(label), "warning", tuple(values.items()))
