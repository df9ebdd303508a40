"""Exports: the tables of a bulk review for readers, under the keys of units and indicators."""

from collections.abc import Sequence
from pathlib import Path

from giaoban.core.figures.panels import Books
from giaoban.core.registry.periods import Period
from giaoban.store.engine import fetch

#: How a file is written, by its ending.
_FORMS = {".parquet": "FORMAT PARQUET, COMPRESSION ZSTD", ".csv": "FORMAT CSV, HEADER TRUE"}
_BOOK = "SELECT UNNEST($codes_{0}) AS {1}, UNNEST($numbers_{0}) AS {2}"
_OF_UNIT = "unit_key, $period AS period, "
_SELECTED = {
    "facts": "indicator_code AS indicator, " + _OF_UNIT + "value, missing, verdict, difference, percent, "
    "growth, growth_percent",
    "scores": _OF_UNIT + "level, met, total, missed, share, exceeded, not_reported, not_applicable, "
    "undetermined, rank, tied",
    "gaps": "indicator_code AS indicator, " + _OF_UNIT + "state, implied, gap, part",
}


def export(table: str, paths: Sequence[Path], books: Books, period: Period, into: Path) -> None:
    """Write the rows of the period's year; the ending of the file's name says in which form."""
    keyed = ["units"] if table == "scores" else ["indicators", "units"]
    joined = "".join(f" JOIN {book} USING ({column})" for book, column in _COLUMNS.items() if book in keyed)
    bound = ", ".join(f"{book} AS ({_book(book)})" for book in keyed)
    order = ", ".join(_ORDERS[book] for book in keyed)
    query = (
        f"WITH {bound} SELECT {_SELECTED[table]} FROM READ_PARQUET($paths){joined} "  # noqa: S608
        f"WHERE year = $year ORDER BY {order}"
    )
    parameters = {
        "paths": [str(path) for path in paths], "period": period.text, "year": period.start_on.year,
        **{f"codes_{book}": list(getattr(books, book)) for book in keyed},
        **{f"numbers_{book}": list(getattr(books, book).values()) for book in keyed},
    }  # fmt: skip
    quoted = str(into).replace("'", "''")
    fetch(f"COPY ({query}) TO '{quoted}' ({_FORMS[into.suffix]})", parameters)


_COLUMNS = {"indicators": "indicator", "units": "unit"}
_ORDERS = {"indicators": "indicator_code", "units": "unit_key"}


def _book(name: str) -> str:
    return _BOOK.format(name, _ORDERS[name], _COLUMNS[name])
