"""Write docs/map.md: every room and what each of its files says of itself. `python -m tests.house.map`."""

import ast
from pathlib import Path

from tests.house.tree import ROOT, SRC, modules

PAGE = ROOT / "docs" / "map.md"
HEAD = """# Map

Every file of `src/giaoban` stands at room/noun. This page is generated (`make docs`); each line is the first
line of the file itself. What travels between the rooms is in [journey.md](journey.md).
"""


def render() -> str:
    """Return the page as it should be."""
    folders: dict[Path, list[Path]] = {}
    for path in modules():
        folders.setdefault(path.parent.relative_to(SRC), []).append(path)
    return "\n".join([HEAD, *(_section(folder, paths) for folder, paths in sorted(folders.items()))])


def _section(folder: Path, paths: list[Path]) -> str:
    name = folder.as_posix()
    rows = [f"| `{path.name}` | {_says(path)} |" for path in paths if path.name != "__init__.py"]
    intro = next((_says(path) for path in paths if path.name == "__init__.py"), "")
    table = ["| File | What it is |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([f"## {'giaoban' if name == '.' else name}", "", intro, "", *table])


def _says(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
