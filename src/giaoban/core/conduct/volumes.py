"""Volumes: bodies are compared only with those that were given about as much."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

#: A group begins at each of these numbers and ends before the next.
VOLUMES = (1, 5, 20, 100)


@dataclass(frozen=True)
class Volume:
    """Those that were given at least `begin` and fewer than `end` things; None is without an end."""

    begin: int
    end: int | None
    keys: tuple[str, ...]


def alike(counts: Mapping[str, int]) -> tuple[Volume, ...]:
    """Return the keys among those with about as many things, the busiest group first.

    Edges:   whoever was given nothing stands in no group; a group without anybody is left out. In it the
             order is that of `counts`.
    """
    groups: dict[int, list[str]] = defaultdict(list)
    for key, count in counts.items():
        if count > 0:
            groups[max(begin for begin in VOLUMES if begin <= count)].append(key)
    ends = dict(zip(VOLUMES, (*VOLUMES[1:], None), strict=True))
    return tuple(Volume(begin, ends[begin], tuple(groups[begin])) for begin in sorted(groups, reverse=True))
