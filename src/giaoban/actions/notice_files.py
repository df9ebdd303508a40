"""Notice files: a notice is handed out in Word, and an edited file comes back clause by clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from giaoban.actions import clauses, events, refusals
from giaoban.core.conduct import resolutions
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.core.writing.passages import normal, squeezed
from giaoban.files.word import notices as word
from giaoban.files.word.notices import Edited
from giaoban.queries import conclusions, notices
from giaoban.records.models import Clause, Notice

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


def write(*, conference: str, layout: str) -> bytes:
    """Return the notice as a Word file in a layout: a draft bears the mark, and neither number nor date.

    Raises:  NotFound without a notice, or if there is no such layout.
    """
    notice = notices.by_conference(conference)
    layouts = notices.layouts(notice.conference)
    if layout not in layouts:
        raise NotFound("There is no such layout", "Choose one of the list.")
    language, _, _ = notices.wording(notice.conference)
    stage = "issued" if notice.content else "draft"
    words = notice.content["words"] if notice.content else conclusions.layout_words(notice)
    blocks = notices.document(notice)["blocks"]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notice.docx"
        word.write_notice(path, blocks, language, layouts[layout], words, stage)
        return path.read_bytes()


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
        notice, rows = clauses.lock(conference=conference), notices.rows(conference)
        if not any(key.startswith(f"c_{row.pk}_") for key in edited.texts for row in rows):
            raise Invalid("The file is not this notice", "Download the notice, and edit that file.")
        findings = tuple(_leftovers(edited, notice))
        changes = tuple(_changes(edited, conference, {row.pk: row for row in rows}, by))
        stored = [one.clause_id for one in changes if one.is_stored]
        told, at = {"sha256": admitted.sha256, "clauses": stored}, timezone.now()
        events.note(verb="notice.taken", by=by, object=f"conference/{conference}", at=at, payload=told)
    return Taken(changes, findings)


def _read(content: bytes, name: str) -> Edited:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notice.docx"
        path.write_bytes(content)
        try:
            return word.read_notice(path)
        except Invalid as refusal:
            raise Invalid(refusal.title, refusal.detail, Place(file=name)) from refusal


def _changes(edited: Edited, conference: str, rows: Mapping[int, Clause], by: str) -> Iterator[Change]:
    """Save each clause that the file changes; one that somebody saved since it was printed stays as it is."""
    for name, text in edited.texts.items():
        kind, number, *version = name.split("_")
        row = rows.get(int(number)) if kind == "c" else None
        if row is None or not text or _is_same(text, row.text) or _is_printed(row, int(version[0]), text):
            continue
        told = {"clause": row.pk, "text": text, "base": int(version[0]), "by": by, "via": "word"}
        try:
            clauses.save(conference=conference, **told)
        except Conflict:
            yield Change(row.pk, text, False, row.version, row.text, row.saved_by)
        else:
            yield Change(row.pk, text, True, row.version + 1)


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
