"""A pack: one country's units, indicators, wording, documents and rounds, as read from data files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from giaoban.core.errors import NotFound
from giaoban.core.registry.calendars import Calendar, Holiday
from giaoban.core.registry.changes import Change
from giaoban.core.registry.codelists import Code
from giaoban.core.registry.hierarchies import Hierarchies, Membership, administrative
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import Lineage
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.releases import Due, Timetable
from giaoban.core.registry.units import Unit, at_level


@dataclass(frozen=True)
class Tile:
    """One square of the tile-grid map; an archipelago's tile names the unit that it belongs to."""

    tile_id: str
    kind: str
    unit_key: str
    name: str
    row: int
    column: int


@dataclass(frozen=True)
class Round:
    """One review cycle as its pack defines it; `settings` is the whole of round.yaml."""

    round_id: str
    settings: Mapping[str, Any]
    files: tuple[str, ...]

    @property
    def period(self) -> Period:
        """Return the period under review."""
        return parse_period(str(self.settings["period"]))

    @property
    def level(self) -> str:
        """Return the level of the units under review."""
        return str(self.settings["level"])


@dataclass(frozen=True)
class Pack:
    """Everything one pack says. `digest` is the SHA-256 of its files; `languages[0]` is its own language."""

    pack_id: str
    version: str
    digest: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    units: Mapping[str, Unit]
    changes: tuple[Change, ...]
    indicators: Mapping[str, Indicator]
    codelists: Mapping[str, Mapping[str, Code]]
    tiles: Mapping[str, tuple[Tile, ...]]
    wording: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, Any]]
    rounds: Mapping[str, Round]
    calendar: Calendar = Calendar()
    holidays: tuple[Holiday, ...] = ()
    releases: Timetable = Timetable()
    memberships: tuple[Membership, ...] = ()
    rules: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def lineage(self) -> Lineage:
        """Return the lineage of the pack's units, indexed once."""
        return Lineage(self.changes)

    @cached_property
    def hierarchies(self) -> Hierarchies:
        """Return which unit stands under which, in every hierarchy of the pack."""
        return Hierarchies((*administrative(self.units.values()), *self.memberships))

    def due(self, level: str, indicator: str, period: str) -> tuple[Due, ...]:
        """Return the releases to be expected of the figures of one period, by day; none without a series."""
        return self.releases.due(indicator, level, parse_period(period), self.calendar)

    def round(self, round_id: str) -> Round:
        """Return the round; NotFound names those there are."""
        if round_id not in self.rounds:
            known = ", ".join(sorted(self.rounds))
            raise NotFound(f"There is no round “{round_id}”", f"Known rounds: {known}.")
        return self.rounds[round_id]

    def units_of(self, review: Round) -> tuple[Unit, ...]:
        """Return the units under review in `review`, by code."""
        return at_level(self.units.values(), review.level, review.period)
