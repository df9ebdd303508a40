"""The audit of what the other actions do: the only writer of events, and their export."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from giaoban.core.conduct.audit import BEGINNING, Entry, Head, follow, line, text
from giaoban.core.errors import Invalid
from giaoban.files.writing import replace
from giaoban.records.models import ChainHead, Event

_COLUMNS = ("number", "at", "actor", "verb", "object", "payload", "previous", "hash")


def note(*, verb: str, by: str, object: str, at: datetime, payload: dict[str, Any]) -> Event:
    """Add one event to the chain, in the transaction of the write that it tells of.

    Edges:   other writers wait from here until this transaction ends, so note last, after every other row
             is locked; a transaction that is rolled back leaves no hole.
    Raises:  TypeError outside of a transaction, and for a payload that holds a binary fraction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TypeError(f"{verb} is noted inside the transaction of its write")
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        id=1, defaults={"number": 0, "hash": BEGINNING}
    )
    entry = follow(Head(head.hash, head.number), at=at, actor=by, verb=verb, object=object, payload=payload)
    event = Event.objects.create(**{**vars(entry), "at": at})
    ChainHead.objects.filter(id=1).update(number=entry.number, hash=entry.hash)
    _hasten()
    return event


def _hasten() -> None:
    """Let the next writer in line go on while this transaction is still on its way to the disk.

    A server that waits for the disk while the chain is locked writes one event a revolution; so this
    transaction ends at once, and its writer waits for the disk after it, together with all others. What is
    not on the disk yet was told to nobody, and is lost only with everything that was chained to it.
    """
    connection = transaction.get_connection()
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    transaction.on_commit(_settle)


def _settle() -> None:
    """Wait until all that was committed so far is on the disk: an empty transaction waits for it."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def export(*, entries: Iterable[Entry], path: Path) -> int:
    """Write the events into `path`, as CSV or as JSON lines by its ending, and return how many they are.

    Shape:   a JSON line without its hash is what that hash is of; docs/audit.md says how to check it.
    Raises:  Invalid for another ending.
    """
    writers = {".csv": _write_table, ".jsonl": _write_lines}
    if path.suffix not in writers:
        raise Invalid(f"“{path.name}” ends neither in .csv nor in .jsonl", "Name the file so.")
    counts: list[int] = []
    replace(path, lambda temporary: counts.append(writers[path.suffix](temporary, entries)))
    return counts[0]


def _write_lines(path: Path, entries: Iterable[Entry]) -> int:
    count = 0
    with path.open("wb") as file:
        for count, entry in enumerate(entries, 1):  # noqa: B007 the last count is the answer
            file.write(line(entry) + b"\n")
    return count


def _write_table(path: Path, entries: Iterable[Entry]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for count, entry in enumerate(entries, 1):  # noqa: B007 the last count is the answer
            record = {**vars(entry), "payload": text(entry.payload)}
            writer.writerow(record[name] for name in _COLUMNS)
    return count
