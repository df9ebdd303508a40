"""Addresses: files named by the SHA-256 of their bytes, so that none can be edited unseen."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def path_of(directory: Path, sha256: str) -> Path:
    """Return where a file lies."""
    return directory / f"{sha256}.parquet"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_intact(directory: Path, sha256: str) -> bool:
    """Return whether the file is there and its bytes are those that its name promises."""
    path = path_of(directory, sha256)
    return path.is_file() and digest_of(path) == sha256


def put(directory: Path, write: Callable[[Path], object]) -> str:
    """Let `write` fill a file, put it at its address and return its name.

    Edges:   equal bytes have one address; whoever reads finds the whole file or none.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".writing-") as temporary:
        path = Path(temporary) / "written.parquet"
        write(path)
        sha256 = digest_of(path)
        _settle(path, path_of(directory, sha256))
    return sha256


def _settle(written: Path, final: Path) -> None:
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(final)
