"""Units: every version of what a text may mean, its parents, and what it came from and became."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giaoban.core.errors import NotFound
from giaoban.core.registry.changes import Change
from giaoban.core.registry.hierarchies import Membership
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.units import Unit, find, last_day, versions_of
from giaoban.queries import packs


@dataclass(frozen=True)
class Biography:
    """One unit through time: its versions, its parents on a day, and the changes it went through."""

    pack: Pack
    versions: tuple[Unit, ...]
    on: date
    parents: tuple[Membership, ...]
    changes: tuple[Change, ...]

    @property
    def unit_key(self) -> str:
        """Return the key, which no change of name, code or type touches."""
        return self.versions[0].unit_key

    @property
    def predecessors(self) -> tuple[Change, ...]:
        """Return the passages of other units, or parts of them, into this one."""
        return tuple(c for c in self.changes if c.moves_territory and c.predecessor != self.unit_key)

    @property
    def successors(self) -> tuple[Change, ...]:
        """Return the passages of this unit, or parts of it, into others."""
        return tuple(c for c in self.changes if c.moves_territory and c.successor != self.unit_key)

    @property
    def own_changes(self) -> tuple[Change, ...]:
        """Return the changes of its name, code, type or parent."""
        return tuple(change for change in self.changes if not change.moves_territory)

    def name_of(self, unit_key: str) -> str:
        """Return the full name of another unit of the pack as it last was."""
        return versions_of(self.pack.units.values(), unit_key)[-1].full_name


def meant_by(text: str, *, on: date | None, today: date) -> tuple[Biography, ...]:
    """Return every unit that `text` (a key, code or name, old or new) may mean, the oldest first.

    Edges:   parents are those of `on`, or else of the unit's own last day until `today`.
    Raises:  NotFound if no unit can be meant; where one was on another day, the detail names it.
    """
    known = packs.installed()
    found = tuple(_told(pack, unit, on, today) for pack in known for unit in _find(pack, text, on))
    if not found:
        raise NotFound(f"There is no unit “{text}”{f' on {on}' if on else ''}", _elsewhen(known, text))
    return found


def _find(pack: Pack, text: str, on: date | None) -> tuple[Unit, ...]:
    return find(pack.units.values(), text, on)


def _told(pack: Pack, unit: Unit, on: date | None, today: date) -> Biography:
    versions = versions_of(pack.units.values(), unit.unit_key)
    day = on or last_day(versions[-1], today)
    parents = pack.hierarchies.memberships_of(unit.unit_key, day)
    return Biography(pack, versions, day, parents, pack.lineage.of_unit(unit.unit_key))


def _elsewhen(known: Iterable[Pack], text: str) -> str:
    """Say which units the text means on other days."""
    others = [unit for pack in known for unit in _find(pack, text, None)]
    if not others:
        return "Write a unit_key, a code or a name of a pack."
    return f"On other days: {', '.join(f'{u.full_name} ({u.unit_key}) {u.validity}' for u in others)}."
