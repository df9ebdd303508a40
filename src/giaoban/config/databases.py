"""Which database: SQLite in the workspace, or PostgreSQL where an address is given."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database(address: str, workspace: Path) -> dict[str, Any]:
    """Return Django's description of the database at `address`, else of the workspace's own."""
    found = _server(address) if address else _file(workspace / "db.sqlite3")
    # A connection is opened once and kept; one that the server has dropped is noticed and replaced.
    return {**found, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _file(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Writers queue at the start of a transaction instead of failing in its middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _server(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("GIAOBAN_DATABASE_URL must begin with postgresql://")
    # A socket's folder cannot stand where a host name does: postgresql://user@/name?host=/run/postgresql
    socket = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or socket,
        "PORT": str(parts.port or ""),
        # What is asked often is planned once: a saved cell costs a fifth less. Every connection is our own.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
    }
