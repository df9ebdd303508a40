"""Narratives: a unit's own report in Word, read as the paragraphs that its figures are looked for in."""

from collections.abc import Iterator
from pathlib import Path

from giaoban.core.figures.narratives import Paragraph
from giaoban.core.writing.passages import Grid, Passage
from giaoban.files.word.reading import read_paragraphs


def read_narrative(path: Path) -> tuple[Paragraph, ...]:
    """Return the report's paragraphs in order; each row of a table is one, with tabs between its cells.

    Edges:   tracked insertions are read as text, tracked deletions, headers and footers are not read; text
             is composed (NFC). Paragraphs without a word are left out.
    Raises:  Invalid if the file is no Word document.
    """
    return tuple(
        paragraph
        for piece in read_paragraphs(path)
        for paragraph in (_rows(piece) if isinstance(piece, Grid) else (_paragraph(piece),))
    )


def _paragraph(passage: Passage) -> Paragraph:
    return Paragraph(passage.text, passage.place, passage.fonts)


def _rows(grid: Grid) -> Iterator[Paragraph]:
    for number, row in enumerate(grid.rows, 1):
        text = "\t".join(cell.text for cell in row)
        if text.strip():
            fonts = frozenset(font for cell in row for font in cell.fonts)
            yield Paragraph(text, f"{grid.place}, row {number}", fonts)
