"""Every statement of the store as the cluster reads it; `make docs` writes the approved texts again."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from giaoban.store.cluster import transpiled
from giaoban.store.statements import PANEL_TABLES, panel_statement, statement

FOLDER = Path(__file__).parent / "spark"


def names() -> list[str]:
    """Return the statements over segments; those over panels stand in PANEL_TABLES."""
    paths = (files("giaoban.store") / "sql").iterdir()
    return sorted(path.name.removesuffix(".sql") for path in paths if path.name.endswith(".sql"))


def texts() -> Iterator[tuple[str, str]]:
    """Yield the file and the text of each statement."""
    for name in names():
        yield f"{name}.sql", transpiled(statement(name, "")) + "\n"
    for name in PANEL_TABLES:
        yield f"panels-{name}.sql", transpiled(panel_statement(name)) + "\n"


if __name__ == "__main__":
    for name, text in texts():
        (FOLDER / name).write_text(text, encoding="utf-8")
