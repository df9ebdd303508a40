"""Archives: what an .xlsx unpacks to is counted, and document types are refused, before it is parsed."""

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from giaoban.files.archives import inflated_size

_CHUNK = 1024 * 1024
_XML = (".xml", ".rels", ".vml")


class Unsafe(Exception):
    """An archive that is not to be unpacked; `code` says why: too_large, document_type, two_parts."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_archive(archive: zipfile.ZipFile, content: bytes, limit: int) -> None:
    """Refuse an archive that inflates beyond the limit, whatever sizes it declares, or declares entities.

    Edges:   so is one with two parts of one name: which of them is read differs from program to program.
    Raises:  Unsafe.
    """
    names = archive.namelist()
    if len(names) != len(set(names)):
        raise Unsafe("two_parts")
    room = limit
    for entry in archive.infolist():
        room -= inflated_size(entry, content, room)
        if room < 0:
            raise Unsafe("too_large")
    if any(_has_document_type(archive, name) for name in names if name.endswith(_XML)):
        raise Unsafe("document_type")


def sheet_paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and where in the archive it lies, in the order of the workbook."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 no entities: see above
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):  # noqa: S314
        relation = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            yield sheet.get("name", ""), path


class _Begun(Exception):
    """The root element has begun: no document type can follow."""


def _has_document_type(archive: zipfile.ZipFile, name: str) -> bool:
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(name)
    parser.StartElementHandler = _stop
    with archive.open(name) as opened:
        try:
            while not found and (chunk := opened.read(_CHUNK // 16)):
                parser.Parse(chunk)
        except (_Begun, expat.ExpatError):
            pass  # what is no XML is told by whoever needs to read it
    return bool(found)


def _stop(*_: object) -> None:
    raise _Begun
