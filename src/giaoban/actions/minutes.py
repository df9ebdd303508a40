"""Minutes: texts are kept as typed and none is lost; the clerk signs, then the chair, and they are closed."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments
from giaoban.core.conduct import decisions
from giaoban.core.conduct.minutes import (
    LONGEST,
    Kept,
    StepKind,
    Version,
    combine,
    keep,
    require_open,
    require_step,
    tidy,
)
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import minutes
from giaoban.records.models import AgendaItem, Conference, MinuteStep, MinuteVersion


@dataclass(frozen=True)
class Sent:
    """One text as somebody wants it kept, and the version that they saw when they began (0 = none)."""

    item: int
    part: str
    text: str
    base: int


@dataclass(frozen=True)
class Saved:
    """What became of one text: the version that stands now; after a conflict also both texts in one."""

    item: int
    part: str
    outcome: Literal["saved", "unchanged", "conflict"]
    there: Version
    combined: str = ""


def save(*, conference: str, sent: Sequence[Sent], by: str) -> tuple[Saved, ...]:
    """Keep texts of the minutes; what another clerk was faster with is set aside, and both are told.

    Shape:   one answer a text, in the order sent. A conflict is settled by saving again over the version
             that stands, whether with one of the two texts or with both in one.
    Raises:  NotFound for a text that there is not; Invalid for one that is too long; Conflict once the
             minutes are signed; NotAllowed in another phase.
    """
    _require_short(sent)
    with transaction.atomic():
        locked = moments.lock(conference=conference, action="minutes.write")
        require_open(minutes.standing(conference))
        rows = [minutes.item_of(conference, one.item, one.part) for one in sent]
        kept = [_keep(row, one, by) for row, one in zip(rows, sent, strict=True)]
        _note(locked, [row for _, row in kept if row], by)
    return tuple(_told(one, how) for one, (how, _) in zip(sent, kept, strict=True))


def sign(*, conference: str, seen: str, by: str) -> None:
    """Let the clerk sign the minutes, which closes them; `seen` is the digest of what was read.

    Raises:  Conflict if they are signed, or were changed since they were read; Invalid if they are empty.
    """
    if not minutes.current(conference):
        raise Invalid("There is nothing in these minutes yet", "Write them first, then sign.")
    _step(conference, "signed", "minutes.sign", by, seen=seen)


def confirm(*, conference: str, seen: str, by: str) -> None:
    """Let the chair sign what the clerk has signed.

    Raises:  Conflict if the clerk has not, or the chair has already; NotAllowed for the clerk in person.
    """
    _step(conference, "confirmed", "minutes.confirm", by, seen=seen)


def reopen(*, conference: str, reason: str, by: str) -> None:
    """Open signed minutes again: a new edition, without signatures; the earlier versions all stay.

    Raises:  Conflict if they are open; Invalid without a reason.
    """
    _step(conference, "reopened", "minutes.reopen", by, reason=reason)


def _keep(row: AgendaItem, sent: Sent, by: str) -> tuple[Kept, MinuteVersion | None]:
    """Keep one text and return what became of it, and its new row."""
    before = list(row.minute_versions.filter(part=sent.part))
    versions = [minutes.version_of(one) for one in before]
    kept = keep(versions, tidy(sent.text), base=sent.base, by=by, at=timezone.now())
    if kept.added is None:
        return kept, None
    numbers = _numbers(before, kept.added) if sent.part == "decisions" else []
    salt, told = secrets.token_hex(16), vars(kept.added)
    return kept, MinuteVersion.objects.create(item=row, part=sent.part, decisions=numbers, salt=salt, **told)


def _numbers(before: Sequence[MinuteVersion], added: Version) -> list[int]:
    """Return the number of each decision of a new version; no number is ever given twice."""
    there = next((minutes.decisions_of(one) for one in reversed(before) if not one.is_aside), ())
    last = max((number for one in before for number in one.decisions), default=0)
    return [one.number for one in decisions.number(added.text, there, last)]


def _note(conference: Conference, rows: Sequence[MinuteVersion], by: str) -> None:
    """Note what was added: versions and seals, never the text."""
    if not rows:
        return
    payload = {"texts": {f"{row.item.number} {row.part}": [row.number, _seal(row)] for row in rows}}
    if not all(row.is_aside for row in rows):
        # Whoever follows the room reads on as it is written.
        moments.note(conference=conference, verb="minutes.saved", by=by, payload=payload)
        return
    where, at = f"conference/{conference.key}", timezone.now()
    events.note(verb="minutes.set_aside", by=by, object=where, at=at, payload=payload)


def _seal(row: MinuteVersion) -> str:
    return hashlib.sha256(f"{row.salt}\n{row.text}".encode()).hexdigest()


def _told(sent: Sent, kept: Kept) -> Saved:
    both = combine(kept.there.text, tidy(sent.text)) if kept.outcome == "conflict" else ""
    return Saved(sent.item, sent.part, kept.outcome, kept.there, both)


def _require_short(sent: Sequence[Sent]) -> None:
    if any(len(one.text) > LONGEST for one in sent):
        raise Invalid("A text of the minutes has more than 20,000 characters", "Shorten it.")


def _step(
    conference: str, kind: StepKind, action: str, by: str, *, seen: str | None = None, reason: str = ""
) -> None:
    with transaction.atomic():
        locked = moments.lock(conference=conference, action=action)
        require_step(minutes.standing(conference), kind, by, reason)
        digest, at = minutes.digest(conference), timezone.now()
        if seen is not None and seen != digest:
            raise Conflict("The minutes were changed meanwhile", "Read them again before you sign.")
        row = MinuteStep.objects.create(
            conference=locked, kind=kind, reason=reason.strip(), digest=digest, at=at, by=by
        )
        payload = {"digest": digest, "reason": row.reason}
        where = f"conference/{locked.key}"
        events.note(verb=f"minutes.{kind}", by=by, object=where, at=at, payload=payload)
