"""The engine: one in-memory DuckDB per process, one cursor per call; it downloads and loads nothing."""

from functools import cache
from typing import Any

import duckdb

from giaoban.core.errors import Invalid

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}


def fetch(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return all rows of one statement, run on a cursor of its own.

    Raises:  Invalid if a segment is damaged or cannot be written.
    """
    try:
        with _connection().cursor() as cursor:
            return cursor.execute(sql, parameters).fetchall()
    except (duckdb.IOException, duckdb.InvalidInputException) as fault:
        raise Invalid(
            f"The store cannot be used ({fault})", "Restore the workspace from a backup."
        ) from fault


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_SETTINGS)
