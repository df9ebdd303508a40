"""Scanning: the virus scanner of the installation, a command that gets a file on its standard input."""

import shlex
import subprocess

from giaoban.core.conduct.refusals import refusal
from giaoban.core.errors import Finding

#: As scanners answer: 0 nothing found, 1 something found; every other answer is none.
_CLEAN, _INFECTED = 0, 1
_SECONDS = 60


def scan(content: bytes, command: str, seconds: float = _SECONDS) -> Finding | None:
    """Return what the scanner finds in `content`; None where it finds nothing, or where there is none.

    Edges:   a scanner that is missing, fails or does not answer in time refuses the file. What it prints is
             not read, and nothing is written to a disk.
    """
    if not command.strip():
        return None
    try:
        done = subprocess.run(  # noqa: S603 the command is the installation's own setting
            shlex.split(command),
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return refusal("not_scanned")
    if done.returncode == _CLEAN:
        return None
    return refusal("infected" if done.returncode == _INFECTED else "not_scanned")
