"""Opens a file by what it holds, whatever its name says."""

from pathlib import Path

from giaoban.core.figures.tables import Table
from giaoban.files.tables.faults import unreadable
from giaoban.files.tables.text import read_csv
from giaoban.files.tables.workbooks import read_workbook

LARGEST_FILE = 50 * 1024 * 1024

_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or one locked by a password",
    b"%PDF": "a PDF",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
    b"\x1f\x8b": "a compressed archive",
}


def read_tables(path: Path, file: str) -> tuple[Table, ...]:
    """Return the tables of one file, one per sheet with content; findings call the file `file`.

    Raises:  Invalid, with one finding, if the file cannot be opened or is neither CSV nor XLSX.
    """
    content = _content(path, file)
    if content[:4] == b"PK\x03\x04":
        return read_workbook(content, file)
    for signature, description in _SIGNATURES.items():
        if content.startswith(signature):
            raise unreadable(
                file, "wrong_format", f"The file is {description}", "Save it as .xlsx or as CSV UTF-8."
            )
    return (read_csv(content, file),)


def _content(path: Path, file: str) -> bytes:
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as fault:
        title = f"The file cannot be opened ({fault.strerror or fault})"
        raise unreadable(file, "cannot_open", title, "Check its name and whether you may read it.") from fault
    if len(content) > LARGEST_FILE:
        title = f"The file has more than {LARGEST_FILE:,} bytes"
        raise unreadable(file, "too_large", title, "Split it.")
    return content
