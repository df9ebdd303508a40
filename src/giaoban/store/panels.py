"""Panels: the monthly figures of many units laid out for bulk computing, as immutable Parquet segments.

A row is indicator, unit, month and value, the first three as numbers of codebooks; rows stand in that order,
so that a reader of one indicator or unit skips all others. A panel is made of the figures in force and can be
made again from them; it is named by the hash of its bytes, as every segment is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.panels import Books
from giaoban.store.addresses import path_of, put
from giaoban.store.engine import fetch
from giaoban.store.segments import write_rows
from giaoban.store.sources import source_of
from giaoban.store.statements import panel_statement
from giaoban.store.tables import COLUMNS, PANEL_PARQUET

_LISTED = 20


@dataclass(frozen=True)
class Panel:
    """A panel on disk: the name of its segment, how many rows it has, and where it lies."""

    sha256: str
    rows: int
    path: Path


def write_panel(
    directory: Path,
    segments: tuple[Path, Sequence[str], Mapping[str, str]],
    books: Books,
    as_of: str,
) -> Panel:
    """Write the monthly figures in force on the day `as_of` as one panel into `directory`.

    Shape:   `segments` is their folder, their names in the order of recording, and which are covered by
             which compact file; what the books give no number is left out.
    Raises:  Invalid, naming each figure that the panel's DECIMAL(18,4) cannot hold exactly: none is rounded.
    """
    folder, names, covered = segments
    source = source_of(folder, "figures", names, covered)
    query = f"WITH {_books(books)} SELECT * FROM ({panel_statement('observations', source.query)})"  # noqa: S608
    parameters = {**source.parameters, **_parameters(books), "as_of": as_of}
    _refuse_misfits(query, parameters, books)
    columns = ", ".join(
        f"CAST({name} AS {type_}) AS {name}" for name, type_ in COLUMNS["observations"].items()
    )
    ordered = f"SELECT {columns} FROM ({query}) ORDER BY indicator, unit, month"  # noqa: S608
    sha256 = put(directory, lambda path: fetch(_copied(ordered, path), parameters))
    path = path_of(directory, sha256)
    ((rows,),) = fetch("SELECT COUNT(*) FROM READ_PARQUET($path)", {"path": str(path)})
    return Panel(sha256, rows, path)


def write_table(directory: Path, name: str, rows: Sequence[tuple[Any, ...]]) -> Path:
    """Write one of the tables that a review reads, decimals given as text, and return where it lies."""
    columns = COLUMNS[name]
    return path_of(directory, put(directory, lambda path: write_rows(path, columns, rows)))


def _books(books: Books) -> str:
    listed = ", ".join(
        f"{name} AS (SELECT UNNEST($codes_{name}) AS code, UNNEST($numbers_{name}) AS number)"
        for name in vars(books)
    )
    return f"{listed}, horizon AS (SELECT CAST($as_of AS VARCHAR) AS as_of)"


def _parameters(books: Books) -> dict[str, Any]:
    codes = {f"codes_{name}": list(book) for name, book in vars(books).items()}
    return codes | {f"numbers_{name}": list(book.values()) for name, book in vars(books).items()}


def _copied(query: str, path: Path) -> str:
    quoted = str(path).replace("'", "''")
    return f"COPY ({query}) TO '{quoted}' ({PANEL_PARQUET})"


def _refuse_misfits(query: str, parameters: Mapping[str, Any], books: Books) -> None:
    found = f"SELECT indicator, unit, month, value FROM ({query}) WHERE is_misfit"  # noqa: S608
    if misfits := fetch(f"{found} ORDER BY ALL", dict(parameters)):
        findings = tuple(_misfit(row, books) for row in misfits[:_LISTED])
        raise Invalid(
            f"{len(misfits)} figures do not fit a panel",
            "Correct them, or leave their indicators out.",
            findings=findings,
        )


def _misfit(row: tuple[Any, ...], books: Books) -> Finding:
    numbers = zip((books.indicators, books.units, books.months), row[:3], strict=True)
    indicator, unit, month = (_code(book, number) for book, number in numbers)
    return Finding(
        "panel_value",
        f"{indicator} of {unit} in {month} is {row[3].normalize():f}, which a panel cannot hold",
        "A panel holds up to fourteen digits before the decimal mark and four behind it.",
    )


def _code(book: Mapping[str, int], number: int) -> str:
    return next(code for code, known in book.items() if known == number)
