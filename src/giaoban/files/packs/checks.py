"""Checks across a pack's files: what one file says must fit what another says."""

from collections.abc import Iterator
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.ballot_names import check_ballot_names
from giaoban.files.packs.classifications import check_classifications
from giaoban.files.packs.hierarchies import MEMBERSHIPS, UNITS, check_hierarchies
from giaoban.files.packs.lineage import CHANGES, check_lineage
from giaoban.files.packs.narratives import check_narratives
from giaoban.files.packs.registers import check_registers
from giaoban.files.packs.shelves import REQUIRED, Shelves
from giaoban.files.packs.tables import Line
from giaoban.files.packs.validity import check_intervals

#: What may stand only once in a table; the first column named is where the finding points.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    UNITS: (("unit_key", "valid_from"),),
    CHANGES: (("change_id", "predecessor", "successor"),),
    MEMBERSHIPS: (("unit_key", "hierarchy", "valid_from"),),
    "units/tiles.csv": (("tile_id", "grid"), ("row", "column", "grid")),
    "indicators/indicators.csv": (("indicator",),),
    "calendar/holidays.csv": (("date",),),
    "calendar/releases.csv": (("series", "period", "obs_status", "estimate", "release_day", "valid_from"),),
    "calendar/series.csv": (("indicator", "level"),),
    "targets/instruments.csv": (("instrument", "unit_key", "year"),),
}


def check_across(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield every fault that only shows when the pack's files are held against each other."""
    yield from _duplicates(shelves)
    yield from _references(shelves)
    yield from _weights(shelves.tables.get("indicators/indicators.csv", ()))
    yield from _units_through_time(shelves)
    yield from _codelists(shelves)
    yield from _wording(shelves, languages)
    yield from check_classifications(shelves, languages)
    yield from check_ballot_names(shelves, languages)
    yield from check_narratives(shelves.mappings, shelves.named, languages)
    table = "indicators/indicators.csv"
    rows = (line.row for line in shelves.tables.get(table, ()))
    yield from check_registers(shelves.mappings, shelves.named.get(table, set()), rows, languages)


def _duplicates(shelves: Shelves) -> Iterator[Finding]:
    for file, lines in shelves.tables.items():
        for columns in _KEYS.get(file, (("code",),)):
            seen: dict[tuple[Any, ...], int] = {}
            for line in lines:
                key = tuple(getattr(line.row, column) for column in columns)
                first = seen.setdefault(key, line.number)
                if first != line.number:
                    text = ", ".join(str(part) for part in key)
                    yield Finding(
                        "duplicate",
                        f"“{text}” stands twice, first in row {first}",
                        "Keep one of the two rows.",
                        Place(file, row=line.number, column=columns[0]),
                    )


def _references(shelves: Shelves) -> Iterator[Finding]:
    indicators = "indicators/indicators.csv"
    for file, column, defined_in in (
        (UNITS, "parent", UNITS),
        (UNITS, "unit_type", "codelists/unit_types.csv"),
        (CHANGES, "predecessor", UNITS),
        (CHANGES, "successor", UNITS),
        (MEMBERSHIPS, "hierarchy", "codelists/hierarchies.csv"),
        (MEMBERSHIPS, "unit_key", UNITS),
        (MEMBERSHIPS, "parent", UNITS),
        ("units/tiles.csv", "unit_key", UNITS),
        (indicators, "unit_measure", "codelists/unit_measures.csv"),
        (indicators, "control_unit", UNITS),
        ("targets/instruments.csv", "unit_key", UNITS),
        ("calendar/series.csv", "indicator", indicators),
        ("calendar/series.csv", "series", "calendar/releases.csv"),
    ):
        if defined_in in REQUIRED and defined_in not in shelves.named:
            continue  # already reported as missing or unreadable; each row that uses it is not at fault
        for line in shelves.tables.get(file, ()):
            value = getattr(line.row, column)
            if value and value not in shelves.named.get(defined_in, set()):
                yield Finding(
                    "unknown_reference",
                    f"“{value}” is not in {defined_in}",
                    "Correct it, or add it there.",
                    Place(file, row=line.number, column=column),
                )


def _units_through_time(shelves: Shelves) -> Iterator[Finding]:
    units, changes, memberships = (shelves.tables.get(file, ()) for file in (UNITS, CHANGES, MEMBERSHIPS))
    yield from check_intervals(UNITS, units, lambda row: row.unit_key)
    yield from check_lineage(units, changes)
    yield from check_hierarchies(units, memberships)


def _weights(lines: tuple[Line[Any], ...]) -> Iterator[Finding]:
    known = {line.row.indicator for line in lines}
    for line in lines:
        for factor in filter(None, line.row.weight.split("*")):
            if factor not in known:
                yield Finding(
                    "unknown_reference",
                    f"“{factor}” is not in indicators/indicators.csv",
                    "Correct it, or add it there.",
                    Place("indicators/indicators.csv", row=line.number, column="weight"),
                )
        if (line.row.merge_rule == "weighted") != bool(line.row.weight):
            yield Finding(
                "weight",
                f"The merge rule is “{line.row.merge_rule}”, the weight “{line.row.weight}”",
                "Name a weight where the rule is “weighted”, and only there.",
                Place("indicators/indicators.csv", row=line.number, column="weight"),
            )


def _codelists(shelves: Shelves) -> Iterator[Finding]:
    for file, lines in shelves.tables.items():
        for line in lines if file.startswith("codelists/") else ():
            if file != f"codelists/{line.row.codelist}.csv":
                yield Finding(
                    "codelist_name",
                    f"The codelist “{line.row.codelist}” stands in another file",
                    "Use the name of the file.",
                    Place(file, row=line.number, column="codelist"),
                )


def _wording(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    if "pack.yaml" not in shelves.mappings:
        return  # what it declares is not known
    written = shelves.under("wording")
    for language in languages:
        if language not in written:
            yield Finding(
                "missing_translation",
                f"There is no wording in “{language}”",
                "The language is declared in pack.yaml: add the file.",
                Place(f"wording/{language}.yaml"),
            )
        if language not in shelves.mappings["pack.yaml"]["names"]:
            yield Finding(
                "missing_translation",
                f"The pack has no name in “{language}”",
                "Add it.",
                Place("pack.yaml", column=f"names.{language}"),
            )
    for language in written:
        if language not in languages:
            yield Finding(
                "undeclared_language",
                f"The language “{language}” is not declared",
                "Declare it in pack.yaml, or remove the file.",
                Place(f"wording/{language}.yaml"),
            )
