"""Packages: a new Word document without a paragraph, and a finished one as bytes, the same each time."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn


def new_document() -> Document:
    """Return a document without anything in it but its page."""
    document = docx.Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    return document


def packed(document: Document) -> bytes:
    """Return the document as a file, with a fixed date on each of its parts."""
    saved, target = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name in parts.namelist():
            package.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return target.getvalue()
