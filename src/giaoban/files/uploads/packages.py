"""Packages: .docx and .xlsx, checked entry by entry before they are read, and then every part of them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from giaoban.files.archives import inflated_size
from giaoban.files.uploads.markup import read_elements, read_texts
from giaoban.files.uploads.pieces import Fault, Limits, Piece, Reading, Unreadable

_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{_OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
}
_PROGRAMS = re.compile(r"macro|vba|dialogsheet|activex|customUI", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"^xl/(?:externalLinks/|connections\.xml|queryTables/|volatileDependencies)", re.IGNORECASE
)
#: What begins another file: archives, old office files, programs, PDF, rich text.
_FOREIGN = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"%PDF",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"{\\rtf",
)
_MARKUP = {".xml", ".rels", ".vml", ".svg", ".psmdcp"}
_PICTURES = {
    ".png",
    ".jpg",
    ".jpeg",
    ".jfif",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".wdp",
    ".svg",
}
_FONTS = {".odttf", ".ttf", ".fntdata"}
_PRINTER = re.compile(r"^(?:xl|word)/printerSettings/[^/]+\.bin$")
_LINK = re.compile(r"(?:https?:|mailto:|#)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
)


def read_package(content: bytes, limits: Limits) -> Reading:
    """Return what a zip file holds that is a Word document or a workbook.

    Shape:   the texts of every XML part: body, tables, headers, notes, comments, boxes, hidden sheets, names,
             properties; what was deleted but kept, too. What a picture shows is not read.
    Raises:  Unreadable where it cannot be read on.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_order(entries, content, archive.comment)
            _check_size(entries, content, limits)
            kind = _kind(archive)
            faults = (*_programs(archive), *_others(archive), *_links(archive))
            pieces = () if faults else tuple(_pieces(archive))
    except _BROKEN as fault:
        raise Unreadable("damaged") from fault
    has_pictures = any(_ending(one) in _PICTURES and "thumbnail" not in one.filename for one in entries)
    return Reading(kind, pieces, tuple(dict.fromkeys(faults)), has_pictures)


def _check_order(entries: list[zipfile.ZipInfo], content: bytes, comment: bytes) -> None:
    """Refuse what one program could read otherwise than another: twins, overlaps, gaps before and behind."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("locked")
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names) or any(map(_is_crooked, names)):
        raise Unreadable("disguised")
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        start = entry.header_offset
        if start < end or (end == 0 and start) or not _is_named(entry, content):
            raise Unreadable("disguised")
        end = start + 30 + len(entry.orig_filename) + entry.compress_size
    if comment or b"%PDF-" in content[:1024]:
        raise Unreadable("disguised")


def _is_crooked(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts


def _is_named(entry: zipfile.ZipInfo, content: bytes) -> bool:
    """Return whether the entry has the same name where it lies as in the list of entries."""
    head = content[entry.header_offset : entry.header_offset + 30]
    length = int.from_bytes(head[26:28], "little")
    name = content[entry.header_offset + 30 : entry.header_offset + 30 + length]
    encoding = "utf-8" if entry.flag_bits & 0x800 else "cp437"
    return head[:4] == b"PK\x03\x04" and name == entry.orig_filename.encode(encoding, "replace")


def _check_size(entries: list[zipfile.ZipInfo], content: bytes, limits: Limits) -> None:
    """Refuse too many entries, and what unpacks beyond the limit, whatever it declares about itself."""
    if len(entries) > limits.entries:
        raise Unreadable("too_long")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unreadable("damaged")
    room = limits.unpacked
    for entry in entries:
        room -= inflated_size(entry, content, room)
        if room < 0:
            raise Unreadable("too_large")


def _kind(archive: zipfile.ZipFile) -> str:
    if _TYPES not in archive.namelist():
        raise Unreadable("unknown_kind")
    kinds = {_MAIN[one] for one in _types(archive) if one in _MAIN}
    if len(kinds) > 1:
        raise Unreadable("disguised")
    if not kinds:
        is_program = any("macroEnabled" in one for one in _types(archive))
        raise Unreadable("macros" if is_program else "unknown_kind")
    return kinds.pop()


def _types(archive: zipfile.ZipFile) -> Iterator[str]:
    for name, attributes in read_elements(archive.read(_TYPES), _TYPES):
        if name in ("Override", "Default"):
            yield attributes.get("ContentType", "")


def _programs(archive: zipfile.ZipFile) -> Iterator[Fault]:
    if any(_PROGRAMS.search(one) for one in (*archive.namelist(), *_types(archive))):
        yield Fault("macros")


def _others(archive: zipfile.ZipFile) -> Iterator[Fault]:
    """Yield the entries that are files of their own, or lead to others."""
    for entry in archive.infolist():
        name = entry.filename
        if entry.is_dir() or _PRINTER.match(name) or _PROGRAMS.search(name):
            continue
        with archive.open(entry) as opened:
            head = opened.read(8)
        if _ELSEWHERE.match(name):
            yield Fault("external", _part(name))
        elif (
            "/embeddings/" in name
            or head.startswith(_FOREIGN)
            or _ending(entry) not in _MARKUP | _PICTURES | _FONTS
        ):
            yield Fault("embedded", _part(name))


def _links(archive: zipfile.ZipFile) -> Iterator[Fault]:
    for name in archive.namelist():
        if name.endswith(".rels"):
            for element, attributes in read_elements(archive.read(name), name):
                if element == "Relationship" and (code := _fault_of(attributes)):
                    yield Fault(code, _part(name))


def _fault_of(relationship: dict[str, str]) -> str:
    kind = relationship.get("Type", "").rpartition("/")[2]
    if kind == "aFChunk":
        return "embedded"
    if relationship.get("TargetMode", "").casefold() != "external":
        return ""
    return "" if kind == "hyperlink" and _LINK.match(relationship.get("Target", "")) else "external"


def _pieces(archive: zipfile.ZipFile) -> Iterator[Piece]:
    """Yield every text once, however often it stands in the file."""
    seen: set[str] = set()
    for entry in archive.infolist():
        if _ending(entry) in _MARKUP and entry.filename != _TYPES:
            part = _part(entry.filename)
            texts = read_texts(archive.read(entry), part, is_loose=_ending(entry) == ".vml")
            for number, text in enumerate(texts, 1):
                if text not in seen:
                    seen.add(text)
                    yield Piece(text, part, number)


def _ending(entry: zipfile.ZipInfo) -> str:
    name, point, ending = entry.filename.rpartition(".")
    return (point + ending).casefold()


def _part(name: str) -> str:
    return PurePosixPath(name).stem
