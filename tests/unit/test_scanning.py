"""The virus scanner: its answer is taken, and no answer is no consent."""

import os
import sys

import pytest

from giaoban.files.uploads.scanning import scan

#: A scanner as small as can be: it reads all that it gets, and finds what EICAR's test file says.
SCANNER = """#!{python}
import sys
content = sys.stdin.buffer.read()
print("stream: found", content[:10])
sys.exit(1 if b"STANDARD-ANTIVIRUS-TEST-FILE" in content else 0)
"""


@pytest.fixture
def scanner(tmp_path):
    """Return the command of a real scanner program."""
    program = tmp_path / "a scanner"
    program.write_text(SCANNER.format(python=sys.executable))
    program.chmod(0o755)
    return f"'{program}' --no-summary -"


def test_what_the_scanner_finds_is_refused_and_what_it_passes_is_not(scanner, capfd):
    """The file goes in on standard input, whole; the exit code is the answer; what it prints goes nowhere."""
    content = os.urandom(3_000_000)
    assert scan(content, scanner) is None
    assert scan(content + b"STANDARD-ANTIVIRUS-TEST-FILE", scanner).code == "infected"
    assert capfd.readouterr() == ("", "")


def test_without_a_scanner_nothing_is_scanned():
    """The setting is empty: no finding, and no program is started."""
    assert scan(b"anything", "") is None
    assert scan(b"anything", "  ") is None


@pytest.mark.parametrize(
    "command",
    [
        "/nowhere/scanner",
        f"{sys.executable} -c 'raise SystemExit(2)'",
        f"{sys.executable} -c 'import os; os.kill(os.getpid(), 9)'",
        "an 'unclosed quotation",
    ],
)
def test_a_scanner_that_fails_refuses(command):
    """It is not there, fails, dies, or cannot be called: none of these is a clean file."""
    assert scan(b"anything" * 100_000, command).code == "not_scanned"


def test_a_scanner_that_does_not_answer_in_time_refuses():
    """It waits for ever; the file is refused, and the scanner ended."""
    command = f"{sys.executable} -c 'import threading; threading.Event().wait()'"
    assert scan(b"anything", command, seconds=0.2).code == "not_scanned"
