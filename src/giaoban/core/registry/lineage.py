"""Lineage: which units, and what part of each, make up a unit on another day; in both directions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TypeVar

from giaoban.core.registry.changes import Change
from giaoban.core.registry.shares import Share, known, unknown

WHOLE = Decimal(1)
_ALL = known(WHOLE)

Item = TypeVar("Item")

#: Where a unit's parts come from or go to on one day: unit → the other ends, each with its share.
Ways = Mapping[str, list[tuple[str, Share]]]


@dataclass(frozen=True)
class Lineage:
    """The changes between units, read step by step through time.

    A unit's identity is its key: a new name, type or parent moves nothing. The shares of a change are 0–1 of
    the predecessor, and sum to 1 over its successors of one day; a transfer leaves the giving unit the rest
    and the receiving one itself. A share that nobody has said stays unknown, and so does all it enters.
    """

    changes: tuple[Change, ...]

    def trace(self, unit_key: str, at: date, on: date) -> dict[str, Decimal | None]:
        """Return what the unit of the day `at` is, in units of the day `on`: unit → share (None = not known).

        Shape:   looking back, the shares are of each predecessor (all that its territory was made of);
                 looking ahead, they are of the unit itself and sum to 1.
        Edges:   where nothing changed between the days, the unit is itself, whole; where all the parts of
                 a unit come together again, it is whole, even if nobody has said how large each was.
        """
        is_back, held = on < at, {unit_key: _ALL}
        for day in self._days_between(at, on):
            held = _step(held, self._ways[day][is_back])
        return {key: share.known for key, share in sorted(held.items())}

    def between(self, unit_key: str, at: date, on: date) -> tuple[Change, ...]:
        """Return the changes between the days that the unit, or what it came from or became, went through."""
        is_back, touched = on < at, {unit_key}
        found: list[Change] = []
        for day in self._days_between(at, on):
            met = {c for key in touched for c in self._met[day][is_back].get(key, ())}
            found += sorted(met, key=lambda change: change.change_id, reverse=is_back)
            touched |= {change.predecessor if is_back else change.successor for change in met}
        return tuple(found)

    def of_unit(self, unit_key: str) -> tuple[Change, ...]:
        """Return every change that the unit itself went through, in the order of time."""
        ends = (self._met[day][is_back].get(unit_key, ()) for day in self._days for is_back in (True, False))
        return tuple(dict.fromkeys(change for changes in ends for change in changes))

    def _days_between(self, at: date, on: date) -> list[date]:
        """The days of change after the earlier and until the later day, in the direction that is asked."""
        crossed = self._days[bisect_right(self._days, min(at, on)) : bisect_right(self._days, max(at, on))]
        return crossed[::-1] if on < at else crossed

    @cached_property
    def _of_day(self) -> Mapping[date, tuple[Change, ...]]:
        ordered = sorted(self.changes, key=lambda change: change.effective_on)
        return {day: tuple(same) for day, same in groupby(ordered, key=lambda change: change.effective_on)}

    @cached_property
    def _days(self) -> list[date]:
        return list(self._of_day)

    @cached_property
    def _ways(self) -> Mapping[date, tuple[Ways, Ways]]:
        """The ways of each day, ahead and back."""
        return {day: _both(_passages(changes)) for day, changes in self._of_day.items()}

    @cached_property
    def _met(self) -> Mapping[date, tuple[Mapping[str, list[Change]], Mapping[str, list[Change]]]]:
        """The changes of each day by predecessor and by successor."""
        return {
            day: (
                _grouped((change.predecessor, change) for change in changes),
                _grouped((change.successor, change) for change in changes),
            )
            for day, changes in self._of_day.items()
        }


def _step(held: Mapping[str, Share], ways: Ways) -> dict[str, Share]:
    """Replace each unit by the other ends of the day's ways; a unit that had none stays as it is."""
    reached: dict[str, Share] = {}
    for unit_key, part in held.items():
        for other, share in ways.get(unit_key, [(unit_key, _ALL)]):
            passed = share if part is _ALL else part * share
            reached[other] = reached[other] + passed if other in reached else passed
    return {unit_key: share for unit_key, share in reached.items() if share}


def _both(passages: Iterable[tuple[str, str, Share]]) -> tuple[Ways, Ways]:
    listed = list(passages)
    ahead = _grouped((predecessor, (successor, share)) for predecessor, successor, share in listed)
    return ahead, _grouped((successor, (predecessor, share)) for predecessor, successor, share in listed)


def _passages(changes: Iterable[Change]) -> Iterator[tuple[str, str, Share]]:
    """Yield the passages of one day, with what a transfer leaves where it was."""
    moving = [change for change in changes if change.moves_territory]
    givers = _grouped((change.predecessor, change) for change in moving)
    for giver, given in givers.items():
        yield from ((giver, successor, share) for successor, share in _given(giver, given))
    for receiver in sorted({change.successor for change in moving if change.kind == "transfer"}):
        if receiver not in givers:
            yield receiver, receiver, _ALL


def _given(giver: str, changes: list[Change]) -> list[tuple[str, Share]]:
    """What one unit gives to each on one day; the last unsaid share is what the others leave."""
    ends = [(change.successor, change.share) for change in changes]
    if any(c.kind == "transfer" for c in changes) and giver not in dict(ends):
        ends.append((giver, ""))
    day = changes[0].effective_on
    shares = [
        _said(said) if said else unknown(f"{day} {place} {giver} {to}")
        for place, (to, said) in enumerate(ends)
    ]
    unsaid = [place for place, (_, said) in enumerate(ends) if not said]
    if unsaid:
        shares[unsaid[-1]] = _rest(shares[: unsaid[-1]] + shares[unsaid[-1] + 1 :])
    return [(to, share) for (to, _), share in zip(ends, shares, strict=True) if share]


@lru_cache(maxsize=1024)
def _said(share: str) -> Share:
    """The share as it is written; most of a country's are whole, and are one and the same."""
    return known(Decimal(share))


def _rest(others: Iterable[Share]) -> Share:
    rest = _ALL
    for share in others:
        rest = rest - share
    return rest


def _grouped(keyed: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for key, one in keyed:
        found[key].append(one)
    return dict(found)
