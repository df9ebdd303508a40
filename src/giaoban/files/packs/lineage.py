"""Lineage checks: a unit passes on the whole of itself, on days on which both sides exist."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.core.registry.changes import IDENTITY_KINDS
from giaoban.files.packs.tables import Line
from giaoban.files.packs.validity import Lines, by, is_valid_on

UNITS, CHANGES = "units/units.csv", "units/changes.csv"


def check_lineage(units: Lines, changes: Lines) -> Iterator[Finding]:
    """Yield every fault of the changes between units, and every version of a unit that none explains."""
    versions = by(units, lambda row: row.unit_key)
    moving = tuple(line for line in changes if line.row.kind not in IDENTITY_KINDS.values())
    same = tuple(line for line in changes if line.row.kind in IDENTITY_KINDS.values())
    yield from _shares(moving)
    yield from _days(moving, versions)
    yield from _receivers(moving, versions)
    yield from _identities(same, versions)
    yield from _unexplained(versions, {(c.row.kind, c.row.predecessor, c.row.effective_on) for c in same})


def _shares(changes: Lines) -> Iterator[Finding]:
    """The shares of a unit's day add up to 1; a transfer leaves the rest, an unknown share takes it."""
    days: dict[tuple[str, date], list[Line[Any]]] = defaultdict(list)
    for line in changes:
        days[line.row.predecessor, line.row.effective_on].append(line)
    for (predecessor, day), same in days.items():
        shares = [line.row.share for line in same]
        total = sum(filter(None, shares), Decimal(0))
        leaves_rest = any(line.row.kind == "transfer" for line in same)
        is_sound = total < 1 if None in shares else total <= 1 if leaves_rest else total == 1
        place = Place(CHANGES, row=same[0].number, column="share")
        if not is_sound:
            yield Finding(
                "shares",
                f"The shares of “{predecessor}” on {day} add up to {total}",
                "They must add up to 1; less than 1 where a share is empty, at most 1 with a transfer.",
                place,
            )
        elif shares.count(None) == 1 and not leaves_rest:
            yield Finding(
                "shares",
                f"The one empty share of “{predecessor}” on {day} can only be {1 - total}",
                "Write it.",
                place,
            )


def _days(changes: Lines, versions: Mapping[str, list[Line[Any]]]) -> Iterator[Finding]:
    """What passes exists the day before, and what receives it exists on the day."""
    for line in changes:
        eve = line.row.effective_on - timedelta(days=1)
        for column, day in (("predecessor", eve), ("successor", line.row.effective_on)):
            known = versions.get(getattr(line.row, column))
            if known and not is_valid_on(known, day):
                yield Finding(
                    "not_valid",
                    f"“{getattr(line.row, column)}” does not exist on {day}",
                    "Correct the day here, or those of the unit.",
                    Place(CHANGES, row=line.number, column=column),
                )


def _receivers(changes: Lines, versions: Mapping[str, list[Line[Any]]]) -> Iterator[Finding]:
    """A unit that takes in others and was there before must say what became of itself."""
    passing = {(line.row.predecessor, line.row.effective_on) for line in changes}
    for line in changes:
        row, eve = line.row, line.row.effective_on - timedelta(days=1)
        is_old = is_valid_on(versions.get(row.successor, []), eve)
        if row.kind != "transfer" and is_old and (row.successor, row.effective_on) not in passing:
            yield Finding(
                "receiver",
                f"“{row.successor}” existed before {row.effective_on}, and no row says what became of it",
                f"Add the row from “{row.successor}” to itself.",
                Place(CHANGES, row=line.number, column="successor"),
            )


def _identities(changes: Lines, versions: Mapping[str, list[Line[Any]]]) -> Iterator[Finding]:
    """A rename, a change of type or of parent keeps the key whole, and a version begins on its day."""
    for line in changes:
        row = line.row
        if row.predecessor != row.successor or row.share != 1:
            yield Finding(
                "identity",
                f"A {row.kind.replace('_', ' ')} keeps the unit's key and all of it",
                "Write the same unit on both sides, with the share 1.",
                Place(CHANGES, row=line.number, column="successor"),
            )
        elif row.predecessor in versions and row.kind not in _differences(
            versions[row.predecessor], row.effective_on
        ):
            yield Finding(
                "identity",
                f"“{row.predecessor}” has no version that differs so from {row.effective_on} on",
                f"Correct the day or the kind, or add the version to {UNITS}.",
                Place(CHANGES, row=line.number, column="effective_on"),
            )


def _unexplained(
    versions: Mapping[str, list[Line[Any]]], recorded: set[tuple[str, str, date]]
) -> Iterator[Finding]:
    """A version that differs from the one before rests on a change with its instrument."""
    for unit_key, same in versions.items():
        for line in same[1:]:
            day = line.row.valid_from
            for kind, column in _differences(same, day).items():
                if (kind, unit_key, day) not in recorded:
                    yield Finding(
                        "unexplained",
                        f"“{unit_key}” has another {column} from {day} on, and no change says so",
                        f"Add a {kind} with its instrument to {CHANGES}.",
                        Place(UNITS, row=line.number, column=column),
                    )


def _differences(same: list[Line[Any]], day: date) -> dict[str, str]:
    """The kinds of change by which the version that begins on the day follows the one that ends on it."""
    for earlier, later in pairwise(same):
        if earlier.row.valid_to == later.row.valid_from == day:
            return {
                kind: column
                for column, kind in IDENTITY_KINDS.items()
                if getattr(earlier.row, column) != getattr(later.row, column)
            }
    return {}
