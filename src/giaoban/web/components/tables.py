"""Tables that sort and search: the state stands in the address, and what is missing always comes last."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from giaoban.core.registry.units import fold


@dataclass(frozen=True)
class Cell:
    """One cell: its text, what it sorts by (None = missing), the figure behind it, and why it is missing.

    `note` is printed beside it; `aside` only says aloud what its text means; `raw` is what a file holds.
    """

    text: str
    sort: Any = None
    figure_id: str = ""
    reason: str = ""
    note: str = ""
    aside: str = ""
    marks: Sequence[Any] = ()
    raw: Sequence[str] = ()


@dataclass(frozen=True)
class Column:
    """One column; `first` is the order that a first click gives, `is_extra` leaves it out on a phone.

    `parts` are the columns that it becomes in a file, filled by the cells' `raw`; none = not in the file.
    """

    key: str
    title: str
    kind: str = "number"
    first: str = "descending"
    is_extra: bool = False
    parts: Sequence[str] = ()


@dataclass(frozen=True)
class Row:
    """One row: the unit that it is about, and a cell for each column."""

    unit_key: str
    name: str
    full_name: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Asked:
    """What the address asks of a table: a column, an order and a search text."""

    sort: str = ""
    order: str = ""
    query: str = ""


@dataclass(frozen=True)
class Heading:
    """A column's heading with the state of its sort and the order that a click would give."""

    column: Column
    aria_sort: str
    next_order: str


@dataclass(frozen=True)
class Table:
    """Rows as asked for. `total` counts the rows before the search."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    total: int
    asked: Asked
    headings: Sequence[Heading] = field(default=())

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, Cell, bool, int]]]]:
        """Return each row with its cells in the order of the columns.

        Beside each cell: whether its column is asked for, and how many digits its decimals stand back.
        """
        stand_back = {c.key: pads([row.cells[c.key].text for row in self.rows]) for c in self.columns}
        return [(row, self._cells(row, stand_back, n)) for n, row in enumerate(self.rows)]

    def _cells(
        self, row: Row, stand_back: Mapping[str, list[int]], n: int
    ) -> list[tuple[Column, Cell, bool, int]]:
        return [(c, row.cells[c.key], c.key == self.asked.sort, stand_back[c.key][n]) for c in self.columns]


def arrange(columns: Sequence[Column], rows: Sequence[Row], asked: Asked) -> Table:
    """Return the table sorted and searched as asked; what is asked and not there gives the first column."""
    column = next((c for c in columns if c.key == asked.sort), columns[0])
    order = asked.order if asked.order in ("ascending", "descending") else column.first
    settled = Asked(column.key, order, asked.query)
    shown = _sorted(search(rows, asked.query), settled)
    return Table(columns, shown, len(rows), settled, [_heading(c, settled) for c in columns])


def search(rows: Iterable[Row], query: str) -> list[Row]:
    """Return the rows whose unit's name holds `query`, without regard to case, marks and punctuation.

    Edges:   no query gives every row; a query without a letter or digit gives none.
    """
    wanted = plain(query)
    if query.strip() and not wanted:
        return []
    return [row for row in rows if wanted in plain(row.name) or wanted in plain(row.full_name)]


def plain(text: str) -> str:
    """Return the words of a text without case, marks and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def pads(texts: Sequence[str]) -> list[int]:
    """Return by how many digits each number of a column stands back, so that the decimal marks align.

    No digit is added: a source that gave one decimal did not give two.
    """
    places = [_places(text) for text in texts]
    most = max((place for place in places if place is not None), default=0)
    return [0 if place is None else most - place for place in places]


def _places(text: str) -> int | None:
    """Return the decimals of a number as it is written, None for no number; a group of three is thousands."""
    digits = re.search(r"\d[\d.,]*", text)
    if digits is None:
        return None
    last = re.split("[.,]", digits[0].rstrip(".,"))
    return len(last[-1]) if len(last) > 1 and len(last[-1]) != 3 else 0


def number(text: str | None) -> Decimal | None:
    """Return a decimal to sort by, or None where there is none."""
    return None if text is None else Decimal(text)


def _sorted(rows: list[Row], asked: Asked) -> list[Row]:
    there = [row for row in rows if row.cells[asked.sort].sort is not None]
    missing = [row for row in rows if row.cells[asked.sort].sort is None]
    there.sort(key=lambda row: row.cells[asked.sort].sort, reverse=asked.order == "descending")
    return there + missing


def _heading(column: Column, asked: Asked) -> Heading:
    if column.key != asked.sort:
        return Heading(column, "", column.first)
    return Heading(column, asked.order, "ascending" if asked.order == "descending" else "descending")
