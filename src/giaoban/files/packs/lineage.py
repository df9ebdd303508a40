"""Lineage checks: a unit has one interval of validity at a time, and passes on the whole of itself."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.tables import Line


def check_validity(lines: tuple[Line[Any], ...]) -> Iterator[Finding]:
    """Yield a finding for each interval that is empty or overlaps another of the same unit."""
    versions: dict[str, list[Line[Any]]] = defaultdict(list)
    for line in lines:
        versions[line.row.unit_key].append(line)
        if line.row.valid_to and line.row.valid_to <= line.row.valid_from:
            yield Finding(
                "empty_validity",
                f"The unit ends on {line.row.valid_to}, not after its first day",
                "Let valid_to be the first day on which it is no longer valid.",
                Place("units/units.csv", row=line.number, column="valid_to"),
            )
    for same in versions.values():
        ordered = sorted(same, key=lambda line: line.row.valid_from)
        for earlier, later in zip(ordered, ordered[1:], strict=False):
            if earlier.row.valid_to is None or later.row.valid_from < earlier.row.valid_to:
                yield Finding(
                    "overlapping_validity",
                    f"“{later.row.unit_key}” is also valid in row {earlier.number} on that day",
                    "Let the earlier row end where the later begins.",
                    Place("units/units.csv", row=later.number, column="valid_from"),
                )


def check_shares(lines: tuple[Line[Any], ...]) -> Iterator[Finding]:
    """Yield a finding for each predecessor whose shares of one day do not add up to 1."""
    shares: dict[tuple[str, Any], list[Line[Any]]] = defaultdict(list)
    for line in lines:
        shares[line.row.predecessor, line.row.effective_on].append(line)
    for (predecessor, day), same in shares.items():
        total = sum((line.row.share for line in same), Decimal(0))
        if total != 1:
            yield Finding(
                "shares",
                f"The shares of “{predecessor}” on {day} add up to {total}",
                "They must add up to 1.",
                Place("units/changes.csv", row=same[0].number, column="share"),
            )
