"""Positions: a unit writes and files them before an item ends; the centre splits them and gives subjects."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, reasons
from giaoban.core.conduct.positions import (
    UNFIT,
    Content,
    check_split,
    ended_items,
    number_of,
    part_number,
    tidy,
)
from giaoban.core.errors import Conflict, Finding, Invalid
from giaoban.core.figures.observations import CANONICAL
from giaoban.queries import petition_rules
from giaoban.queries import positions as reading
from giaoban.queries.petition_rules import Setting
from giaoban.queries.positions import COLUMNS, Written
from giaoban.records.models import AgendaItem, ClusterMember, Conference, Position, PositionVersion


def save(
    *, conference: str, unit_key: str, content: Content, by: str, position_id: int = 0, base: int = 0
) -> int:
    """Keep what somebody wrote as a new version, and return the key of its position; 0 begins a new one.

    Edges:   what is only unfinished is kept; the same content again makes no version. What was filed stays
             as it is for the centre until the leader files it again.
    Raises:  NotFound for another unit's position; Invalid with every finding on what cannot be kept;
             Conflict if somebody saved another version than `base` meanwhile, or it is no longer at the desk.
    """
    place, kept = petition_rules.setting(conference), tidy(content)
    _require_none(one for one in petition_rules.findings(place, unit_key, kept) if one.code in UNFIT)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.save")
        if not position_id:
            row = Position.objects.create(conference=found, unit_key=unit_key)
        else:
            there = reading.own(conference, unit_key, position_id)
            _require_at_desk(there)
            if there.content == kept:
                return position_id
            _require_base(there, base)
            row = there.row
            Position.objects.filter(pk=row.pk).update(version=there.version + 1)
        version = _add_version(row, kept, base + 1 if position_id else 1, by)
        payload = {"unit": unit_key, "position": row.pk, "version": version.version, "seal": _seal(version)}
        _note("position.saved", found, by, payload)
    return row.pk


def file(*, conference: str, unit_key: str, position_id: int, base: int, by: str) -> str:
    """File a position as the leader saw it, and return its number; a number once given stays.

    Raises:  NotFound for another unit's position; Invalid with every finding that holds it back, and after
             its item has ended; Conflict if it was changed meanwhile, or is filed as it stands.
    """
    place = petition_rules.setting(conference)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.file")
        there = reading.own(conference, unit_key, position_id)
        _require_at_desk(there)
        _require_base(there, base)
        if there.row.filed == there.version:
            raise Conflict("It is filed as it stands", "Nothing was changed.")
        _require_item_open(conference, there)
        errors = petition_rules.findings(place, unit_key, there.content)
        _require_none(one for one in errors if one.severity == "error")
        row = _numbered(place, found, there)
        at = {"filed": there.version, "filed_at": timezone.now(), "filed_by": by}
        Position.objects.filter(pk=row.pk).update(**at, ordinal=row.ordinal, number=row.number)
        payload = {"unit": unit_key, "position": row.pk, "version": there.version, "number": row.number}
        _note("position.filed", found, by, payload)
    return row.number


def withdraw(*, conference: str, unit_key: str, position_id: int, reason: str, by: str) -> None:
    """Take a position back, with its parts; everything that was written stays, and so does its number.

    Raises:  NotFound for another unit's position; Invalid without a reason; Conflict if it is withdrawn, or
             is itself a part.
    """
    reasons.require(reason)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.withdraw")
        there = reading.own(conference, unit_key, position_id)
        if there.row.withdrawn_at:
            raise Conflict("It is withdrawn already", "Nothing was changed.")
        if there.row.origin:
            raise Conflict("This is a part of another one", "Withdraw the whole.")
        _end((position_id, *there.parts), reason, by)
        _note("position.withdrawn", found, by, {"unit": unit_key, "position": position_id})


def split(*, conference: str, position_id: int, seen: int, parts: Sequence[str], by: str) -> tuple[int, ...]:
    """Split a compound position into several, each with a number of its own, and return their keys.

    Edges:   the whole stays as it was filed; its parts have its kind, subject and addressee. Once joined
             and split again, parts are numbered on.
    Raises:  NotFound for what was not filed; Invalid if a word of it would be lost, or one be added;
             Conflict if it was filed anew since version `seen`, is split, withdrawn, or a part.
    """
    texts = tuple(text for text in (tidy(Content("", part)).text for part in parts) if text)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.arrange")
        there = _live(conference, position_id)
        if there.row.origin:
            raise Conflict("This is a part of another one", "Join the whole first, then split it anew.")
        _require_base(there, seen)
        _require_none(check_split(there.content.text, texts))
        _leave((position_id,), by)
        first = there.row.parts.count() + 1
        made = tuple(_part(there, text, place, by) for place, text in enumerate(texts, first))
        payload = {"position": position_id, "number": there.row.number, "parts": list(made)}
        _note("position.split", found, by, payload)
    return made


def join(*, conference: str, position_id: int, reason: str, by: str) -> None:
    """Take a split back: the whole waits for its answer again; its parts stay among what was withdrawn.

    Raises:  NotFound for what was not filed; Invalid without a reason; Conflict if it is not split.
    """
    reasons.require(reason)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.arrange")
        there = reading.one_filed(conference, position_id)
        if not there.parts:
            raise Conflict("It is not split", "Nothing was changed.")
        _end(there.parts, reason, by)
        payload = {"position": position_id, "number": there.row.number, "parts": list(there.parts)}
        _note("position.joined", found, by, payload)


def give_subject(*, conference: str, position_id: int, subject: str, by: str) -> None:
    """Lay a position on the shelf of another subject; what the unit chose stays in its version.

    Raises:  NotFound for what was not filed; Invalid for a subject that the pack does not know.
    """
    place = petition_rules.setting(conference)
    require_subject(place, subject)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.arrange")
        there = reading.one_filed(conference, position_id)
        if there.subject == subject:
            return
        Position.objects.filter(pk=position_id).update(given_subject=subject)
        payload = {"position": position_id, "was": there.subject, "subject": subject}
        _note("position.sorted", found, by, payload)


def require_subject(place: Setting, subject: str) -> None:
    """Refuse a subject that the pack of a conference does not know.

    Raises:  Invalid.
    """
    if subject not in place.choices.subjects:
        raise Invalid("This is no subject of the list", "Choose one that is offered.")


def _live(conference: str, position_id: int) -> Written:
    there = reading.one_filed(conference, position_id)
    if not there.is_live:
        raise Conflict("It is split or withdrawn by now", "Reload the page to see how it stands.")
    return there


def _add_version(row: Position, content: Content, number: int, by: str) -> PositionVersion:
    item = AgendaItem.objects.filter(conference=row.conference, number=content.item).first()
    return PositionVersion.objects.create(
        position=row,
        version=number,
        item=item,
        at=timezone.now(),
        by=by,
        salt=secrets.token_hex(16),
        **{name: getattr(content, name) for name in COLUMNS},
    )


def _seal(version: PositionVersion) -> str:
    """Return the hash by which the audit knows a version: of its salt and what it says."""
    said = [version.salt, {name: getattr(version, name) for name in COLUMNS}]
    return hashlib.sha256(CANONICAL.encode(said).encode()).hexdigest()


def _numbered(place: Setting, conference: Conference, there: Written) -> Position:
    """Return the row with its number: the next one of its unit, if it has none yet."""
    row = there.row
    if not row.number:
        unit = reading.unit_at(conference.key, row.unit_key)
        row.ordinal = reading.last_ordinal(conference.round_id, row.unit_key) + 1
        period = place.review.period.text
        row.number = number_of(place.rules, period=period, code=unit.code, number=row.ordinal)
    return row


def _part(there: Written, text: str, place: int, by: str) -> int:
    """Add one part of a position, filed as it is by whoever split it."""
    row = there.row
    part = Position.objects.create(
        conference=row.conference,
        unit_key=row.unit_key,
        filed=1,
        filed_at=timezone.now(),
        filed_by=by,
        ordinal=row.ordinal,
        number=part_number(row.number, place),
        origin=row,
        part=place,
        given_subject=row.given_subject,
    )
    _add_version(part, replace(there.content, text=text), 1, by)
    return part.pk


def _end(position_ids: Iterable[int], reason: str, by: str) -> None:
    """Withdraw positions and take them out of their clusters."""
    ended = tuple(position_ids)
    _leave(ended, by)
    told = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_reason": reason.strip()}
    Position.objects.filter(pk__in=ended).update(**told)


def _leave(position_ids: Iterable[int], by: str) -> None:
    lying = ClusterMember.objects.filter(position_id__in=tuple(position_ids), left_at=None)
    lying.update(left_at=timezone.now(), left_by=by)


def _note(verb: str, conference: Conference, by: str, payload: dict[str, Any]) -> None:
    told = {"object": f"conference/{conference.key}", "at": timezone.now(), "payload": payload}
    events.note(verb=verb, by=by, **told)


def _require_at_desk(there: Written) -> None:
    if there.row.withdrawn_at:
        raise Conflict("It is withdrawn by now", "Write a new one with what you want to say.")
    if there.row.origin or there.parts:
        raise Conflict("The centre has split it", "Withdraw the whole and write a new one.")


def _require_base(there: Written, base: int) -> None:
    if there.version != base:
        raise Conflict(
            "Somebody else has changed it meanwhile", "Look at what stands there now, then send yours again."
        )


def _require_item_open(conference: str, there: Written) -> None:
    if there.item and there.item.number in ended_items(reading.begun_items(conference)):
        raise Invalid("The item of the agenda has ended", "Choose another item, or none.")


def _require_none(findings: Iterable[Finding]) -> None:
    found = tuple(findings)
    if found:
        raise Invalid("It cannot be kept like this", "Mend what is listed.", findings=found)
