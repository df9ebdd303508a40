"""Inspections: a year's plan is written row by row or taken from a list; people decide of overlaps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, refusals
from giaoban.core.conduct import plans
from giaoban.core.conduct.inspections import DECISIONS
from giaoban.core.conduct.plans import COLUMNS, REQUIRED, Planned
from giaoban.core.conduct.provisioning import Row, headings
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.core.figures.tables import Table
from giaoban.core.registry.units import fold
from giaoban.files.tables.lists import KINDS, names_of, read_list, rows_of
from giaoban.queries import inspections as reading
from giaoban.records.models import (
    Inspection,
    InspectionContent,
    InspectionObject,
    InstalledPack,
    OverlapDecision,
)

#: No plan of a year is so large.
MOST_BYTES = 4 * 1024**2
_LONGEST_REASON = 2_000


def plan(*, pack_id: str, year: int, sent: Planned, by: str) -> Inspection:
    """Put a row into the plan of a year.

    Raises:  NotFound for a pack without inspections; Invalid with every fault at once; Conflict if the
             number is taken.
    """
    _require_sound(pack_id, year, sent)
    with transaction.atomic():
        _lock(pack_id)
        _require_new(pack_id, year, sent.number)
        row = _create(pack_id, year, sent, by)
        _note("inspection.planned", by, row)
    return row


def change(*, inspection: int, seen: int, sent: Planned, by: str) -> Inspection:
    """Change a row of a plan; the same content again changes nothing.

    Edges:   what was decided of its overlaps was decided of what it said before: they are open again.
    Raises:  NotFound if there is none; Invalid with every fault; Conflict if somebody else changed it since
             the version that was `seen`, it is off, or the number is taken.
    """
    with transaction.atomic():
        row = _open(inspection, seen)
        _require_sound(row.pack_id, row.year, sent)
        if sent == reading.planned(row):
            return row
        if sent.number != row.number:
            _require_new(row.pack_id, row.year, sent.number)
        _settle(row, sent, by)
        _note("inspection.changed", by, row)
    return row


def cancel(*, inspection: int, seen: int, reason: str, by: str) -> Inspection:
    """Take a row off the plan with the reason; it stays in it as cancelled.

    Raises:  NotFound if there is none; Invalid without a reason; Conflict as for `change`.
    """
    said = _reason(reason)
    with transaction.atomic():
        row = _open(inspection, seen)
        _cancel(row, said, by)
        _note("inspection.cancelled", by, row)
    return row


def decide(
    *,
    first: int,
    second: int,
    seen: tuple[int, int],
    decision: str,
    reason: str,
    by: str,
    dropped: int | None = None,
) -> OverlapDecision:
    """Record what is done about an overlap: one of the two is dropped, both become one, or both stay.

    Edges:   the row that is dropped is taken off the plan with it.
    Raises:  NotFound if they do not overlap; Conflict if one of them has changed since it was `seen`;
             Invalid without a decision or a reason.
    """
    said, at = _reason(reason), timezone.now()
    if decision not in DECISIONS or (decision == "dropped") != (dropped in (first, second)):
        raise Invalid("It is not said what is decided", "Choose what happens to the two rows.")
    with transaction.atomic():
        _lock(reading.by_id(first).pack_id)
        met = reading.overlap(first, second)
        if met.versions != seen:
            raise Conflict("One of the two has changed", "Look at both again, then decide.")
        told = {"first": met.first, "second": met.second, "first_version": seen[0], "second_version": seen[1]}
        row = OverlapDecision.objects.create(
            **told, decision=decision, dropped_id=dropped, reason=said, at=at, by=by
        )
        if dropped is not None:
            _cancel(met.first if dropped == first else met.second, said, by)
        payload = {"decision": decision, "dropped": dropped or ""}
        for one, other in ((first, second), (second, first)):
            told = {"beside": other, **payload}
            events.note(verb="overlap.decided", by=by, object=f"inspection/{one}", at=at, payload=told)
    return row


def take(
    *, pack_id: str, year: int, content: bytes, name: str, classification: str, by: str
) -> dict[str, int]:
    """Take the plan of a year from a list (CSV, .xlsx): return how many rows are planned, changed, cancelled.

    Edges:   the same list again changes nothing; what does not stand in it stays as it is. A row with a
             reason in `cancelled` is taken off the plan.
    Raises:  Invalid, with every finding by row and column: then nothing is stored. A file that is not taken
             in at all is noted in the audit by its reason alone.
    """
    pack = reading.pack_of(pack_id)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    if admitted.kind not in KINDS or admitted.size > MOST_BYTES:
        _require(
            (Finding("not_a_list", "The file is no list", "Save it as .xlsx or as CSV UTF-8.", Place(name)),)
        )
    rows = _rows(read_list(content, name, admitted.kind, COLUMNS))
    with transaction.atomic():
        _lock(pack.pack_id)
        before = {one.number: one for one in reading.of_year(pack.pack_id, year)}
        sent, findings = plans.read(rows, name, reading.choices(pack), year)
        _require((*findings, *_against(sent, rows, name, before)))
        told = [_take(pack.pack_id, year, one, before.get(one.number), by) for one in sent]
        counts = {one: told.count(one) for one in ("planned", "changed", "cancelled")}
        payload = {"year": year, **counts}
        events.note(
            verb="inspection.listed", by=by, object=f"plan/{pack.pack_id}", at=timezone.now(), payload=payload
        )
    return counts


def _take(pack_id: str, year: int, sent: Planned, row: Inspection | None, by: str) -> str:
    """Plan, change or cancel one row of a list; return what that did."""
    verb = "kept"
    if row is None:
        row, verb = _create(pack_id, year, sent, by), "planned"
    elif replace(reading.planned(row), cancelled=sent.cancelled) != sent:
        _settle(row, sent, by)
        verb = "changed"
    if verb != "kept":
        _note(f"inspection.{verb}", by, row)
    if sent.cancelled and not row.cancelled:
        _cancel(row, sent.cancelled, by)
        _note("inspection.cancelled", by, row)
        verb = "cancelled"
    return verb


def _against(
    sent: Sequence[Planned], rows: Sequence[Row], file: str, before: dict[str, Inspection]
) -> list[Finding]:
    """Return the rows of a list that would change one that was cancelled."""
    found = []
    for one, row in zip(sent, rows, strict=True):
        there = before.get(one.number)
        if there and there.cancelled and reading.planned(there) != one:
            where = Place(file, row=row.number, column="number")
            title, detail = "The inspection of this number was cancelled", "Plan it under a new number."
            found.append(Finding("was_cancelled", title, detail, where))
    return found


def _rows(table: Table) -> list[Row]:
    """Return the rows of a list by column, or what is wrong with its heading."""
    if table.header is None or not table.rows:
        title, detail = "The list is empty", "Write a heading and a row for each inspection."
        _require((Finding("empty", title, detail, Place(table.file)),))
    faults = headings(names_of(table), table.file, COLUMNS, REQUIRED)
    _require(tuple(replace(one, detail="See below which columns the list has.") for one in faults))
    return rows_of(table)


def _lock(pack_id: str) -> None:
    """Let one writer at a time change the plans of a pack."""
    if not InstalledPack.objects.select_for_update().filter(pack_id=pack_id).first():
        raise NotFound("There is no such pack", "See which packs are installed.")


def _open(inspection: int, seen: int) -> Inspection:
    """Return a row to change, locked with its plan."""
    _lock(reading.by_id(inspection).pack_id)
    row = reading.by_id(inspection)
    if row.cancelled:
        raise Conflict("The inspection is cancelled", "Plan it anew under another number.")
    if row.version != seen:
        raise Conflict("Somebody else changed it meanwhile", "Look at what stands there now, then change it.")
    return row


def _require_sound(pack_id: str, year: int, sent: Planned) -> None:
    faults = plans.faults_of(sent, reading.choices(reading.pack_of(pack_id)), year)
    _require(
        tuple(Finding(code, title, detail, Place(column=column)) for column, code, title, detail in faults)
    )


def _require_new(pack_id: str, year: int, number: str) -> None:
    if Inspection.objects.filter(pack_id=pack_id, year=year, number=number).exists():
        raise Conflict("Another row of the plan has this number", "See the plan of the year.")


def _require(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Invalid(
            "The plan was not stored", "Mend what is listed; nothing was stored.", findings=findings
        )


def _reason(text: str) -> str:
    # No database holds it.
    said = text.replace("\0", "").strip()
    if not said:
        raise Invalid("The reason is missing", "Write why.")
    if len(said) > _LONGEST_REASON:
        raise Invalid("The reason is too long", "Shorten it.")
    return said


def _create(pack_id: str, year: int, sent: Planned, by: str) -> Inspection:
    row = Inspection(pack_id=pack_id, year=year, version=0)
    _settle(row, sent, by)
    return row


def _settle(row: Inspection, sent: Planned, by: str) -> None:
    """Write what a row says now, as its next version."""
    for column in ("number", "body", "branch"):
        setattr(row, column, getattr(sent, column))
    row.begins_on, row.ends_on = sent.begins_on, sent.last_on + timedelta(days=1)  # type: ignore[operator]
    row.folded = fold(" ".join((sent.number, sent.body, *sent.objects)))
    row.version, row.at, row.by = row.version + 1, timezone.now(), by
    if row.pk:
        row.objects_of.all().delete()
        row.contents_of.all().delete()
    row.save()
    names = enumerate(sent.objects, 1)
    InspectionObject.objects.bulk_create(InspectionObject(inspection=row, name=n, place=p) for p, n in names)
    InspectionContent.objects.bulk_create(
        InspectionContent(inspection=row, code=code) for code in sent.contents
    )


def _cancel(row: Inspection, reason: str, by: str) -> None:
    row.cancelled, row.version, row.at, row.by = reason, row.version + 1, timezone.now(), by
    row.save()


def _note(verb: str, by: str, row: Inspection) -> None:
    payload = {"year": row.year, "number": row.number, "version": row.version}
    events.note(verb=verb, by=by, object=f"inspection/{row.pk}", at=row.at, payload=payload)
