"""Saving: a Word document begins without a page of its own, and the same content gives the same bytes."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn


def empty_document() -> Document:
    """Return a document with nothing in it but its one section."""
    document = docx.Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    return document


def save_document(document: Document, path: Path | BytesIO) -> None:
    """Save the document with a fixed date on each of its parts."""
    packed = BytesIO()
    document.save(packed)
    with ZipFile(packed) as parts, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in parts.namelist():
            target.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
