"""Which database: the workspace's own or a server's; and the sealed tables, which lie apart."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

#: Under this name the database of ballots by person is known.
SEALED = "sealed"


def database(
    address: str, workspace: Path, file: str = "db.sqlite3", setting: str = "GIAOBAN_DATABASE_URL"
) -> dict[str, Any]:
    """Return Django's description of the database at `address`, else of the workspace's own file.

    `setting` is the name under which the address was given, for whoever gave a wrong one.
    """
    found = _server(address, setting) if address else _file(workspace / file)
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


def _server(address: str, setting: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"{setting} must begin with postgresql://")
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


class Apart:
    """The router: tables whose model begins with `Sealed` lie in the sealed database, all others never do."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the database of a model; None leaves it to Django, which takes the main one."""
        return SEALED if _is_sealed(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Return whether two rows lie in one database: no row refers from one into the other."""
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Return whether a table, or a step that names none, belongs into a database."""
        return (db == SEALED) == _is_sealed(app_label, model_name)


def _is_sealed(app_label: str, model_name: str | None) -> bool:
    return app_label == "records" and (model_name or "").lower().startswith(SEALED)
