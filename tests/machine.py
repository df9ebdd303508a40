"""What this machine lacks for the tests, found out before they run and said plainly after they ran.

Listed as a plugin in tests/conftest.py. A test that needs a browser, an office program, PDF tools, Spark or
the lists of communes carries the marker of that name; where the machine lacks it, the test is left out and
named at the end. Where several workers share the tests, each of them leaves the same ones out, and the run
that started them names these.
"""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

#: The folder with the lists of communes: beside the project, or where GIAOBAN_DATA says.
DATA = Path(os.environ.get("GIAOBAN_DATA") or Path(__file__).parents[2] / "shared" / "data")


class Need(NamedTuple):
    """What a test may need: whether it is there, what it is, and how to bring it."""

    is_there: Callable[[], bool]
    what: str
    remedy: str


def _program(*names: str) -> str | None:
    """Return where the first of these programs lies, None if the machine has none of them."""
    return next(filter(None, map(shutil.which, names)), None)


#: The browser of this machine; None where there is none, and then no browser test runs.
BROWSER = _program("chromium", "chromium-browser", "google-chrome")


def has_own_network() -> bool:
    """Return whether this user may make a network of their own, with an address in it."""
    if not (_program("unshare") and _program("ip")):
        return False
    trial = ["unshare", "--net", "ip", "link", "add", "one", "type", "veth", "peer", "name", "two"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


NEEDS = {
    "browser": Need(lambda: bool(BROWSER), "a browser", "apt-get install chromium"),
    "office": Need(
        lambda: bool(_program("soffice", "libreoffice")),
        "LibreOffice Writer",
        "apt-get install libreoffice-writer",
    ),
    "pdf": Need(lambda: bool(_program("pdftotext")), "PDF tools", "apt-get install poppler-utils"),
    "iconv": Need(lambda: bool(_program("iconv")), "iconv", "apt-get install libc-bin"),
    "video": Need(
        lambda: bool(_program("janus")) and has_own_network(),
        "the media server Janus, or the right to make a network for it",
        "apt-get install janus iproute2 util-linux, and run them as root",
    ),
    "spark": Need(
        lambda: bool(_program("java") and find_spec("pyspark")),
        "Java 17 or the package pyspark",
        "apt-get install openjdk-17-jre-headless; .ci/packages --extra spark --group dev",
    ),
    "data": Need(
        (DATA / "commune_changes_2025.csv").is_file,
        "the lists of communes",
        "name their folder in GIAOBAN_DATA, or put it beside the project as ../shared/data",
    ),
}
#: How many tests of this run were left out, by need.
_LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config):
    """Register one marker per need."""
    config.stash[_LEFT_OUT] = Counter()
    for name, need in NEEDS.items():
        config.addinivalue_line("markers", f"{name}: needs {need.what}")


def has_postgres() -> bool:
    """Return whether tests/postgres.sh finds a PostgreSQL server on this machine."""
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def pytest_collection_modifyitems(config, items):
    """Leave out, and count, the tests that this machine cannot run."""
    missing = [name for name, need in NEEDS.items() if not need.is_there()]
    kept, left_out = [], []
    for item in items:
        needs = [name for name in missing if item.get_closest_marker(name)]
        config.stash[_LEFT_OUT].update(needs)
        (left_out if needs else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_sessionfinish(session):
    """Tell the run that started this worker what was left out; nobody reads what a worker writes."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash[_LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take what a worker left out; a worker that died told nothing, and another one stands in for it."""
    told = getattr(node, "workeroutput", {}).get("left_out", {})
    node.config.stash[_LEFT_OUT] |= Counter(told)


def pytest_terminal_summary(terminalreporter, config):
    """Say what could not run here and how to allow it."""
    lines = [
        f"Not run, for want of {NEEDS[name].what}: {count} of the tests. To run them: {NEEDS[name].remedy}"
        for name, count in config.stash[_LEFT_OUT].items()
    ]
    if not has_postgres():
        lines.append(
            "Run on SQLite only, for want of PostgreSQL: the action and query tests. "
            "To run them on both: apt-get install postgresql"
        )
    if lines:
        terminalreporter.section("could not run on this machine", sep="=", yellow=True)
        for line in lines:
            terminalreporter.write_line(line)
