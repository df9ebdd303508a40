"""Small panels of an invented country: old units that became new ones, provinces above them, a nation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from giaoban.store.panels import write_table
from giaoban.store.reviews import Block, Sources

YEARS = (2024, 2025)
#: Old units; new ones, of which 13 is old unit 5 under another number; provinces; the nation.
OLD, NEW, PROVINCES, NATION = (1, 2, 3, 4, 5), (11, 12, 13), (21, 22), 31
_PARTS = (
    (1, 11, "1", 2),
    (2, 11, "0.6", 2),
    (2, 12, "0.4", 3),
    (3, 12, "1", 3),
    (4, 12, "1", 3),
    (5, 13, "1", 1),
)
_ABOVE = {11: 21, 12: 21, 13: 22}
Month = tuple[int, int, int]


@dataclass(frozen=True)
class SmallPanel:
    """Everything that a review reads, as rows by table; `months` is the panel."""

    months: Mapping[Month, Decimal]
    rules: tuple[tuple[Any, ...], ...]
    targets: tuple[tuple[Any, ...], ...]
    controls: tuple[tuple[Any, ...], ...]
    merged_in: int | None = None
    through: int = 12
    #: Whether somebody has said how unit 2 was divided.
    is_said: bool = True

    def changed(self, key: Month, value: Decimal | None) -> "SmallPanel":
        """Return the panel with one cell changed; no value takes it away."""
        months = {other: known for other, known in self.months.items() if other != key}
        return replace(self, months=months if value is None else {**months, key: value})

    def written(self, folder: Path) -> Sources:
        """Write every table into the folder, the panel as two blocks."""
        numbers = sorted(rule[0] for rule in self.rules)
        middle = numbers[len(numbers) // 2]
        blocks = ((0, middle - 1), (middle, max(numbers)))
        return Sources(
            tuple(Block(first, last, self._block(folder, first, last)) for first, last in blocks),
            {name: write_table(folder, name, list(rows)) for name, rows in self._tables().items()},
        )

    def _block(self, folder: Path, first: int, last: int) -> Path:
        rows = sorted((*key, str(value)) for key, value in self.months.items() if first <= key[0] <= last)
        return write_table(folder, "observations", rows)

    def _tables(self) -> dict[str, Iterable[tuple[Any, ...]]]:
        units = {"district": NEW, "province": PROVINCES, "country": (NATION,)}
        levels = [(unit, level) for level, own in units.items() for unit in own]
        tree = [(unit, above) for unit, province in _ABOVE.items() for above in (province, NATION)]
        sizes = {above: sum(one == above for _, one in tree) for _, above in tree}
        return {
            "rules": self.rules,
            "spans": self._spans(),
            "years": [(year, 12 * year + self.through - 1, self.through) for year in YEARS],
            "tree": [(unit, above, sizes[above]) for unit, above in tree],
            "levels": levels,
            "members": [(unit,) for unit in PROVINCES],
            "targets": self.targets,
            "controls": self.controls,
        }

    def _spans(self) -> Sequence[tuple[Any, ...]]:
        """Old units till the month of the merger, then new ones; without a merger, old ones all the time."""
        first, last = 12 * YEARS[0] - 24, 12 * YEARS[-1] + 11
        until = last if self.merged_in is None else self.merged_in - 1
        said = [(u, s, share if self.is_said or u != 2 else None, n) for u, s, share, n in _PARTS]
        old = [(u, s, share, parts, parts == 1, first, until) for u, s, share, parts in said]
        new = [(unit, unit, "1", 1, True, until + 1, last) for unit in NEW]
        return old if self.merged_in is None else [*old, *new]
