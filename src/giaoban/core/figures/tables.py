"""Tables: what kind of rows a sheet holds, told by its heading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.cells import Row, is_blank

Kind = Literal["figures", "targets", "results"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "targets": (
        "target_id",
        "unit_key",
        "period",
        "number",
        "text",
        "group",
        "indicator",
        "op",
        "target",
        "target_to",
        "unit_measure",
        "direction",
        "counts",
        "instrument",
        "valid_from",
        "source",
    ),
    "figures": (
        "unit_key",
        "indicator",
        "period",
        "value",
        "unit_measure",
        "obs_status",
        "released",
        "source",
        "note",
    ),
    "results": ("target_id", "value", "verdict", "verdict_reason", "obs_status", "released", "source"),
}
OPTIONAL: dict[str, tuple[str, ...]] = {
    "targets": ("weight", "signer", "kind", "term_target", "cascaded_from"),
    "figures": ("note", "estimate", "revision_reason"),
    "results": (),
}


@dataclass(frozen=True)
class Table:
    """One sheet or file: its heading row and the rows below it that hold anything."""

    file: str
    sheet: str
    header: Row | None
    rows: tuple[Row, ...]


def read_table(rows: Iterable[Row], file: str, sheet: str) -> Table:
    """Return the table whose heading is the first row that holds anything; blank rows are left out."""
    header, *body = [row for row in rows if not row.is_blank] or [None]
    return Table(file, sheet, header, tuple(body))


def kind_of(table: Table) -> Kind | None:
    """Return what a table holds: the kind whose columns its heading has most of, half at least."""
    names = {column_name(cell) for cell in table.header.cells} if table.header else set()
    shares = {kind: len(names & set(columns)) / len(columns) for kind, columns in COLUMNS.items()}
    best = max(shares, key=lambda kind: shares[kind])
    return best if shares[best] >= 0.5 else None


def column_name(cell: object) -> str:
    """Return the column that a heading cell names, however it is capitalised or spaced: “Unit key” too."""
    return "_".join(str(cell).lower().split())


def mentioned_targets(table: Table) -> frozenset[str]:
    """Return the ids in the column target_id, of faulty rows too, so that one fault is not reported twice."""
    columns, _ = columns_of("targets", table)
    cells = [by_column(columns, row).get("target_id") for row in table.rows]
    return frozenset(cell.strip() for cell in cells if isinstance(cell, str))


def columns_of(kind: Kind, table: Table) -> tuple[dict[int, str], list[Finding]]:
    """Return the column names by position and what is wrong with the heading."""
    names = {index: column_name(cell) for index, cell in enumerate(table.header.cells) if not is_blank(cell)}
    known = {*COLUMNS[kind], *OPTIONAL[kind]}
    faults = [
        *(
            (
                "missing_column",
                name,
                "The column is missing",
                "Add it to the heading.",
            )
            for name in COLUMNS[kind]
            if name not in names.values() and name not in OPTIONAL[kind]
        ),
        *(
            ("unknown_column", name, f"“{name}” is not a column of {kind}", "Remove or rename it.")
            for name in names.values()
            if name not in known
        ),
        *(
            ("repeated_column", name, "The column stands twice", "Keep one.")
            for name in sorted(known)
            if list(names.values()).count(name) > 1
        ),
    ]
    place = (table.file, table.sheet, table.header.number)
    return names, [Finding(code, title, detail, Place(*place, name)) for code, name, title, detail in faults]


def by_column(columns: Mapping[int, str], row: Row) -> dict[str, object]:
    """Return the cells of a row by the name of their column."""
    return {name: row.cells[index] for index, name in columns.items() if index < len(row.cells)}
