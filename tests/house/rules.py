"""Write docs/rules/: the rules of scoring, one page per file of tests/spec. `python -m tests.house.rules`."""

import ast
from pathlib import Path

from tests.house.tree import ROOT, TESTS, relative

FOLDER = ROOT / "docs" / "rules"


def pages() -> dict[Path, str]:
    """Return each page as it should be."""
    return {
        FOLDER / f"{path.stem.removeprefix('test_')}.md": _page(path) for path in TESTS.glob("spec/test_*.py")
    }


def _page(path: Path) -> str:
    tree = ast.parse(path.read_text("utf-8"))
    head = (
        f"# {ast.get_docstring(tree)}\n\nGenerated from `{relative(path)}` (`make docs`): each rule is a "
        "test that runs on every commit; the worked example is in it.\n"
    )
    tests = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    rules = (
        f"- **{_title(node.name)}.** {' '.join((ast.get_docstring(node) or '').split())}" for node in tests
    )
    return head + "\n" + "\n".join(rules) + "\n" + _examples(tree)


def _examples(tree: ast.Module) -> str:
    """Return the table of a page whose tests take their examples from a list called EXAMPLES."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXAMPLES":
            rows = ast.literal_eval(node.value)
            return "\n| Example | Taken for | Why |\n|---|---|---|\n" + "".join(map(_row, rows))
    return ""


def _row(row: tuple[str, str, str]) -> str:
    text, *rest = (cell.replace("\n", " ⏎ ").replace("\t", " ⇥ ").replace("|", r"\|") for cell in row)
    return f"| `{text}` | {' | '.join(rest)} |\n"


def _title(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ").capitalize()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page in FOLDER.glob("*.md"):
        page.unlink()
    for page, text in pages().items():
        page.write_text(text, "utf-8")
