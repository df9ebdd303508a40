"""What somebody typed, or an address says, read as a number: it may say anything."""

from typing import TypeVar

_Otherwise = TypeVar("_Otherwise", int, None)
#: More digits than a number that anything is counted or kept by; each database holds it.
_DIGITS = 10


def whole(text: str, otherwise: _Otherwise = 0) -> int | _Otherwise:
    """Return a whole number that digits say, from 0 to 999,999,999; `otherwise` for anything else."""
    return int(text) if text.isdecimal() and len(text) < _DIGITS else otherwise
