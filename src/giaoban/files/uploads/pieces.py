"""Pieces: what is read of an uploaded file, what keeps it out, and how much of it may be read."""

from dataclasses import dataclass

from giaoban.core.errors import Finding

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How large a file may be, how far it may unpack, of how many parts, and what reading it may cost.

    `seconds` are of the processor; the clock may show three times as many on a busy machine.
    """

    bytes: int = 20 * _MEGABYTE
    unpacked: int = 100 * _MEGABYTE
    entries: int = 2_000
    pages: int = 400
    seconds: int = 8
    memory: int = 2_048 * _MEGABYTE


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


@dataclass(frozen=True)
class Verdict:
    """What a file is, and what was found in it; it may be kept where no finding is an error."""

    kind: str
    media_type: str
    findings: tuple[Finding, ...]


class Unreadable(Exception):
    """A file that cannot be read on; `code` is the reason."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, part)
