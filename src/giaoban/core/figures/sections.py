"""Sections: what a heading says of the paragraphs below it: of which time they are, and whether of plans."""

from dataclasses import dataclass

from giaoban.core.figures.phrases import Phrases
from giaoban.core.figures.prose import enumerator, items, sentences
from giaoban.core.figures.readings import Context, Reading
from giaoban.core.figures.times import is_same
from giaoban.core.registry.periods import Period

_MOST_WORDS = 40
_BULLETS = {"-", "–", "•", "*", "+"}


@dataclass(frozen=True)
class Section:
    """The period of the paragraphs, and whether they tell what is still to come."""

    period: Period
    is_planned: bool = False


def section_after(text: str, before: Section, phrases: Phrases, report: Period) -> Section:
    """Return the section that begins with this paragraph: the one before, unless it is a telling heading.

    Edges:   a heading is short, ends without a stop and holds no figure; a row of a table and an item of a
             list are none. Of two periods it tells neither. It turns from plans to results only if it begins
             with results or names the report's own period.
    """
    named = _periods_of_heading(text, phrases, report)
    if named is None:
        return before
    heading = phrases.spelling.fold(text[enumerator(text) :])
    outlook, results = _first(heading, phrases, "outlook"), _first(heading, phrases, "results")
    if outlook < results and not _is_outstanding(text, outlook, named, report):
        return before
    if outlook == results == len(heading) and not enumerator(text):
        return before
    is_turned = results == 0 or any(is_same(one, report) for one in named)
    is_planned = outlook < results or (before.is_planned and not is_turned)
    kept = report if len(named) > 1 or before.is_planned else before.period
    return Section(named[0] if len(named) == 1 else kept, is_planned)


def _is_outstanding(text: str, place: int, named: list[Period], report: Period) -> bool:
    """Return whether a line with a word of plans is a heading, not a remark that such a word stands in."""
    is_marked = bool(enumerator(text)) or text.isupper() or text.rstrip().endswith(":")
    return place == 0 or is_marked or any(not is_same(one, report) for one in named)


def _periods_of_heading(text: str, phrases: Phrases, report: Period) -> list[Period] | None:
    """Return the periods that a heading names, None where the paragraph is no heading."""
    words = phrases.spelling.cut(text)
    if not words or len(words) > _MOST_WORDS or words[-1].text in {".", ";", ","}:
        return None
    if "\t" in text or words[0].text in _BULLETS:
        return None
    context = Context(report, report)
    readings = [Reading(items(sentence, phrases), context) for sentence in sentences(text, phrases)]
    if any(draft.item.numbers[0].measure for reading in readings for draft in reading.drafts):
        return None
    return [period for reading in readings for period in reading.periods if period]


def _first(heading: str, phrases: Phrases, kind: str) -> int:
    """Return where the first word of a kind stands; the end of the heading if none does."""
    places = (heading.find(word) for word in phrases.headings.get(kind, ()))
    return min((place for place in places if place >= 0), default=len(heading))
