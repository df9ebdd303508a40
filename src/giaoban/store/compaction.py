"""Compaction: many segments of one kind in one file, in which every row keeps the name of its segment.

A compact file replaces nothing: the segments keep their files, their names and their rows in the manifest.
It only spares readers the opening of many small files, and holds all that is needed to write each segment
again, byte for byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from tempfile import TemporaryDirectory

from giaoban.core.errors import Invalid
from giaoban.store.addresses import is_intact, path_of, put
from giaoban.store.engine import fetch
from giaoban.store.schemas import LATER, SCHEMAS
from giaoban.store.segments import carried_as, write_rows
from giaoban.store.sources import Source, source_of


@dataclass(frozen=True)
class Compact:
    """A file that holds the rows of the segments that it covers, in the order of their recording."""

    sha256: str
    kind: str
    rows: int
    covers: tuple[str, ...]


def worth_gathering(loose: Mapping[str, int], compacts: Iterable[Compact]) -> frozenset[str]:
    """Return which segments belong into one new compact file; none where there is nothing to gather.

    `loose` gives the rows of each segment that no compact file covers.
    Edges:   a compact file no larger than what is gathered already is gathered too: so there are few files,
             and a row is written again only when the rows around it have doubled.
    """
    rows, names = sum(loose.values()), set(loose)
    for one in sorted(compacts, key=lambda one: (one.rows, one.sha256)):
        if loose and one.rows <= rows:
            rows, names = rows + one.rows, names | set(one.covers)
    return frozenset(names if len(names) > 1 else ())


def write_compact(directory: Path, kind: str, sha256s: Sequence[str], covered: Mapping[str, str]) -> Compact:
    """Write the rows of the segments, which stand in the order of their recording, into one file."""
    source = source_of(directory, kind, sha256s, covered)
    columns = ", ".join((*_names(kind), "origin"))
    ordered = f"SELECT {columns} FROM ({source.query}) ORDER BY place, file_row_number"  # noqa: S608
    counts: list[int] = []

    def write(path: Path) -> None:
        target = str(path).replace("'", "''")
        copy = f"COPY ({ordered}) TO '{target}' (FORMAT PARQUET, COMPRESSION ZSTD)"
        counts.append(fetch(copy, source.parameters)[0][0])

    return Compact(put(directory, write), kind, counts[0], tuple(sha256s))


def differing(directory: Path, compact: Compact) -> tuple[str, ...]:
    """Return the segments whose rows in the compact file are not, row for row, those of their own file.

    Edges:   a segment that is in the file but should not be, or the other way round, differs; one whose own
             file is not as its name promises is left out, for `rewrite` proves it.
    """
    held = {"compact": str(path_of(directory, compact.sha256))}
    found = {origin for (origin,) in fetch("SELECT DISTINCT origin FROM READ_PARQUET($compact)", held)}
    wrong = found.symmetric_difference(compact.covers)
    intact = [one for one in compact.covers if one in found and is_intact(directory, one)]
    if intact:
        own = source_of(directory, compact.kind, intact, {}).under("own")
        kept = source_of(directory, compact.kind, intact, dict.fromkeys(intact, compact.sha256)).under("kept")
        changed = fetch(_differences(compact.kind, own, kept), own.parameters | kept.parameters)
        wrong = wrong.union(*changed)
    return tuple(sorted(wrong))


def rewrite(directory: Path, kind: str, sha256: str, compact: str) -> None:
    """Write a segment's own file again from the compact file that covers it.

    Raises:  Invalid if what comes out has another name: the bytes then are not those of the segment.
    """
    columns, rows = _rows(directory, kind, sha256, compact)
    with TemporaryDirectory(dir=directory, prefix=".writing-") as temporary:
        written = put(Path(temporary), lambda path: write_rows(path, columns, rows))
        if written != sha256:
            raise Invalid(
                f"The segment {sha256[:12]}… cannot be written again byte for byte",
                "Another version of the engine wrote it: restore it from a backup. Its rows are whole.",
            )
        path_of(Path(temporary), written).replace(path_of(directory, sha256))


def _rows(directory: Path, kind: str, sha256: str, compact: str) -> tuple[dict[str, str], list[tuple]]:
    """Return the columns that a segment has, and its rows; it lacks a later column that is empty."""
    source, columns = source_of(directory, kind, [sha256], {sha256: compact}), SCHEMAS[kind].columns
    carried = ", ".join(f'CAST("{name}" AS {carried_as(type_)})' for name, type_ in columns.items())
    rows = fetch(f"SELECT {carried} FROM ({source.query}) ORDER BY file_row_number", source.parameters)  # noqa: S608
    filled = {
        name for name, *values in zip(columns, *rows, strict=True) if any(v is not None for v in values)
    }
    held = [name not in LATER.get(kind, ()) or name in filled for name in columns]
    return dict(compress(columns.items(), held)), [tuple(compress(row, held)) for row in rows]


def _names(kind: str) -> list[str]:
    return [f'"{name}"' for name in SCHEMAS[kind].columns]


def _differences(kind: str, own: Source, kept: Source) -> str:
    """Return the query for the segments of which a row, at its place, stands on one side only."""
    number = "ROW_NUMBER() OVER (PARTITION BY origin ORDER BY file_row_number)"
    one, other = (
        f"SELECT {', '.join(_names(kind))}, origin, {number} FROM ({source.query})"  # noqa: S608
        for source in (own, kept)
    )
    return f"SELECT DISTINCT origin FROM (({one} EXCEPT {other}) UNION ALL ({other} EXCEPT {one}))"  # noqa: S608
