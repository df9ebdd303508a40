"""Pieces: what is read of an uploaded file, what keeps it out, and how much of it may be read."""

import time
from dataclasses import dataclass
from typing import Any

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How large a file may be, how far it may unpack, of how many parts, and how long reading may take."""

    bytes: int = 20 * _MEGABYTE
    unpacked: int = 100 * _MEGABYTE
    entries: int = 2_000
    pages: int = 400
    seconds: int = 8


LIMITS = Limits()


@dataclass(frozen=True)
class Piece:
    """One piece of text: a paragraph, a cell or the lines of a page; the part it stands in, and which there.

    `is_wrapped` says that its lines end where the page does, not where a sentence or a cell does.
    """

    text: str
    part: str = ""
    number: int | None = None
    is_wrapped: bool = False


@dataclass(frozen=True)
class Fault:
    """A reason to keep the file out, by its code, and the part that gives it."""

    code: str
    part: str = ""


@dataclass(frozen=True)
class Reading:
    """What one reader made of a file: its kind where it has to look inside, its texts and its faults."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    faults: tuple[Fault, ...] = ()
    has_pictures: bool = False


class Unreadable(Exception):
    """A file that cannot be read on; `code` is the reason."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, part)


class Clock:
    """The time that reading one file may take; a file made to be slow ends there."""

    def __init__(self, limits: Limits) -> None:
        self._until = time.monotonic() + limits.seconds

    def check(self, *_: Any) -> None:
        """End the reading if its time is over.

        Raises:  Unreadable.
        """
        if time.monotonic() > self._until:
            raise Unreadable("too_long")
