"""Inspections: a plan of the year, and where two of its rows ask the same of one body at the same time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, get_args

#: What people decide of an overlap: one of the two is dropped, both become one, or both stay, with a reason.
Decision = Literal["dropped", "joined", "kept"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)


@dataclass(frozen=True)
class Inspection:
    """One row of a plan: who inspects (a body, and the branch it belongs to), whom, what, and when.

    `contents` are codes; one that begins another ("finance", "finance.budget") takes it in. The time is
    half-open: `ends_on` is the first day after it.
    """

    key: str
    body: str
    branch: str
    objects: frozenset[str]
    contents: frozenset[str]
    begins_on: date
    ends_on: date


@dataclass(frozen=True)
class Overlap:
    """Two rows of different branches that meet: at which objects, in which contents, from when to when."""

    first: str
    second: str
    objects: tuple[str, ...]
    contents: tuple[str, ...]
    begins_on: date
    ends_on: date


def find_overlaps(plan: Iterable[Inspection]) -> tuple[Overlap, ...]:
    """Return every overlap of a plan, by the keys of its two rows.

    Edges:   rows of one branch do not overlap: each branch orders its own plan. It only flags: whether one
             is dropped, both are joined or both stay is for people to decide.
    Raises:  ValueError if two rows have one key.
    """
    listed = tuple(plan)
    rows = {one.key: one for one in listed}
    if len(rows) < len(listed):
        raise ValueError("two rows of the plan have one key")
    met = (_meet(rows[first], rows[second]) for first, second in sorted(_beside(rows)))
    return tuple(one for one in met if one)


def _beside(rows: Mapping[str, Inspection]) -> set[tuple[str, str]]:
    """Return the pairs that share an object: only those can meet."""
    by_object = defaultdict(list)
    for key in sorted(rows):
        for name in rows[key].objects:
            by_object[name].append(key)
    return {pair for keys in by_object.values() for pair in combinations(keys, 2)}


def _meet(first: Inspection, second: Inspection) -> Overlap | None:
    contents = tuple(sorted(set(_shared(first.contents, second.contents))))
    begins_on, ends_on = max(first.begins_on, second.begins_on), min(first.ends_on, second.ends_on)
    if first.branch == second.branch or not contents or begins_on >= ends_on:
        return None
    objects = tuple(sorted(first.objects & second.objects))
    return Overlap(first.key, second.key, objects, contents, begins_on, ends_on)


def _shared(one: frozenset[str], other: frozenset[str]) -> Iterator[str]:
    """Yield the narrower of each two contents of which one takes in the other."""
    for left in one:
        for right in other:
            narrow, wide = max(left, right, key=len), min(left, right, key=len)
            if narrow == wide or narrow.startswith(f"{wide}."):
                yield narrow
