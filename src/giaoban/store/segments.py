"""Segments: immutable Parquet files, each named by the SHA-256 of its bytes."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giaoban.core.errors import NotFound
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.validation import key_of
from giaoban.store.engine import fetch
from giaoban.store.schemas import SCHEMAS
from giaoban.store.statements import statement


@dataclass(frozen=True)
class WrittenSegment:
    """A segment on disk; nobody sees it until the manifest has a row for it."""

    sha256: str
    kind: str
    rows: int


def write_segment(directory: Path, kind: str, records: Iterable[Any]) -> WrittenSegment:
    """Write the records of one kind as one segment and return what the manifest needs.

    Edges:   the same records in any order give the same file; a file that is there already is kept.
    """
    ordered = sorted(records, key=lambda record: (key_of(record), repr(record)))
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".writing-") as temporary:
        path = Path(temporary) / "segment.parquet"
        _copy(path, kind, ordered)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        _settle(path, path_of(directory, sha256))
    return WrittenSegment(sha256, kind, len(ordered))


def read_segments(directory: Path, kind: str, sha256s: Sequence[str]) -> tuple[Any, ...]:
    """Return the records in force of the segments, which stand in the order of their recording.

    Raises:  NotFound if a segment of the manifest is not on disk.
    """
    if not sha256s:
        return ()
    paths = [str(_existing(directory, sha256)) for sha256 in _last_of_each(sha256s)]
    record = SCHEMAS[kind].record
    return tuple(record(row) for row in fetch(statement(kind), {"paths": paths}))


def read_recorded(directory: Path, sha256s: Sequence[str]) -> dict[str, tuple[Observation, ...]]:
    """Return every figure of each segment, by the segment's name, also those that a later one corrects.

    Raises:  NotFound if a segment of the manifest is not on disk.
    """
    names = _last_of_each(sha256s)
    if not names:
        return {}
    paths = [str(_existing(directory, sha256)) for sha256 in names]
    found: dict[str, list[Observation]] = {sha256: [] for sha256 in names}
    for place, *row in fetch(statement("figures_recorded"), {"paths": paths}):
        found[names[place - 1]].append(SCHEMAS["figures"].record(tuple(row)))
    return {sha256: tuple(rows) for sha256, rows in found.items()}


def path_of(directory: Path, sha256: str) -> Path:
    """Return where a segment lies."""
    return directory / f"{sha256}.parquet"


def _copy(path: Path, kind: str, ordered: Sequence[Any]) -> None:
    schema = SCHEMAS[kind]
    by_column = zip(*map(schema.row, ordered), strict=True)
    parameters = {name: list(column) for name, column in zip(schema.columns, by_column, strict=True)}
    columns = ", ".join(
        f'CAST(UNNEST(CAST(${name} AS {_carried_as(type_)}[])) AS {type_}) AS "{name}"'
        for name, type_ in schema.columns.items()
    )
    target = str(path).replace("'", "''")
    fetch(f"COPY (SELECT {columns}) TO '{target}' (FORMAT PARQUET, COMPRESSION ZSTD)", parameters)


def _carried_as(type_: str) -> str:
    """Return how values reach the engine: decimals as text, so that no binary fraction ever touches them."""
    return "VARCHAR" if type_.startswith("DECIMAL") else type_


def _settle(written: Path, final: Path) -> None:
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(final)


def _existing(directory: Path, sha256: str) -> Path:
    path = path_of(directory, sha256)
    if not path.is_file():
        raise NotFound(f"The segment {sha256[:12]}… is not on disk", "Restore the workspace from a backup.")
    return path


def _last_of_each(sha256s: Sequence[str]) -> list[str]:
    return list(reversed(dict.fromkeys(reversed(sha256s))))
