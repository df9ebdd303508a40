"""Narratives: the figures in the prose of a report, held against the cells that it comes with."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.attribution import Told, attribute
from giaoban.core.figures.contradictions import compare
from giaoban.core.figures.doubles import without_doubles
from giaoban.core.figures.faults import fault
from giaoban.core.figures.mentions import Mention, Paragraph, apart
from giaoban.core.figures.phrases import Phrases
from giaoban.core.figures.prose import items, sentences
from giaoban.core.figures.readings import Context, Draft, Reading
from giaoban.core.figures.sections import Section, section_after
from giaoban.core.figures.times import is_same
from giaoban.core.figures.words import Word
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.units import Unit

__all__ = ["Mention", "Paragraph", "apart", "claims_in", "compare", "old_encodings"]

#: The most cells that a table's row may have to be read as a sentence: a name and its figure.
_CELLS_OF_A_SENTENCE = 2
#: How many characters before and after a figure are quoted with it.
_AROUND = 200


def claims_in(
    paragraphs: Iterable[Paragraph], phrases: Phrases, *, period: str, unit: Unit | None = None
) -> tuple[Mention, ...]:
    """Return every figure mentioned in the paragraphs of a report about `period` by `unit`, in order.

    Shape:   figures that are left alone carry a reason and no alternatives.
    Units:   amounts are in their indicators' units of measure.
    Edges:   a figure beside another unit's name is left alone, and without `unit` beside any name. A
             sentence without a period speaks of the report's, or of that of its heading.
    """
    known, report = phrases.spoken_by(unit) if unit else phrases, parse_period(period)
    section = Section(report)
    found: list[Mention] = []
    for paragraph in paragraphs:
        section = section_after(paragraph.text, section, known, report)
        found += _mentions(paragraph, known, section, report)
    return tuple(found)


def old_encodings(
    paragraphs: Iterable[Paragraph], phrases: Phrases, *, file: str = ""
) -> tuple[Finding, ...]:
    """Return one finding per font of an old encoding that the paragraphs use: such text cannot be read."""
    places: dict[tuple[str, str], list[str]] = {}
    for paragraph in paragraphs:
        for font in sorted(paragraph.fonts):
            for encoding in (e for prefix, e in phrases.old_fonts if font.lower().startswith(prefix)):
                places.setdefault((encoding, font), []).append(paragraph.place)
    return tuple(_old(encoding, font, found, file) for (encoding, font), found in places.items())


def _old(encoding: str, font: str, places: Sequence[str], file: str) -> Finding:
    where = Place(file, places[0])
    return fault("old_encoding", where, font=font, encoding=encoding, count=len(places))


def _mentions(paragraph: Paragraph, phrases: Phrases, section: Section, report: Period) -> Iterator[Mention]:
    """Yield the mentions of a paragraph; after a sentence of another time, each must say its own."""
    period: Period | None = section.period
    is_planned, is_row = section.is_planned, _is_row(paragraph.text)
    for number, words in enumerate(sentences(paragraph.text, phrases), 1):
        reading = Reading(items(words, phrases), Context(report, period, is_planned))
        for draft, told in without_doubles((draft, attribute(draft, phrases)) for draft in reading.drafts):
            if draft.subject or draft.item.kind == "tally" or draft.item.numbers[0].measure:
                fate = Told(reason="table") if is_row and told.alternatives else told
                yield Mention(paragraph.place, number, **_place(paragraph.text, words, draft), **vars(fate))
        is_planned = is_planned or reading.is_intent
        if not all(named and is_same(named, section.period) for named in reading.periods):
            period = None


def _is_row(text: str) -> bool:
    """Return whether the text is a row of a table whose columns must be known to read it."""
    return sum(bool(cell.strip()) for cell in text.split("\t")) > _CELLS_OF_A_SENTENCE


def _place(text: str, words: Sequence[Word], draft: Draft) -> dict[str, Any]:
    """Return where a figure stands, its words, its sentence (cut where it is long), and its period."""
    start, end = words[draft.item.start].start, words[draft.item.end - 1].end
    first, last = max(words[0].start, start - _AROUND), min(words[-1].end, end + _AROUND)
    before, after = "…" if first > words[0].start else "", "…" if last < words[-1].end else ""
    quote = f"{before}{text[first:last]}{after}"
    period = draft.period.text if draft.period else ""
    return {"start": start, "end": end, "text": text[start:end], "quote": quote, "period": period}
