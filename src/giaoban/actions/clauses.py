"""Clauses of a conference's notice: written by several people, in the browser or in Word; nothing is lost."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, reasons
from giaoban.core.conduct import resolutions
from giaoban.core.errors import Conflict, Invalid, NotAllowed
from giaoban.queries import conclusions, notices
from giaoban.queries.conclusions import Drafted
from giaoban.records.models import Clause, ClauseVersion, Notice

Via = Literal["page", "word"]
_LONGEST = 20_000


def add(*, conference: str, section: str, text: str = "", quotes: str = "", by: str) -> Clause:
    """Add a clause to the end of a section: a text, or a paragraph of the report with its figures.

    Raises:  NotFound without a notice, or if there is no such paragraph; Invalid for a section that takes no
             further clause, and for a text that is empty or too long.
    """
    if section not in resolutions.NUMBERED:
        raise Invalid("There is no such section to add a clause to", "Choose one of the sections.")
    with transaction.atomic():
        notice, at = lock(conference=conference), timezone.now()
        one = _quote(notice, section, quotes) if quotes else Drafted(section, _lines(text))  # type: ignore[arg-type]
        _require_text(one.text)
        places = notice.clauses.filter(section=section).values_list("place", flat=True)
        row = _create(notice, one, max(places, default=0) + 1, "page", by, at)
        told = {"clause": row.pk, "section": section}
        events.note(verb="clause.added", by=by, object=f"conference/{conference}", at=at, payload=told)
    return row


def save(*, conference: str, clause: int, text: str, base: int, by: str, via: Via = "page") -> Clause:
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
        _keep(row, text, via, by, at)
        told = {"clause": row.pk, "version": row.version, "via": via}
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
    reasons.require(reason)
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
    reasons.require(reason)
    with transaction.atomic():
        lock(conference=conference)
        row, at = notices.by_id(conference, clause), timezone.now()
        if row.section not in resolutions.ASKING or row.tasks.exists():
            raise Invalid("This clause asks for nothing, or has a task already", "Withdraw its tasks first.")
        Clause.objects.filter(pk=row.pk).update(no_task=reason.strip())
        told = {"clause": row.pk, "reason": reason.strip()}
        events.note(verb="clause.waived", by=by, object=f"conference/{conference}", at=at, payload=told)


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
    moments.lock(conference=conference, action=action)
    notice = notices.by_conference(conference)
    if notice.stage != "drafted":
        raise NotAllowed("The notice is issued; nothing of it changes any more.")
    return notice


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
        text=one.text if one.basis else _lines(one.text),
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
