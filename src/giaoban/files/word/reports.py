"""The report as a Word document: a factsheet's blocks in a pack's layout, every figure in a bookmark."""

import struct
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, Twips

from giaoban.files.layouts import twips, words_of
from giaoban.files.word.elements import Bookmarks, describe
from giaoban.files.word.frames import Frame
from giaoban.files.word.saving import empty_document, save_document
from giaoban.files.word.styles import set_styles
from giaoban.files.word.tables import write_table
from giaoban.files.writing import replace

_TWIPS_PER_PIXEL = 15


def write_report(
    path: Path,
    factsheet: Mapping[str, Any],
    language: str,
    layout: Mapping[str, Any],
    charts: Mapping[str, bytes],
) -> None:
    """Write the document of `language` in the layout; `charts` are its pictures, twice their size in pixels.

    Edges:   number and date stay empty and the draft mark stands: the office's own system numbers it.
    """
    document = empty_document()
    set_styles(document, layout, language)
    frame = Frame(document, layout, words_of(factsheet, language), language)
    frame.set_page()
    frame.write_header()
    frame.write_title()
    _Body(document, factsheet["documents"][language], layout, frame.text_width, charts).write()
    frame.write_closing()
    _set_properties(document, factsheet, language)
    replace(path, lambda temporary: save_document(document, temporary))


def _set_properties(document: Document, factsheet: Mapping[str, Any], language: str) -> None:
    """Name the document after its factsheet; no clock: its dates are the conference's."""
    header, properties = factsheet["header"], document.core_properties
    properties.title = header["titles"].get(language) or next(iter(header["titles"].values()))
    properties.created = properties.modified = datetime.fromisoformat(header["conference_on"])
    properties.identifier = factsheet["digest"]
    properties.language = language
    properties.author = properties.last_modified_by = properties.comments = ""


class _Body:
    def __init__(
        self,
        document: Document,
        content: Mapping[str, Any],
        layout: Mapping[str, Any],
        width: int,
        charts: Mapping[str, bytes],
    ) -> None:
        self.document, self.content, self.layout, self.width = document, content, layout, width
        self.charts, self.bookmarks = charts, Bookmarks()

    def write(self) -> None:
        for block in self.content["blocks"]:
            getattr(self, f"_write_{block['kind']}")(block)
        self._write_ending()

    def _write_heading(self, block: Mapping[str, Any]) -> None:
        level = min(block["level"], len(self.layout["headings"]))
        self.document.add_paragraph(block["text"], style=f"Heading {level}")

    def _write_paragraph(self, block: Mapping[str, Any]) -> None:
        self.bookmarks.write(self.document.add_paragraph(style="Report Body"), block["spans"])

    def _write_table(self, block: Mapping[str, Any]) -> None:
        table, size = self.content["tables"][block["table"]], self.layout["table"]["size"]
        write_table(self.document, table, self.width, size, self.bookmarks)

    def _write_chart(self, block: Mapping[str, Any]) -> None:
        chart, picture = self.content["charts"][block["chart"]], self.charts[block["chart"]]
        paragraph = self.document.add_paragraph(style="Report Chart")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(8)
        width, height = self._fitted(*_pixels(picture))
        paragraph.add_run().add_picture(BytesIO(picture), width=Twips(width), height=Twips(height))
        describe(paragraph, chart["title"], chart["alt"])

    def _fitted(self, width: int, height: int) -> tuple[int, int]:
        """Return the picture's size in twips: no wider than the text, at most three quarters of a page."""
        page = self.layout["page"]
        tallest = 0.74 * twips(page["height_mm"] - page["top_mm"] - page["bottom_mm"])
        natural = width * _TWIPS_PER_PIXEL / 2, height * _TWIPS_PER_PIXEL / 2
        scale = min(1, self.width / natural[0], tallest / natural[1])
        return round(natural[0] * scale), round(natural[1] * scale)

    def _write_ending(self) -> None:
        """Close the last sentence with the layout's mark and keep it on the page of the signature."""
        mark, blocks = self.layout["ending"], self.content["blocks"]
        if mark and blocks and blocks[-1]["kind"] == "paragraph":
            self.document.paragraphs[-1].add_run(mark)
        elif mark:
            self.document.add_paragraph(f".{mark}", style="Report Body")
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True


def _pixels(picture: bytes) -> tuple[int, int]:
    """Return width and height from the head of a PNG."""
    return struct.unpack(">II", picture[16:24])
