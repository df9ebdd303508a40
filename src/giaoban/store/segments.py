"""Segments: immutable Parquet files, each named by the SHA-256 of its bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giaoban.core.figures.observations import Observation
from giaoban.core.figures.validation import key_of
from giaoban.store.addresses import put
from giaoban.store.engine import fetch
from giaoban.store.schemas import SCHEMAS
from giaoban.store.sources import source_of
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
    schema = SCHEMAS[kind]
    rows = list(map(schema.row, ordered))
    sha256 = put(directory, lambda path: write_rows(path, schema.columns, rows))
    return WrittenSegment(sha256, kind, len(ordered))


def read_segments(
    directory: Path, kind: str, sha256s: Sequence[str], covered: Mapping[str, str]
) -> tuple[Any, ...]:
    """Return the records in force of the segments, which stand in the order of their recording.

    Edges:   `covered` names the compact file of each segment that has one; the answer is the same without.
    Raises:  NotFound if a segment of the manifest is not on disk.
    """
    if not sha256s:
        return ()
    source = source_of(directory, kind, sha256s, covered)
    record = SCHEMAS[kind].record
    return tuple(record(row) for row in fetch(statement(kind, source.query), source.parameters))


def read_recorded(
    directory: Path, sha256s: Sequence[str], covered: Mapping[str, str]
) -> dict[str, tuple[Observation, ...]]:
    """Return every figure of each segment, by the segment's name, also those that a later one corrects.

    Raises:  NotFound if a segment of the manifest is not on disk.
    """
    found: dict[str, list[Observation]] = {sha256: [] for sha256 in sha256s}
    if not found:
        return {}
    source = source_of(directory, "figures", sha256s, covered)
    for place, *row in fetch(statement("figures_recorded", source.query), source.parameters):
        found[sha256s[place]].append(SCHEMAS["figures"].record(tuple(row)))
    return {sha256: tuple(rows) for sha256, rows in found.items()}


def write_rows(path: Path, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows as a Parquet file of these columns, decimals given as text; equal rows give equal bytes."""
    by_column = zip(*rows, strict=True) if rows else [()] * len(columns)
    parameters = {name: list(column) for name, column in zip(columns, by_column, strict=True)}
    selected = ", ".join(
        f'CAST(UNNEST(CAST(${name} AS {carried_as(type_)}[])) AS {type_}) AS "{name}"'
        for name, type_ in columns.items()
    )
    target = str(path).replace("'", "''")
    fetch(f"COPY (SELECT {selected}) TO '{target}' (FORMAT PARQUET, COMPRESSION ZSTD)", parameters)


def carried_as(type_: str) -> str:
    """Return how values reach the engine: decimals as text, so that no binary fraction ever touches them."""
    return "VARCHAR" if type_.startswith("DECIMAL") else type_
