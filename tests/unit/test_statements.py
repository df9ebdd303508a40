"""Statements of the store run only if every word of them is on the allow-list."""

from importlib.resources import files

import pytest

from giaoban.core.errors import Invalid
from giaoban.store.statements import PANEL_TABLES, compile_statement, panel_statement, statement


def names(*folder: str) -> list[str]:
    """Return the statements that lie in a folder of the store."""
    paths = files("giaoban.store").joinpath("sql", *folder).iterdir()
    return sorted(path.name.removesuffix(".sql") for path in paths if path.name.endswith(".sql"))


NAMES = names()


@pytest.mark.parametrize("name", NAMES)
def test_each_statement_is_allowed_and_reads_the_segments(name):
    """What lies in the folder passes, and reads the rows that it is given and nothing else."""
    text = statement(name, "SELECT * FROM READ_PARQUET($paths)")
    assert "FROM (SELECT * FROM READ_PARQUET($paths)) AS segments" in text


@pytest.mark.parametrize("name", names("panels"))
def test_each_statement_over_panels_is_allowed(name):
    """What lies in the folder passes, and reads only the tables that it has declared."""
    assert name in PANEL_TABLES
    assert panel_statement(name).startswith("/*")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM other",
        "SELECT getenv('HOME') FROM segments",
        "COPY (SELECT * FROM segments) TO 'x'",
        "DROP TABLE segments",
        "SELECT CAST(value AS DOUBLE) / 2 FROM segments",
        "SELECT CAST(value AS DOUBLE) FROM segments",
        "SELECT CAST(value AS FLOAT) FROM segments",
        "SELECT AVG(value) FROM segments",
    ],
)
def test_anything_else_is_refused(text):
    """Files, other tables, functions off the list, writing, and division (its meaning differs by engine)."""
    with pytest.raises(Invalid):
        compile_statement(text, "planted", "SELECT 1")
