"""The engine: one in-memory DuckDB per process, one cursor per call; it downloads and loads nothing."""

from functools import cache
from typing import Any

import duckdb

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}


def fetch(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return all rows of one statement, run on a cursor of its own."""
    with _connection().cursor() as cursor:
        return cursor.execute(sql, parameters).fetchall()


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_SETTINGS)
