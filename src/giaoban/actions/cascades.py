"""Cascades: a unit carries a document of the centre out by one of its own, or says why it needs none."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import directives, events, reasons
from giaoban.core.conduct.registering import Stated
from giaoban.core.errors import Conflict, NotFound
from giaoban.queries import cascades
from giaoban.queries import directives as reading
from giaoban.records.models import Directive, DirectiveWaiver


def concretise(
    *,
    directive: int,
    unit_key: str,
    by: str,
    document: int = 0,
    stated: Stated | None = None,
    content: bytes = b"",
    name: str = "",
    classification: str = "",
    at: datetime | None = None,
) -> Directive:
    """Say by which document of its own a unit carries out one of the centre: a known one, or a new one.

    Raises:  NotFound for another unit's document; Conflict if nothing is asked of the unit, or it is said
             already; Invalid with every fault of a new document, or if the unit's document is older.
    """
    now = at or timezone.now()
    own = replace(stated, unit_key=unit_key) if stated else None
    entry = directives.settled(own, now) if own else None
    file = directives.held(content, name, classification, by) if entry and (name or content) else {}
    with transaction.atomic():
        asked = _asked(directive, unit_key, now)
        if entry:
            row, _is_new = directives.enter(entry=entry, by=by, at=now, **file)
            document = row.pk
        row = Directive.objects.select_for_update().filter(pk=document, unit_key=unit_key).first()
        if row is None:
            raise NotFound("There is no such document of this unit", "See the unit’s documents.")
        directives.tie(source=row, target=asked, kind="concretises", by=by, at=now)
        _note("directive.concretised", asked, unit_key, by, now, {"document": row.pk})
    return row


def waive(*, directive: int, unit_key: str, reason: str, by: str, at: datetime | None = None) -> None:
    """Say, with the reason, that a unit needs no document of its own; its latest word counts.

    Raises:  NotFound; Invalid without a reason; Conflict if nothing is asked of the units, or the unit has
             carried it out by a document.
    """
    now = at or timezone.now()
    reasons.require(reason)
    with transaction.atomic():
        asked = _asked(directive, unit_key, now)
        (step,) = cascades.of_directive(asked, timezone.localdate(now)).of([unit_key])
        if step.answer.state == "document":
            raise Conflict("A document of the unit carries it out already", "Nothing was changed.")
        told = {"directive": asked, "unit_key": unit_key, "on": timezone.localdate(now)}
        DirectiveWaiver.objects.create(**told, reason=reason.strip(), at=now, by=by)
        _note("directive.waived", asked, unit_key, by, now, {})


def _asked(directive: int, unit_key: str, at: datetime) -> Directive:
    """Return a document that units are to carry out, this one among them; locked.

    Raises:  NotFound if there is no such document or unit; Conflict if nothing is asked of the unit.
    """
    reading.unit(unit_key)
    row = directives.locked(directive)
    known = {one.unit_key for one in cascades.units(timezone.localdate(at))}
    if not row.is_cascaded or unit_key not in known:
        raise Conflict("Nothing is asked of the unit here", "See what waits for it on its page.")
    return row


def _note(verb: str, row: Directive, unit_key: str, by: str, at: datetime, payload: dict[str, Any]) -> None:
    told = {"unit": unit_key, **payload}
    events.note(verb=verb, by=by, object=f"directive/{row.pk}", at=at, payload=told)
