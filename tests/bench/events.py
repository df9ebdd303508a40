"""What the audit's chain costs: a write with its event beside a bare one, alone and in a crowd.

Each write is a transaction of its own; one try in four is taken back. On the database of the environment:
`tests/postgres.sh .venv/bin/python -m tests.bench.events` measures PostgreSQL.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.table import Row, verdict
from tests.factories.installations import separate, write

TRIES, CROWD, BOUND = 1000, (4, 4, 60), 0.15


def told(*words: object) -> dict[str, Any]:
    """Return what a crowd of writers tells, in an installation of its own."""
    with tempfile.TemporaryDirectory() as folder, separate(Path(folder)) as environment:
        return write(environment, "crowd", *words)


def compare(task: str, processes: int, threads: int, tries: int) -> Row:
    """Return seconds per write with its event, and per bare write."""
    noted, bare = (told(processes, threads, tries, kind) for kind in ("noted", "bare"))
    if noted["faults"] or noted["found"] != noted["acknowledged"]:
        raise SystemExit("The chain does not hold: its speed would mean nothing.")
    late = noted["each"][int(len(noted["each"]) * 0.95)]
    ours, theirs = (one["seconds"] / len(one["each"]) for one in (noted, bare))
    note = f"{1 / ours:,.0f} events/s; p95 {late * 1000:.1f} ms; {verdict(late < BOUND, 'p95 under 150 ms')}"
    return Row(f"{task}, {engine()}; bare row", ours, theirs, noted["memory"], note)


def engine() -> str:
    """Return which database is measured."""
    return "PostgreSQL" if os.environ.get("GIAOBAN_DATABASE_URL") else "SQLite"


def rows() -> Iterator[Row]:
    """Yield one writer alone, and a crowd."""
    yield compare("one event of one writer", 1, 1, TRIES)
    processes, threads, tries = CROWD
    yield compare(f"one event of {processes * threads} writers at once", processes, threads, tries)


def notes() -> Iterator[str]:
    """Yield what the ratios do not say."""
    yield "Events: each in a transaction of its own; the crowd's rate is the limit, for writers wait in line."


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write("  ".join(row.cells) + "\n")
