"""Core is pure: standard library only, no clock, no files, no chance, no floats for reported numbers."""

import ast

import pytest

from tests.house.tree import CORE, modules, relative

#: What core may use of the standard library; each is free of clock, file, network and chance.
ALLOWED = {
    "abc",
    "bisect",
    "calendar",
    "collections",
    "collections.abc",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "statistics",
    "string",
    "textwrap",
    "types",
    "typing",
    "unicodedata",
}
FORBIDDEN_CALLS = {"open", "input", "print", "exec", "eval", "compile", "__import__", "float"}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}


def imported(tree: ast.AST) -> set[str]:
    """Return the modules that a tree imports."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def impurities(source: str) -> list[str]:
    """Return what a module of core may not do, each with its line."""
    tree = ast.parse(source)
    outside = sorted(m for m in imported(tree) if m not in ALLOWED and not m.startswith("giaoban.core"))
    found = [f"imports {module}" for module in outside]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", None)
        attribute = getattr(call.func, "attr", None)
        if name in FORBIDDEN_CALLS or attribute in CLOCKS:
            found.append(f"line {call.lineno} calls {name or attribute}")
    return found


@pytest.mark.parametrize("path", modules(CORE), ids=relative)
def test_core_is_pure(path):
    """A module of core reaches no clock, file, network, chance or third party."""
    assert impurities(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import os",
        "from pathlib import Path",
        "import django",
        "from giaoban.store import segments",
        "open('x')",
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.datetime.now()",
        "float('1.5')",
    ],
)
def test_an_impurity_is_seen(source):
    """The check itself sees each kind of impurity."""
    assert impurities(source)
