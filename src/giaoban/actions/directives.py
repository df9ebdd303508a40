"""Directives: registered and corrected, related to each other, and ended; every step with its reason."""

import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, evidence, reasons, refusals, search
from giaoban.core.conduct.directives import EDGES
from giaoban.core.conduct.lineages import makes_circle
from giaoban.core.conduct.registering import TEXTS, Entry, Stated, settle
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.core.registry.units import fold
from giaoban.queries import directives as reading
from giaoban.records.models import DeadlineChange, Directive, DirectiveEdge

#: What the register keeps of a document as it is stated.
COLUMNS = tuple(one.name for one in fields(Entry))
#: No file is attached.
_NOTHING: Mapping[str, Any] = {}


def register(
    *,
    stated: Stated,
    by: str,
    content: bytes = b"",
    name: str = "",
    classification: str = "",
    at: datetime | None = None,
) -> Directive:
    """Enter a document in the register, with its text where a file is sent.

    Raises:  Invalid with every fault of what is stated, or for a file that is not taken in: then the audit
             keeps time, person and reason, and nothing else; Conflict if its number is registered already.
    """
    now = at or timezone.now()
    entry = settled(stated, now)
    file = held(content, name, classification, by) if name or content else _NOTHING
    row, is_new = enter(entry=entry, by=by, at=now, **file)
    if not is_new:
        raise _registered(row)
    return row


def settled(stated: Stated, at: datetime) -> Entry:
    """Return what is stated as an entry, by the rules of the day.

    Raises:  NotFound for a unit that there is not; Invalid with every fault.
    """
    on = timezone.localdate(at)
    if stated.unit_key:
        reading.unit(stated.unit_key)
    return settle(stated, reading.vocabulary(on), on)


def held(content: bytes, name: str, classification: str, by: str) -> dict[str, Any]:
    """Return the columns of a file that is taken in and kept; call it outside of a transaction.

    Raises:  Invalid for a file that is not taken in: then the audit keeps time, person and reason.
    """
    told = {"content": content, "name": name, "classification": classification}
    admitted = refusals.admit(pack=reading.keeper(), by=by, **told)
    sha256 = evidence.hold(content=content)
    about = {"media_type": admitted.media_type, "size": admitted.size, "sha256": sha256}
    return {"name": unicodedata.normalize("NFC", name), **about}


def enter(*, entry: Entry, by: str, at: datetime, **file: Any) -> tuple[Directive, bool]:
    """Return the document of an entry's number, and whether it is new: then it is noted.

    Edges:   two at the same moment make one document.
    """
    told = dict(zip(("issuer", "type", "kind", "number", "term"), entry.key, strict=True))
    rest = {**_columns(entry), **file, "folded": _folded(entry), "at": at, "by": by}
    with transaction.atomic():
        row, is_new = Directive.objects.get_or_create(**told, defaults=rest)
        if is_new:
            search.keep(objects=(f"directive/{row.pk}",))
            _note("directive.registered", row, by, at, {"symbol": row.symbol, "issued_on": entry.issued_on})
    return row, is_new


def correct(*, directive: int, stated: Stated, reason: str, by: str, at: datetime | None = None) -> None:
    """Correct what the register says of a document; what it said before stays in the audit.

    Edges:   nothing changed, nothing noted. A changed day by which units are to answer is kept like every
             change of a deadline.
    Raises:  NotFound; Invalid with every fault, and without a reason; Conflict if another document has the
             number.
    """
    now = at or timezone.now()
    reasons.require(reason)
    entry = settled(stated, now)
    with transaction.atomic():
        row = locked(directive)
        if twin := reading.twin(entry, but=row.pk):
            raise _registered(twin)
        _require_edges_later(row, entry)
        was, told = {name: getattr(row, name) for name in COLUMNS}, _columns(entry)
        changed = {name: value for name, value in told.items() if was[name] != value}
        if not changed:
            return
        Directive.objects.filter(pk=row.pk).update(**changed, folded=_folded(entry))
        _keep_deadline(row, entry, reason, by, now)
        # A task is found by the symbol of the document that set it.
        set_by_it = row.tasks.values_list("pk", flat=True)
        search.keep(objects=(f"directive/{row.pk}", *(f"task/{one}" for one in set_by_it)))
        said = {"was": {name: was[name] for name in changed}, "is": changed, "reason": reason.strip()}
        _note("directive.corrected", row, by, now, said)


def attach(
    *, directive: int, content: bytes, name: str, classification: str, by: str, at: datetime | None = None
) -> None:
    """Attach the text of a document; one that was there before stays in the workspace.

    Raises:  NotFound; Invalid for a file that is not taken in.
    """
    now = at or timezone.now()
    file = held(content, name, classification, by)
    with transaction.atomic():
        row = locked(directive)
        Directive.objects.filter(pk=row.pk).update(**file)
        _note("directive.attached", row, by, now, {"was": row.sha256, "sha256": file["sha256"]})


def relate(
    *,
    source: int,
    target: int,
    kind: str,
    by: str,
    on: date | None = None,
    is_partial: bool = False,
    at: datetime | None = None,
) -> DirectiveEdge:
    """Enter that a document bears on another: from a day on, or from when it holds itself.

    Raises:  NotFound; Invalid for a kind that there is not, a day before one of the two was issued, or a
             circle of replacements; Conflict if it is entered already.
    """
    now = at or timezone.now()
    with transaction.atomic():
        one, other = _both(source, target)
        return tie(source=one, target=other, kind=kind, by=by, on=on, is_partial=is_partial, at=now)


def tie(
    *,
    source: Directive,
    target: Directive,
    kind: str,
    by: str,
    at: datetime,
    on: date | None = None,
    is_partial: bool = False,
) -> DirectiveEdge:
    """Enter an edge between two documents that are at hand, and note it.

    Raises:  as `relate` does.
    """
    day = on or source.in_force_from or source.issued_on
    _require_edge(source, target, kind, day, is_partial)
    told = {"source": source, "target": target, "kind": kind}
    with transaction.atomic():
        if DirectiveEdge.objects.filter(**told, withdrawn_at=None).exists():
            raise Conflict("This relation is entered already", "See the page of the document.")
        row = DirectiveEdge.objects.create(**told, is_partial=is_partial, on=day, at=at, by=by)
        said = {"kind": kind, "target": target.pk, "on": day, "is_partial": is_partial}
        _note("directive.related", source, by, at, said)
    return row


def unrelate(*, edge: int, reason: str, by: str, at: datetime | None = None) -> None:
    """Take a relation back that was entered wrongly; that it stood there is kept, with the reason.

    Raises:  NotFound if there is none; Invalid without a reason.
    """
    now = at or timezone.now()
    reasons.require(reason)
    with transaction.atomic():
        row = reading.edge(edge)
        _both(row.source_id, row.target_id)
        told = {"withdrawn_at": now, "withdrawn_by": by, "withdrawn_reason": reason.strip()}
        if not DirectiveEdge.objects.filter(pk=edge, withdrawn_at=None).update(**told):
            raise NotFound("There is no such relation", "See the page of the document.")
        said = {"kind": row.kind, "target": row.target_id, "on": row.on}
        _note("directive.unrelated", row.source, by, now, said)


def end(*, directive: int, on: date, reason: str, by: str, at: datetime | None = None) -> None:
    """Let a document hold no longer from a day on, without another one in its place.

    Raises:  NotFound; Invalid without a reason, or for a day before it holds; Conflict if it has an end.
    """
    now = at or timezone.now()
    reasons.require(reason)
    with transaction.atomic():
        row = locked(directive)
        if row.in_force_to:
            raise Conflict("The day of its end is set already", "Correct the document, with the reason.")
        if on < (row.in_force_from or row.issued_on):
            raise Invalid("It cannot end before it begins to hold", "Choose a later day.")
        Directive.objects.filter(pk=row.pk).update(in_force_to=on, end_reason=reason.strip())
        _note("directive.ended", row, by, now, {"on": on})


def locked(directive: int) -> Directive:
    """Return a document to change; nobody else changes it until the transaction ends.

    Raises:  NotFound if there is none.
    """
    row = Directive.objects.select_for_update().filter(pk=directive).first()
    if row is None:
        raise NotFound("There is no such document", "See the register.")
    return row


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in COLUMNS}


def _folded(entry: Entry) -> str:
    """Return what a document is found by: its symbol, kind, issuer and title."""
    return fold(" ".join((entry.symbol, entry.kind, entry.issuer, entry.title)))


def _both(source: int, target: int) -> tuple[Directive, Directive]:
    """Return two documents, locked in one order whichever is the source."""
    rows = Directive.objects.select_for_update().filter(pk__in=(source, target)).order_by("pk")
    found = {one.pk: one for one in rows}
    if not {source, target} <= set(found):
        raise NotFound("There is no such document", "See the register.")
    return found[source], found[target]


def _require_edge(source: Directive, target: Directive, kind: str, on: date, is_partial: bool) -> None:
    if kind not in EDGES or (is_partial and kind != "replaces"):
        raise Invalid("Documents are not related in this way", "Choose one of the list.")
    if source.pk == target.pk:
        raise Invalid("A document does not bear on itself", "Choose another one.")
    if on < max(source.issued_on, target.issued_on):
        raise Invalid("On this day one of the two was not issued yet", "Choose a later day.")
    if kind == "replaces" and makes_circle(source.pk, target.pk, reading.replacements()):
        raise Invalid(
            "The two would replace each other in a circle", "See which one came later, and relate them so."
        )


def _require_edges_later(row: Directive, entry: Entry) -> None:
    """Refuse a day of issue after the day of an edge that stands."""
    if any(one.edge.on < entry.issued_on for one in reading.ties(row)):
        title = "A relation of the document is older than this day of issue"
        found = Finding("edge_before", title, "Take the relation back first.", Place(column="issued_on"))
        raise Invalid("It was not registered like this", "Mend what is listed.", findings=(found,))


def _keep_deadline(row: Directive, entry: Entry, reason: str, by: str, at: datetime) -> None:
    was, is_on = row.concretised_by, entry.concretised_by
    if was and is_on and was != is_on:
        told = {"object": f"directive/{row.pk}", "cause": "extended", "reason": reason.strip()}
        DeadlineChange.objects.create(**told, was_on=was, is_on=is_on, at=at, by=by)


def _registered(row: Directive) -> Conflict:
    values = {"text": row.symbol, "other": row.issuer, "names": row.term}
    title, detail = (text % values for text in TEXTS["number_taken"])
    found = Finding("number_taken", title, detail, Place(column="symbol"), values=tuple(values.items()))
    return Conflict("This number is registered already", "See the document that has it.", findings=(found,))


def _note(verb: str, row: Directive, by: str, at: datetime, payload: Mapping[str, Any]) -> None:
    events.note(verb=verb, by=by, object=f"directive/{row.pk}", at=at, payload=_plain(payload))


def _plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return particulars of which the audit can keep each: days as they are written."""
    return {
        name: _plain(one) if isinstance(one, dict) else one.isoformat() if isinstance(one, date) else one
        for name, one in payload.items()
    }
