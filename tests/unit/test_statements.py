"""Statements of the store run only if every word of them is on the allow-list."""

from importlib.resources import files

import pytest

from giaoban.core.errors import Invalid
from giaoban.store.statements import compile_statement, statement

NAMES = sorted(path.name.removesuffix(".sql") for path in (files("giaoban.store") / "sql").iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_each_statement_is_allowed_and_reads_the_segments(name):
    """What lies in the folder passes, and reads the files that it is given."""
    assert "$paths, filename = TRUE" in statement(name)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM other",
        "SELECT getenv('HOME') FROM segments",
        "COPY (SELECT * FROM segments) TO 'x'",
        "DROP TABLE segments",
        "SELECT CAST(value AS DOUBLE) / 2 FROM segments",
    ],
)
def test_anything_else_is_refused(text):
    """Files, other tables, functions off the list, writing, and division (its meaning differs by engine)."""
    with pytest.raises(Invalid):
        compile_statement(text, "planted")
