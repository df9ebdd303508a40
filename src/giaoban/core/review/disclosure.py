"""Disclosure: which counts stay out of what is public, so that nobody small can be told from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.core.registry.rules import in_force

#: What a pack lays down for small counts stands in rules/disclosure.yaml.
TOPIC = "disclosure"
#: So many times the threshold the hidden counts of a table make together, at the least, before their total
#: is told: none of them can then be worked out from it, not even by who knows how they were chosen.
_COVER = 2


@dataclass(frozen=True)
class Disclosed:
    """What of one column of counts stays hidden: the keys of its counts, and whether their total does."""

    hidden: frozenset[str] = frozenset()
    is_total_hidden: bool = False


def threshold_of(rules: Iterable[Mapping[str, Any]], on: date) -> int | None:
    """Return from which count on a pack lets one be public; None where it lays nothing down."""
    rule = in_force(rules, "small_counts", on)
    return int(rule["threshold"]) if rule else None


def suppress(counts: Mapping[str, Decimal | None], threshold: int | None) -> Disclosed:
    """Return which counts of a column stay hidden where its total is public.

    Shape:   `counts` stand in an order that everybody knows, such as that of the units' codes.
    Edges:   a count from 1 to below the threshold is hidden, and with it as many others as it takes that no
             hidden one follows from the total; they are the next in that order after the first small one,
             never chosen by their size, which would tell something of it. Zeros and what is missing hide
             nobody and stay. Where others do not suffice the total is hidden too; without a threshold
             everything is.
    """
    if threshold is None:
        return Disclosed(frozenset(counts), True)
    small = [key for key, count in counts.items() if count is not None and 0 < count < threshold]
    if not small:
        return Disclosed()
    hidden = set(small)
    for key in _after(list(counts), small[0]):
        if len(hidden) > len(small) and _is_covered(hidden, counts, threshold):
            break
        if counts[key]:
            hidden.add(key)
    enough = len(hidden) > len(small) and _is_covered(hidden, counts, threshold)
    return Disclosed(frozenset(hidden), not enough)


def _after(keys: list[str], first: str) -> Iterator[str]:
    """Yield the keys behind `first`, and then those before it."""
    place = keys.index(first)
    yield from keys[place + 1 :]
    yield from keys[:place]


def _is_covered(hidden: Iterable[str], counts: Mapping[str, Decimal | None], threshold: int) -> bool:
    told = [counts[key] or Decimal(0) for key in hidden]
    return sum(told) >= len(told) + _COVER * threshold
