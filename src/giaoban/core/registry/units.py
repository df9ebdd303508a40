"""Administrative units through time: known by key, never by name or code."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.core.registry.periods import Period


@dataclass(frozen=True)
class Unit:
    """One unit in one interval of validity (`valid_to` exclusive, None = still).

    `parent` is the administrative one; those of other hierarchies stand in core/registry/hierarchies.
    """

    unit_key: str
    code: str
    name: str
    full_name: str
    unit_type: str
    level: str
    parent: str
    valid_from: date
    valid_to: date | None
    source: str

    def is_valid_on(self, day: date) -> bool:
        """Return whether the unit exists on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def is_valid_in(self, period: Period) -> bool:
        """Return whether the unit exists at some day of `period`."""
        return self.valid_from < period.end_on and (self.valid_to is None or period.start_on < self.valid_to)

    @property
    def validity(self) -> str:
        """Return the interval in words."""
        return f"from {self.valid_from}" + (f" until {self.valid_to}" if self.valid_to else "")

    def last_day_in(self, period: Period) -> date:
        """Return the last day of `period` on which the unit exists; it must exist in the period."""
        end_on = period.end_on if self.valid_to is None else min(period.end_on, self.valid_to)
        return end_on - timedelta(days=1)


def at_level(units: Iterable[Unit], level: str, period: Period) -> tuple[Unit, ...]:
    """Return the units of `level` that exist in `period`, by code.

    Edges:   a unit that changed its type or name within the period stands once, as it was at the end.
    """
    valid = (unit for unit in units if unit.level == level and unit.is_valid_in(period))
    latest = {unit.unit_key: unit for unit in sorted(valid, key=lambda unit: unit.valid_from)}
    return tuple(sorted(latest.values(), key=lambda unit: (unit.code, unit.unit_key)))


def on_day(units: Iterable[Unit], level: str, day: date) -> tuple[Unit, ...]:
    """Return the units of `level` that exist on a day, as they are then, by code."""
    valid = (unit for unit in units if unit.level == level and unit.is_valid_on(day))
    return tuple(sorted(valid, key=lambda unit: (unit.code, unit.unit_key)))


def versions_of(units: Iterable[Unit], unit_key: str) -> tuple[Unit, ...]:
    """Return every version of one unit: what it was called and which type it had, in the order of time."""
    return tuple(sorted((u for u in units if u.unit_key == unit_key), key=lambda u: u.valid_from))


def last_day(unit: Unit, as_of: date) -> date:
    """Return the last day of the unit that has come by `as_of`, a day on which it exists."""
    if unit.valid_to is None or as_of < unit.valid_to:
        return max(as_of, unit.valid_from)
    return unit.valid_to - timedelta(days=1)


def find(units: Iterable[Unit], text: str, on: date | None = None) -> tuple[Unit, ...]:
    """Return every unit that `text` may mean by key, code or name; on a day, of those that then exist.

    Shape:   one version a unit key, the latest, in the order of their dates. More than one is an
             ambiguity for the reader to settle: names and codes pass from one unit to another.
    """
    asked = fold(text.strip())
    named = (u for u in units if asked in (u.unit_key.casefold(), u.code, fold(u.name), fold(u.full_name)))
    valid = [u for u in named if on is None or u.is_valid_on(on)]
    latest = {u.unit_key: u for u in sorted(valid, key=lambda u: u.valid_from)}
    return tuple(sorted(latest.values(), key=lambda u: (u.valid_from, u.unit_key)))


def fold(text: str) -> str:
    """Return `text` without case and marks, for searching: “Đá” and “da” are the same."""
    plain = text.casefold().replace("đ", "d")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
