"""The minutes of a conference as a Word document, in a pack's layout; the same content, the same bytes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from docx.document import Document

from giaoban.files.layouts import at_stage
from giaoban.files.word.frames import Frame
from giaoban.files.word.saving import empty_document, save_document
from giaoban.files.word.styles import set_styles


def write_minutes(
    blocks: Sequence[Mapping[str, Any]],
    language: str,
    layout: Mapping[str, Any],
    words: Mapping[str, str],
    stage: str,
    *,
    on: date,
    digest: str,
) -> bytes:
    """Return the minutes in a layout, signed by the clerk on the left and the chair on the right.

    Shape:   `words` are what the layout asks for: title, year, date, clerk, chair.
    Edges:   a draft (`stage`) bears the draft mark and no date; the number is the office's own to give.
    """
    document, form = empty_document(), at_stage(layout, stage)
    set_styles(document, form, language)
    frame = Frame(document, form, words, language)
    frame.set_page()
    frame.write_header()
    frame.write_title()
    for block in blocks:
        _write(document, block)
    document.paragraphs[-1].add_run(form["ending"])
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    frame.write_signatures()
    _set_properties(document, words["title"], language, on, digest)
    saved = BytesIO()
    save_document(document, saved)
    return saved.getvalue()


def _write(document: Document, block: Mapping[str, Any]) -> None:
    kind = block["kind"]
    style = f"Heading {block['level']}" if kind == "heading" else "Report Body"
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(block["text"])
    if kind == "label":
        run.italic, paragraph.paragraph_format.keep_with_next = True, True


def _set_properties(document: Document, title: str, language: str, on: date, digest: str) -> None:
    """Name the document after its conference; no clock: its dates are the conference's."""
    properties = document.core_properties
    properties.title, properties.identifier, properties.language = title, digest, language
    properties.created = properties.modified = datetime.combine(on, time())
    properties.author = properties.last_modified_by = properties.comments = ""
