"""What this machine lacks for the tests, found out before they run and said plainly after they ran.

Listed as a plugin in tests/conftest.py. A test that needs a browser, an office program or PDF tools
carries the marker of that name; where the machine lacks it, the test is left out and named at the end.
"""

import shutil
from collections import Counter
from pathlib import Path

#: marker → (programs of which one is enough, what it is, the Debian package that brings it)
NEEDS = {
    "browser": (("chromium", "chromium-browser", "google-chrome"), "a browser", "chromium"),
    "office": (("soffice", "libreoffice"), "LibreOffice Writer", "libreoffice-writer"),
    "pdf": (("pdftotext",), "PDF tools", "poppler-utils"),
}
#: The browser of this machine; None where there is none, and then no browser test runs.
BROWSER = next(filter(None, map(shutil.which, NEEDS["browser"][0])), None)
_left_out: Counter[str] = Counter()


def pytest_configure(config):
    """Register one marker per need."""
    for name, (_, what, _) in NEEDS.items():
        config.addinivalue_line("markers", f"{name}: needs {what}")


def lacking() -> dict[str, tuple[str, str]]:
    """Return what this machine lacks: marker → (what, package)."""
    return {
        name: (what, package)
        for name, (programs, what, package) in NEEDS.items()
        if not any(map(shutil.which, programs))
    }


def has_postgres() -> bool:
    """Return whether tests/postgres.sh finds a PostgreSQL server on this machine."""
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def pytest_collection_modifyitems(config, items):
    """Leave out, and count, the tests that this machine cannot run."""
    missing = lacking()
    kept, left_out = [], []
    for item in items:
        needs = [name for name in missing if item.get_closest_marker(name)]
        _left_out.update(needs)
        (left_out if needs else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter):
    """Say what could not run here and how to allow it."""
    lines = [
        f"Not run, for want of {what}: {count} of the tests. To run them: apt-get install {package}"
        for name, count in _left_out.items()
        for what, package in (lacking()[name],)
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
