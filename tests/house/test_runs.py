"""What a test run says at its end, whether one process runs the tests or several share them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

TESTS = """
import pytest

@pytest.mark.browser
def test_of_a_page(): assert False

@pytest.mark.browser
@pytest.mark.office
def test_of_a_page_and_a_document(): assert False

def test_of_neither(): pass
"""


def run(folder: Path, *words: str) -> list[str]:
    """Run the tests of a folder on a machine without any program, and return what was printed."""
    (folder / "test_one.py").write_text(TESTS, "utf-8")
    (folder / "test_other.py").write_text("def test_of_this_file(): pass\n", "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -q --strict-markers\n", "utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    command = [sys.executable, "-m", "pytest", "-p", "tests.machine", "-p", "no:cacheprovider", *words]
    done = subprocess.run(
        command, cwd=folder, env={**own, "PATH": "", "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("words", [(), ("-n", "2", "--dist", "loadfile")], ids=["alone", "shared"])
def test_what_could_not_run_is_named_and_the_closing_line_is_the_last(tmp_path, words):
    """Each need once, with how many tests asked for it; then how many passed, as .ci/run looks for it."""
    said = run(tmp_path, *words)
    assert [line.partition(" To run them:")[0] for line in said if line.startswith("Not run")] == [
        "Not run, for want of a browser: 2 of the tests.",
        "Not run, for want of LibreOffice Writer: 1 of the tests.",
    ]
    pattern = re.search(r"grep -E '(.+)'", (ROOT / ".ci" / "run").read_text("utf-8"))[1]
    assert said[-1].startswith("2 passed") and re.search(pattern, said[-1])
