"""The tree as the house tests see it: its files, its modules and its packs."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "giaoban"
CORE = SRC / "core"
PACKS = ROOT / "packs"
TESTS = ROOT / "tests"


def modules(folder: Path = SRC) -> list[Path]:
    """Return the Python files of `folder`, migrations left out."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield each function of a module, methods as Class.method."""
    yield from _functions(ast.parse(path.read_text("utf-8")), "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
        name = getattr(child, "name", "") if isinstance(child, ast.ClassDef) else ""
        yield from _functions(child, f"{prefix}{name}." if name else prefix)


def relative(path: Path) -> str:
    """Return the path as written in documents: from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()
