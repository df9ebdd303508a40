"""Validity checks: a unit, and its place in a hierarchy, has one interval at a time, none of them empty."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.tables import Line

Lines = tuple[Line[Any], ...]


def check_intervals(file: str, lines: Lines, of: Callable[[Any], Any]) -> Iterator[Finding]:
    """Yield a finding for each interval that is empty or overlaps another; `of` says whose it is."""
    for line in lines:
        if line.row.valid_to and line.row.valid_to <= line.row.valid_from:
            yield Finding(
                "empty_validity",
                f"The row ends on {line.row.valid_to}, not after its first day",
                "Let valid_to be the first day on which it is no longer valid.",
                Place(file, row=line.number, column="valid_to"),
            )
    for same in by(lines, of).values():
        for earlier, later in pairwise(same):
            if earlier.row.valid_to is None or later.row.valid_from < earlier.row.valid_to:
                yield Finding(
                    "overlapping_validity",
                    f"“{later.row.unit_key}” is also valid in row {earlier.number} on that day",
                    "Let the earlier row end where the later begins.",
                    Place(file, row=later.number, column="valid_from"),
                )


def by(lines: Iterable[Line[Any]], of: Callable[[Any], Any]) -> Mapping[Any, list[Line[Any]]]:
    """Return the lines by what `of` says of their rows, each list in the order of time."""
    found: dict[Any, list[Line[Any]]] = defaultdict(list)
    for line in lines:
        found[of(line.row)].append(line)
    return {key: sorted(same, key=lambda line: line.row.valid_from) for key, same in found.items()}


def uncovered(start: date, end: date | None, intervals: Iterable[Line[Any]]) -> date | None:
    """Return the first day from `start` until `end` that no interval holds; None if there is no such day."""
    day = start
    for line in intervals:
        if line.row.valid_from <= day and (line.row.valid_to is None or day < line.row.valid_to):
            if line.row.valid_to is None:
                return None
            day = line.row.valid_to
    return day if end is None or day < end else None


def is_valid_on(intervals: Iterable[Line[Any]], day: date) -> bool:
    """Return whether one of the intervals holds the day."""
    return any(
        line.row.valid_from <= day and (line.row.valid_to is None or day < line.row.valid_to)
        for line in intervals
    )
