"""Lineage: which units, and what part of each, make up a unit on another day; in both directions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from giaoban.core.registry.changes import Change

WHOLE = Decimal(1)

#: One passage of a part of a unit into another (or itself) on one day.
Passage = tuple[str, str, Decimal]


@dataclass(frozen=True)
class Lineage:
    """The changes between units, read step by step through time.

    A unit's identity is its key. The shares of a change are 0–1 of the predecessor, and sum to 1 over its
    successors of one day; a transfer leaves the giving unit the rest and the receiving one itself.
    """

    changes: tuple[Change, ...]

    def trace(self, unit_key: str, at: date, on: date) -> dict[str, Decimal]:
        """Return what the unit of the day `at` is, in units of the day `on`: unit → share.

        Shape:   looking back, the shares are of each predecessor (all that its territory was made of);
                 looking ahead, they are of the unit itself and sum to 1.
        Edges:   where nothing changed between the days, the unit is itself, whole.
        """
        held = {unit_key: WHOLE}
        is_back = on < at
        for day in sorted(self._steps, reverse=is_back):
            if min(at, on) < day <= max(at, on):
                held = _step(held, self._steps[day], is_back)
        return dict(sorted(held.items()))

    def between(self, unit_key: str, at: date, on: date) -> tuple[Change, ...]:
        """Return the changes between the days that the unit, or what it came from or became, went through."""
        touched = {unit_key}
        crossed = [c for c in self.changes if min(at, on) < c.effective_on <= max(at, on)]
        found = []
        for change in sorted(crossed, key=lambda c: (c.effective_on, c.change_id), reverse=on < at):
            here, there = (change.successor, change.predecessor)[:: 1 if on < at else -1]
            if here in touched:
                touched.add(there)
                found.append(change)
        return tuple(found)

    @cached_property
    def _steps(self) -> Mapping[date, tuple[Passage, ...]]:
        ordered = sorted(self.changes, key=lambda change: change.effective_on)
        days = groupby(ordered, key=lambda change: change.effective_on)
        return {day: tuple(_passages(tuple(changes))) for day, changes in days}


def _step(held: Mapping[str, Decimal], passages: Iterable[Passage], is_back: bool) -> dict[str, Decimal]:
    """Replace each unit by the other ends of the day's passages; a unit that had none stays as it is."""
    ways: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for predecessor, successor, share in passages:
        here, there = (successor, predecessor) if is_back else (predecessor, successor)
        ways[here].append((there, share))
    reached: dict[str, Decimal] = defaultdict(Decimal)
    for unit_key, part in held.items():
        for other, share in ways.get(unit_key, [(unit_key, WHOLE)]):
            reached[other] += part * share
    return reached


def _passages(changes: tuple[Change, ...]) -> Iterable[Passage]:
    """Yield the passages of one day, with what a transfer leaves where it was."""
    yield from ((c.predecessor, c.successor, Decimal(c.share)) for c in changes)
    written = {(c.predecessor, c.successor) for c in changes}
    transfers = [c for c in changes if c.kind == "transfer"]
    for giver in sorted({c.predecessor for c in transfers}):
        given = sum((Decimal(c.share) for c in changes if c.predecessor == giver), Decimal(0))
        if (giver, giver) not in written and given < 1:
            yield giver, giver, 1 - given
    givers = {c.predecessor for c in transfers}
    for receiver in sorted({c.successor for c in transfers} - givers):
        if (receiver, receiver) not in written:
            yield receiver, receiver, WHOLE
