"""Tails: what follows a figure and still belongs to it: a base of comparison, a period, a price basis."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from giaoban.core.figures.prose import Item
from giaoban.core.registry.periods import Period

_PARTS = {"percent", "times"}
#: What cannot follow a figure without changing what it says.
_CHANGING = {"word", "subject", "lead", "number", "tally", "plan", "measure"}
_TELLING = {"period", "reference", "plan", "qualifier"}


class Tail:
    """What belongs to the figure at a place: `taken` are the places of the items it is told by.

    `is_open` tells that something follows which may change what the figure says. A bracket right after the
    figure belongs to it where it speaks of when or against what.
    """

    def __init__(
        self,
        items: Sequence[Item],
        place: int,
        verbs: Sequence[str],
        resolve: Callable[[Item], Period | None],
    ) -> None:
        self.base: Item | None = None
        self.period: Period | None = None
        self.is_dated = False
        self.qualifiers: frozenset[str] = frozenset()
        self.taken: set[int] = set()
        self._items, self._resolve = items, resolve
        self._is_tally = items[place].kind == "tally"
        self._is_part = items[place].numbers[0].quantity in _PARTS
        self._is_relative = self._is_part and bool({"equal", "times"} & {*verbs})
        after = self._read(place + 1)
        self.is_open = self._read_bracket(after) or self._kind(after) in _CHANGING

    def _kind(self, place: int) -> str:
        return self._items[place].kind if place < len(self._items) else ""

    def _read(self, place: int) -> int:
        """Take the items from `place` on that belong to the figure; return the place after them."""
        while place < len(self._items) and self._takes(self._items[place]):
            self.taken.add(place)
            place += 1
        return place

    def _read_bracket(self, place: int) -> bool:
        """Take a bracket that says of when or against what; return whether it says so in unknown words."""
        inside = _bracket(self._items, place)
        kinds = {item.kind for item in inside}
        if not kinds & _TELLING or kinds & {"number", "tally"}:
            return False
        end = place + 1 + len(inside)
        is_known = self._read(place + 1) == end
        self.taken |= {place, end} if is_known else set()
        return not is_known

    def _takes(self, item: Item) -> bool:
        if item.kind == "qualifier":
            self.qualifiers |= {item.sense}
        elif item.kind == "reference" and self.base is None:
            self.base = item
        elif item.kind == "plan" and self._is_part and self.base is None:
            self.base = replace(item, kind="reference", sense=item)
        elif item.kind == "period":
            self._take_period(item)
        else:
            return item.kind == "neutral" or (item.kind == "plan" and self._is_tally)
        return True

    def _take_period(self, item: Item) -> None:
        """Take the period: one of a plan says nothing new, one that a figure is a part of is its base."""
        if self.base is not None and self.base.sense is not None and self.base.sense.kind == "plan":
            return
        is_base = self._is_relative or (self._is_part and item.sense.period == "before")
        if self.base is None and is_base:
            self.base = replace(item, kind="reference", sense=item)
            return
        self.period, self.is_dated = self._resolve(item), True


def _bracket(items: Sequence[Item], place: int) -> Sequence[Item]:
    """Return what stands in the bracket that opens at `place`; nothing if none does, or it holds another."""
    if place >= len(items) or items[place].sense != "(":
        return ()
    marks = (i for i in range(place + 1, len(items)) if items[i].sense in ("(", ")"))
    end = next(marks, None)
    return items[place + 1 : end] if end is not None and items[end].sense == ")" else ()
