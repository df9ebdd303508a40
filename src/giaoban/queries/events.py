"""Events: what was written, by whom and when; beside one object, or as the whole chain."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError

from giaoban.core.conduct.audit import Entry, Fault, Head, moment, verify
from giaoban.core.errors import NotFound
from giaoban.queries import factsheets, workspace
from giaoban.records.models import ChainHead, Event, FrozenFactsheet

FROZEN = "round.frozen"
#: How many events a page shows at once.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Verified:
    """What a walk along the whole chain found: its last event, and every fault."""

    head: Head | None
    faults: tuple[Fault, ...]


def of_object(object: str) -> tuple[Entry, ...]:
    """Return what was written of one object, in the order of writing.

    Raises:  NotFound if there is no event of it.
    """
    found = tuple(map(_entry, Event.objects.filter(object=object)))
    if not found:
        raise NotFound(f"There is no event of “{object}”", "See how it is written: giaoban audit export.")
    return found


def latest(object: str, before: int | None = None) -> tuple[Entry, ...]:
    """Return the last events of one object, the latest first; only those before a number, if one is given.

    Shape:   at most `MOST_SHOWN`.
    """
    rows = Event.objects.filter(object=object).order_by("-number")
    asked = rows if before is None else rows.filter(number__lt=before)
    return tuple(map(_entry, asked[:MOST_SHOWN]))


def of_line(round_id: str, unit_key: str, line_id: str) -> dict[int, Entry]:
    """Return the event with which each version of one line was saved, by version."""
    rows = Event.objects.filter(object=f"{round_id}/{unit_key}", verb="draft.saved")
    told = ((row.payload["lines"].get(line_id), row) for row in rows)
    return {seal[0]: _entry(row) for seal, row in told if seal}


def between(
    object: str = "", since: datetime | None = None, until: datetime | None = None
) -> Iterator[Entry]:
    """Yield events in the order of writing, those of one object or of all, from `since` to before `until`."""
    asked = {"object": object or None, "at__gte": since, "at__lt": until}
    rows = Event.objects.filter(**{name: value for name, value in asked.items() if value is not None})
    return map(_entry, rows.iterator())


def head() -> Head | None:
    """Return the last event of the chain as its head tells it; None before the first."""
    row = ChainHead.objects.filter(number__gt=0).first()
    return Head(row.hash, row.number) if row else None


def verified(known: Iterable[Head] = ()) -> Verified:
    """Walk along the whole chain, against its own head, the frozen factsheets and the `known` heads.

    Edges:   what is written meanwhile is left to the next walk.
    """
    tip = head()
    limit = tip.number if tip else 0
    later = Event.objects.filter(number__gt=limit).order_by("-number").values_list("number", flat=True)
    # Read before the head is read again: whatever is there by now, the head must know.
    last, now = later.first(), head()
    rows = Event.objects.filter(number__lte=limit).order_by("number", "id").iterator()
    faults = verify(map(_entry, rows), tip=tip, known=[*known, *_printed()])
    if last is not None and (now is None or last > now.number):
        faults.append(Fault(last, "inserted", f"Event {last} stands after the head of the chain"))
    return Verified(tip, tuple(faults))


def freezing(round_id: str, digest: str) -> Head | None:
    """Return the event with which this factsheet was frozen first; None if it never was."""
    row = Event.objects.filter(object=round_id, verb=FROZEN, payload__digest=digest).first()
    return Head(row.hash, row.number) if row else None


def is_known(head: Head) -> bool | None:
    """Return whether the chain of the workspace at hand holds `head`; None where there is no workspace."""
    if not workspace.secret_key_file().is_file():
        return None
    try:
        return Event.objects.filter(number=head.number, hash=head.hash).exists()
    except DatabaseError:
        return None


def head_of(factsheet: Mapping[str, Any]) -> Head | None:
    """Return the head that is printed in a factsheet; None where none is."""
    audit = factsheet.get("audit")
    return Head(audit["hash"], audit["number"]) if audit else None


def _printed() -> list[Head]:
    """Return the head in each factsheet that was frozen here; one whose file is gone is left out."""
    digests = FrozenFactsheet.objects.order_by().values_list("digest", flat=True).distinct()
    heads = (factsheets.printed_head(digest) for digest in digests)
    return [Head(one["hash"], one["number"]) for one in heads if one]


def _entry(row: Event) -> Entry:
    names = ("number", "actor", "verb", "object", "payload", "previous", "hash")
    return Entry(at=moment(row.at), **{name: getattr(row, name) for name in names})
