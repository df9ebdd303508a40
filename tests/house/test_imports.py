"""The floor plan holds on the tree, and each contract fails on a planted violation of its kind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SRC

LINT = Path(sys.executable).with_name("lint-imports")

#: contract → planted files, each a path inside src/giaoban and the line that breaks the contract
PLANTED = [
    ("Rooms import one way", "core/registry/planted.py", "import giaoban.queries"),
    ("Rooms import one way", "queries/planted.py", "import giaoban.actions"),
    ("Rooms import one way", "actions/planted.py", "import giaoban.web"),
    ("Rooms import one way", "files/planted.py", "import giaoban.store"),
    ("Rooms import one way", "cli/planted.py", "import giaoban.web"),
    ("Rooms import one way", "records/planted.py", "import giaoban.config"),
    ("Rooms import one way", "attic/__init__.py", ""),
    ("Inside core", "core/registry/planted.py", "import giaoban.core.review"),
    ("Inside core", "core/figures/planted.py", "import giaoban.core.writing"),
    ("Inside core", "core/attic/__init__.py", ""),
    ("Pages and commands", "web/planted.py", "import giaoban.records"),
    ("Pages and commands", "web/planted.py", "import giaoban.files"),
    ("Pages and commands", "cli/planted.py", "import giaoban.store"),
    ("Core reaches no framework", "core/review/planted.py", "import django.db"),
    ("Core reaches no framework", "core/figures/planted.py", "import duckdb"),
    ("The verifier rests on nothing", "verifier.py", "import giaoban.core.review"),
    ("The verifier and the proofreader", "proofreader.py", "import giaoban.verifier"),
    ("No circles", "core/registry/planted.py", "import giaoban.core.registry.planted_too"),
]


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts on the tree under `source`."""
    command = [str(LINT), "--config", str(ROOT / ".importlinter"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """Return a copy of src, to be broken."""
    source = tmp_path_factory.mktemp("planted") / "src"
    shutil.copytree(SRC, source / "giaoban", ignore=shutil.ignore_patterns("__pycache__", "static", "locale"))
    return source


def test_the_tree_keeps_every_contract():
    """The real tree keeps all contracts."""
    outcome = lint(ROOT / "src")
    assert outcome.returncode == 0, outcome.stdout
    assert "7 kept, 0 broken" in outcome.stdout


@pytest.mark.parametrize(
    ("contract", "file", "line"), PLANTED, ids=[f"{f}: {n or 'new room'}" for _, f, n in PLANTED]
)
def test_a_planted_violation_breaks_its_contract(copied, contract, file, line):
    """A copy of the tree with one forbidden import, or an unplanned room, breaks its contract."""
    path = copied / "giaoban" / file
    before = path.read_text("utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + f"\n{line}\n", "utf-8")
    other = path.with_name("planted_too.py")
    other.write_text("import giaoban.core.registry.planted\n" if "planted_too" in line else "", "utf-8")
    try:
        outcome = lint(copied)
    finally:
        other.unlink()
        if before is None:
            path.unlink()
            if path.name == "__init__.py":
                shutil.rmtree(path.parent)
        else:
            path.write_text(before, "utf-8")
    broken = [text for text in outcome.stdout.splitlines() if text.rstrip().endswith("BROKEN")]
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert any(text.startswith(contract) for text in broken), outcome.stdout
