"""Inspection: what an uploaded file is by what it holds, what keeps it out, and every text in it."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from giaoban.core.conduct.refusals import refusal, warning
from giaoban.core.errors import Finding, Place
from giaoban.files.uploads.packages import read_package
from giaoban.files.uploads.pdfs import read_pdf
from giaoban.files.uploads.pictures import JPEG, PNG, read_jpeg, read_png
from giaoban.files.uploads.pieces import LIMITS, Limits, Piece, Reading, Unreadable
from giaoban.files.uploads.plain import is_text, read_text

#: Kind → its media type and the endings that a name may have.
KINDS = {
    "pdf": ("application/pdf", (".pdf",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "png": ("image/png", (".png",)),
    "jpeg": ("image/jpeg", (".jpg", ".jpeg")),
    "text": ("text/plain", (".txt", ".csv")),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READERS: dict[bytes, Callable[[bytes, Limits], Reading]] = {
    b"%PDF-": read_pdf,
    b"PK\x03\x04": read_package,
    PNG: read_png,
    JPEG: read_jpeg,
}
#: A path, a sign that nobody sees, or one that turns the direction of writing.
_BAD_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Inspected:
    """What a file is, what was found, and its texts; none is read where something is wrong."""

    kind: str
    media_type: str
    texts: tuple[Piece, ...]
    findings: tuple[Finding, ...]


def inspect(content: bytes, name: str, limits: Limits = LIMITS) -> Inspected:
    """Return what the file holds, whatever its name says.

    Edges:   pictures cannot be read, neither files of them nor those in documents, nor scanned pages: a
             warning says so. A fault never raises; it is a finding.
    """
    try:
        _check_size(content, limits)
        reading = _reader(content)(content, limits)
    except Unreadable as unreadable:
        reading = Reading("", faults=(unreadable.fault,))
    media_type, endings = KINDS.get(reading.kind, ("", ()))
    findings = [refusal(one.code, Place(name, one.part)) for one in reading.faults]
    findings += (refusal(code, Place(name)) for code in _name_faults(name, endings))
    if findings:
        return Inspected(reading.kind, media_type, (), tuple(findings))
    unread = (warning("not_read", Place(name)),) if reading.has_pictures else ()
    return Inspected(reading.kind, media_type, reading.pieces, unread)


def _check_size(content: bytes, limits: Limits) -> None:
    if not content:
        raise Unreadable("empty")
    if len(content) > limits.bytes:
        raise Unreadable("too_large")


def _reader(content: bytes) -> Callable[[bytes, Limits], Reading]:
    if content.startswith(_OLD_OFFICE):
        raise Unreadable("locked")
    for signature, reader in _READERS.items():
        if content.startswith(signature):
            _check_single(content, signature)
            return reader
    if not is_text(content):
        raise Unreadable("unknown_kind")
    return read_text


def _check_single(content: bytes, signature: bytes) -> None:
    """Refuse a file that another program would take for an archive or a PDF: each looks elsewhere in it."""
    is_archive = signature != b"PK\x03\x04" and zipfile.is_zipfile(io.BytesIO(content))
    if is_archive or b"%PDF-" in content[len(signature) : 1024]:
        raise Unreadable("disguised")


def _name_faults(name: str, endings: tuple[str, ...]) -> list[str]:
    stem = PurePosixPath(name).stem
    if not stem.strip() or len(name) > _LONGEST_NAME or _BAD_NAME.search(name):
        return ["bad_name"]
    return ["wrong_ending"] if endings and not name.casefold().endswith(endings) else []
