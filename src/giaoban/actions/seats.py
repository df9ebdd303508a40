"""Seats: what only one process of an installation does at a time.

A seat falls free when its process ends, however it ends: the system that keeps it sees the death. So nobody
has to guess from a clock whether somebody is still there.
"""

import fcntl
import hashlib
from typing import IO

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from giaoban.queries import workspace


class Seat:
    """One seat by name; nobody sits on it until `take` says so."""

    def __init__(self, name: str) -> None:
        server = connections["default"].vendor == "postgresql"
        self._lock: _ServerLock | _FileLock = _ServerLock(name) if server else _FileLock(name)

    def take(self) -> bool:
        """Take the seat if it is free, and return whether this process holds it now."""
        return self._lock.take()

    def is_held(self) -> bool:
        """Return whether this process still holds it: a server that was restarted has forgotten it."""
        return self._lock.is_held()

    def leave(self) -> None:
        """Give the seat free."""
        self._lock.leave()


class _FileLock:
    """A lock on a file of the workspace: beside SQLite, everything runs on one machine."""

    def __init__(self, name: str) -> None:
        self._path = workspace.home() / f"{name}.lock"
        self._file: IO[str] | None = None

    def take(self) -> bool:
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def is_held(self) -> bool:
        return self._file is not None

    def leave(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class _ServerLock:
    """A lock of the database server, on a connection of its own: it ends with the connection."""

    def __init__(self, name: str) -> None:
        digest = hashlib.sha256(f"giaoban.{name}".encode()).digest()
        self._key = int.from_bytes(digest[:8], "big", signed=True)
        self._connection: BaseDatabaseWrapper = connections.create_connection("default")

    def take(self) -> bool:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [self._key])
            return bool(cursor.fetchone()[0])

    def is_held(self) -> bool:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True

    def leave(self) -> None:
        self._connection.close()
