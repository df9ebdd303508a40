"""The engine: one in-memory DuckDB per process, one cursor per call; it downloads and loads nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
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


@dataclass(frozen=True)
class Limits:
    """What one large computation may use; it spills into `scratch` where the memory is not enough."""

    scratch: Path
    memory_mb: int = 4000
    threads: int | None = None


@contextmanager
def workbench(limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine of its own for one large computation, and leave nothing of it.

    Raises:  Invalid where a number does not fit its column, a file cannot be used, or even with spilling the
             memory is not enough.
    """
    own = {
        "lock_configuration": "false",
        "memory_limit": f"{limits.memory_mb}MB",
        "temp_directory": str(limits.scratch),
    }
    if limits.threads:
        own["threads"] = str(limits.threads)
    try:
        with duckdb.connect(":memory:", config={**_SETTINGS, **own}) as connection:
            # Files are immutable: what their footers say is read once.
            connection.execute("SET parquet_metadata_cache = true")
            connection.execute("SET lock_configuration = true")
            yield connection
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as fault:
        raise Invalid(
            f"A number does not fit its column ({fault})", "See whether values and weights are in their unit."
        ) from fault
    except duckdb.OutOfMemoryException as fault:
        title = f"{limits.memory_mb} MB of memory are not enough, also with spilling to disk"
        raise Invalid(title, "Allow more, or use fewer threads.") from fault
    except (duckdb.IOException, duckdb.InvalidInputException) as fault:
        raise Invalid(f"The panel cannot be used ({fault})", "Build it anew from the segments.") from fault


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_SETTINGS)
