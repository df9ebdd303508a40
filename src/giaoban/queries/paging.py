"""Paging: one page of a long list, cut by the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

_Line = TypeVar("_Line")


@dataclass(frozen=True)
class Page(Generic[_Line]):
    """One page of a list: its lines, how many the whole list holds, and which page of how many it is."""

    lines: tuple[_Line, ...]
    total: int
    number: int
    last: int

    @property
    def has_more(self) -> bool:
        """Return whether another page follows."""
        return self.number < self.last


def page_of(
    rows: QuerySet[Any],
    number: int,
    size: int,
    tell: Callable[[QuerySet[Any]], Iterable[_Line]] = tuple,
    total: int | None = None,
) -> Page[_Line]:
    """Return one page of a list in its order; `tell` makes lines of the rows, and is asked of these alone.

    Edges:   how many there are is counted, unless `total` says it; a page before the first is the first, one
             beyond the last the last; an empty list has one page.
    """
    total = rows.count() if total is None else total
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    return Page(tuple(tell(rows[(number - 1) * size : number * size])), total, number, last)
