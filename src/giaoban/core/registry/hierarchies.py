"""Hierarchies: which unit stands under which on a day; one parent at a time in each hierarchy."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from giaoban.core.registry.units import Unit

#: The hierarchy whose parents stand with the units themselves; every other one has rows of its own.
ADMINISTRATIVE = "ADMINISTRATIVE"


@dataclass(frozen=True)
class Membership:
    """One unit under one parent in one hierarchy, for an interval (`valid_to` exclusive, None = still)."""

    hierarchy: str
    unit_key: str
    parent: str
    valid_from: date
    valid_to: date | None
    instrument: str
    source: str
    confidence: str

    def is_valid_on(self, day: date) -> bool:
        """Return whether the unit stands under this parent on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Hierarchies:
    """Every membership of every hierarchy, asked for a day."""

    memberships: tuple[Membership, ...]

    def membership_of(self, unit_key: str, hierarchy: str, on: date) -> Membership | None:
        """Return the unit's membership on the day, None if it has no parent there."""
        held = self._above.get((hierarchy, unit_key), ())
        return next((one for one in held if one.is_valid_on(on)), None)

    def parent_of(self, unit_key: str, hierarchy: str, on: date) -> str:
        """Return the key of the unit's parent on the day, empty if it has none."""
        found = self.membership_of(unit_key, hierarchy, on)
        return found.parent if found else ""

    def children_of(self, unit_key: str, hierarchy: str, on: date) -> tuple[str, ...]:
        """Return the keys of the units directly under the unit on the day, in order of key."""
        held = self._below.get((hierarchy, unit_key), ())
        return tuple(sorted(one.unit_key for one in held if one.is_valid_on(on)))

    def ancestors_of(self, unit_key: str, hierarchy: str, on: date) -> tuple[str, ...]:
        """Return the keys of all units above the unit on the day, the nearest first.

        Edges:   a circle, which no sound pack has, ends where it closes.
        """
        found: list[str] = []
        above = self.parent_of(unit_key, hierarchy, on)
        while above and above not in found:
            found.append(above)
            above = self.parent_of(above, hierarchy, on)
        return tuple(found)

    def memberships_of(self, unit_key: str, on: date) -> tuple[Membership, ...]:
        """Return the unit's membership in each hierarchy on the day, the administrative one first."""
        held = (self.membership_of(unit_key, hierarchy, on) for hierarchy in self.codes)
        return tuple(one for one in held if one)

    def region_of(self, unit_key: str, on: date) -> str:
        """Return the parent in the first hierarchy that is not administrative, empty if there is none."""
        held = self.memberships_of(unit_key, on)
        return next((one.parent for one in held if one.hierarchy != ADMINISTRATIVE), "")

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the hierarchies there are: the administrative one, then those of the pack."""
        return tuple(dict.fromkeys((ADMINISTRATIVE, *(one.hierarchy for one in self.memberships))))

    @cached_property
    def _above(self) -> Mapping[tuple[str, str], list[Membership]]:
        return _grouped(((one.hierarchy, one.unit_key), one) for one in self.memberships)

    @cached_property
    def _below(self) -> Mapping[tuple[str, str], list[Membership]]:
        return _grouped(((one.hierarchy, one.parent), one) for one in self.memberships)


def administrative(units: Iterable[Unit]) -> Iterator[Membership]:
    """Yield the administrative membership of each version of each unit that has a parent."""
    for unit in units:
        if unit.parent:
            yield Membership(
                ADMINISTRATIVE,
                unit.unit_key,
                unit.parent,
                unit.valid_from,
                unit.valid_to,
                "",
                unit.source,
                "",
            )


def _grouped(
    keyed: Iterable[tuple[tuple[str, str], Membership]],
) -> Mapping[tuple[str, str], list[Membership]]:
    found: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for key, one in keyed:
        found[key].append(one)
    return found
