"""Pages: one page of a long list, with how much the whole list holds."""

from dataclasses import dataclass
from typing import Generic, TypeVar

_Line = TypeVar("_Line")


@dataclass(frozen=True)
class Page(Generic[_Line]):
    """One page of a list, and how many lines the whole list has."""

    lines: tuple[_Line, ...]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return _last(self.total, self.size)


def cut(total: int, number: int, size: int) -> tuple[int, slice]:
    """Return the number of the page that is shown, and which lines of the list stand on it.

    Edges:   a page beyond the last one is the last; below the first there is none.
    """
    shown = min(max(1, number), _last(total, size))
    return shown, slice((shown - 1) * size, shown * size)


def _last(total: int, size: int) -> int:
    return max(1, -(-total // size))
