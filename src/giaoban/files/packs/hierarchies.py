"""Hierarchy checks: one parent at a time without gaps, both sides there on every day, and no circles."""

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.core.registry.hierarchies import ADMINISTRATIVE, Hierarchies, Membership, administrative
from giaoban.core.registry.units import Unit
from giaoban.files.packs.tables import Line
from giaoban.files.packs.validity import Lines, by, check_intervals, uncovered

UNITS, MEMBERSHIPS = "units/units.csv", "units/memberships.csv"


def check_hierarchies(units: Lines, memberships: Lines) -> Iterator[Finding]:
    """Yield every fault of the pack's hierarchies, at the row of units or memberships where it stands."""
    versions = by(units, lambda row: row.unit_key)
    yield from check_intervals(MEMBERSHIPS, memberships, _whose)
    yield from _doubled(memberships)
    yield from _gaps(memberships, versions)
    for file, lines in ((UNITS, units), (MEMBERSHIPS, memberships)):
        yield from _absent(file, lines, versions)
    yield from _circles(units, memberships)


def _whose(row: Any) -> tuple[str, str]:
    return row.hierarchy, row.unit_key


def _doubled(memberships: Lines) -> Iterator[Finding]:
    """An administrative parent has one place: the unit's own row."""
    for line in memberships:
        if line.row.hierarchy == ADMINISTRATIVE:
            yield Finding(
                "administrative_membership",
                f"The administrative parent of “{line.row.unit_key}” stands in {UNITS}",
                "Write it there, and remove the row.",
                Place(MEMBERSHIPS, row=line.number, column="hierarchy"),
            )


def _gaps(memberships: Lines, versions: Mapping[str, list[Line[Any]]]) -> Iterator[Finding]:
    """Between two memberships of a unit there is no day on which the unit exists and has no parent."""
    for (_, unit_key), same in by(memberships, _whose).items():
        for earlier, later in pairwise(same):
            ends_on, starts_on = earlier.row.valid_to, later.row.valid_from
            if ends_on and ends_on < starts_on and _exists(versions.get(unit_key, []), ends_on, starts_on):
                yield Finding(
                    "gap",
                    f"“{unit_key}” has no parent from {ends_on} until {starts_on}",
                    "Let each row begin where the one before ends, or add the row between.",
                    Place(MEMBERSHIPS, row=later.number, column="valid_from"),
                )


def _exists(versions: list[Line[Any]], start: Any, end: Any) -> bool:
    return any(
        v.row.valid_from < end and (v.row.valid_to is None or start < v.row.valid_to) for v in versions
    )


def _absent(file: str, lines: Lines, versions: Mapping[str, list[Line[Any]]]) -> Iterator[Finding]:
    """Both the unit and its parent exist on every day of the row."""
    for line in lines:
        for column in ("unit_key", "parent"):
            known = versions.get(getattr(line.row, column))
            if known and (day := uncovered(line.row.valid_from, line.row.valid_to, known)):
                yield Finding(
                    "not_valid",
                    f"“{getattr(line.row, column)}” does not exist on {day}",
                    "Correct the days here, or those of the unit.",
                    Place(file, row=line.number, column=column),
                )


def _circles(units: Lines, memberships: Lines) -> Iterator[Finding]:
    """A circle closes on the first day of one of its rows: from that day's parents one comes back."""
    lines = [(UNITS, line, ADMINISTRATIVE) for line in units if line.row.parent]
    lines += [(MEMBERSHIPS, line, line.row.hierarchy) for line in memberships]
    hierarchies = Hierarchies(
        tuple(
            chain(
                administrative(Unit(**line.row.model_dump()) for line in units),
                (Membership(**line.row.model_dump()) for line in memberships),
            )
        )
    )
    for file, line, hierarchy in lines:
        row = line.row
        if row.unit_key == row.parent or row.unit_key in hierarchies.ancestors_of(
            row.parent, hierarchy, row.valid_from
        ):
            yield Finding(
                "circle",
                f"“{row.unit_key}” stands above its own parent “{row.parent}” on {row.valid_from}",
                "Correct one of the parents.",
                Place(file, row=line.number, column="parent"),
            )
