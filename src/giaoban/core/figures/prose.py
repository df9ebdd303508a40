"""Prose: a sentence read as items: figures with their measure, and the known phrases around them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from giaoban.core.figures.phrases import Phrases
from giaoban.core.figures.quantities import Number, number_after_measure, number_at, read_number, widened
from giaoban.core.figures.words import Found, Word

_ENUMERATOR = re.compile(r"\s*(?:[-–•*+]\s+|\(?(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+)+")
_ENDS = {"!", "?", "…", "\n"}
#: What may stand between a tally and its status.
_PASSED = {"neutral", "period", "plan"}


@dataclass(frozen=True)
class Item:
    """One part of a sentence; `start` and `end` count its words."""

    kind: str
    start: int
    end: int
    sense: Any = None
    slots: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[Number, ...] = ()


def enumerator(text: str) -> int:
    """Return the length of the number, letter or dash at the beginning that only counts paragraphs."""
    found = _ENUMERATOR.match(text)
    return found.end() if found else 0


def sentences(text: str, phrases: Phrases) -> Iterator[tuple[Word, ...]]:
    """Yield the words of each sentence, without the enumerator of the paragraph."""
    start = enumerator(text)
    begun: list[Word] = []
    for word in phrases.spelling.cut(text):
        if word.end <= start:
            continue
        if begun and (word.text == "\n" or _starts_anew(begun, word, text, phrases)):
            yield tuple(begun)
            begun = []
        if word.text != "\n":
            begun.append(word)
    if begun:
        yield tuple(begun)


def _starts_anew(begun: Sequence[Word], word: Word, text: str, phrases: Phrases) -> bool:
    last = begun[-1]
    if last.text in _ENDS:
        return True
    is_stop = last.text == "." and last.end < word.start and not text[word.start].islower()
    return is_stop and not (len(begun) > 1 and begun[-2].text in phrases.abbreviations)


def items(words: Sequence[Word], phrases: Phrases) -> tuple[Item, ...]:
    """Return the items of a sentence in order; a word of no phrase is an item of the kind “word”."""
    found: list[Item] = []
    place = 0
    while place < len(words):
        item = _item(words, place, phrases)
        found.append(item)
        place = item.end
    return tuple(_referring(_leading(found, words, phrases)))


def _item(words: Sequence[Word], place: int, phrases: Phrases) -> Item:
    known = phrases.main.at(words, place)
    if known and known.kind == "hedge":
        return _hedged(words, known, phrases) or Item("neutral", place, known.end)
    if known and known.kind == "measure":
        return _measured_before(words, known, phrases) or Item("word", place, known.end)
    if known:
        return Item(known.kind, place, known.end, known.sense, known.slots)
    counted = _tally(words, place, phrases) or _number(words, place, phrases)
    return counted or _mark_or_word(words, place)


def _number(words: Sequence[Word], place: int, phrases: Phrases) -> Item | None:
    found = number_at(words, place, phrases)
    return Item("number", place, found[1], numbers=(found[0],)) if found else None


def _measured_before(words: Sequence[Word], known: Found, phrases: Phrases) -> Item | None:
    """Return the number after a measure; where a rank is told “of so many”, those belong to it."""
    found = number_after_measure(words, known, phrases)
    if found is None:
        return None
    number, end = found
    return Item("number", known.start, _out_of(words, end, phrases) or end, "named", numbers=(number,))


def _hedged(words: Sequence[Word], known: Found, phrases: Phrases) -> Item | None:
    """Return the number after a hedge, with the bounds that the hedge gives it; a period is no number."""
    place = known.end
    if place >= len(words) or phrases.main.at(words, place) or _tally(words, place, phrases):
        return None
    found = number_at(words, place, phrases)
    if found is None:
        return None
    return Item("number", known.start, found[1], numbers=(widened(found[0], known.sense),))


def _mark_or_word(words: Sequence[Word], place: int) -> Item:
    word = words[place]
    if word.text in {"-", "–"} and place > 0 and words[place - 1].end < word.start:
        return Item("mark", place, place + 1, ",")
    is_mark = word.text in {",", ";", ":", "(", ")", ".", "\t", "…"}
    if is_mark:
        return Item("mark", place, place + 1, {"…": ",", ".": ","}.get(word.text, word.text))
    if word.text in {"“", "”", '"', "'", "-", "–", "!", "?"}:
        return Item("neutral", place, place + 1)
    return Item("word", place, place + 1)


# Tallies: so many of so many


def _tally(words: Sequence[Word], place: int, phrases: Phrases) -> Item | None:
    """Return “n of m” with the noun that is counted; which of its statuses is meant, others tell."""
    if not words[place].is_number or not (end := _out_of(words, place + 1, phrases)):
        return None
    noun = phrases.tallies.at(words, end) if end < len(words) else None
    if noun is None:
        return None
    numbers = (read_number(words[place].text, phrases), read_number(words[end - 1].text, phrases))
    return Item("tally", place, noun.end, _status(words, place, noun.end, phrases), numbers=numbers)


def _out_of(words: Sequence[Word], place: int, phrases: Phrases) -> int:
    found = phrases.out_of.at(words, place) if place < len(words) else None
    return found.end + 1 if found and found.end < len(words) and words[found.end].is_number else 0


def _status(words: Sequence[Word], start: int, end: int, phrases: Phrases) -> str:
    """Return what is said of the counted: after the noun, else before the number; empty if neither."""
    for place in _known_places(words, end, phrases):
        if found := phrases.statuses.at(words, place):
            return found.sense
    before = (phrases.statuses.at(words, place) for place in range(max(0, start - 6), start))
    ending = [found for found in before if found and _is_known_between(words, found.end, start, phrases)]
    return min(ending, key=lambda found: found.start).sense if ending else ""


def _known_places(words: Sequence[Word], place: int, phrases: Phrases) -> Iterator[int]:
    while place < len(words):
        yield place
        known = phrases.main.at(words, place)
        if known is None or known.kind not in _PASSED:
            return
        place = known.end


def _is_known_between(words: Sequence[Word], start: int, end: int, phrases: Phrases) -> bool:
    """Return whether nothing but words that change nothing stands from `start` to `end`."""
    while start < end:
        known = phrases.main.at(words, start)
        if known is None or known.kind not in _PASSED:
            return False
        start = known.end
    return start == end


# What belongs together


def _leading(found: list[Item], words: Sequence[Word], phrases: Phrases) -> Iterator[Item]:
    """Yield the items; a verb right before an indicator may make it the growth or the fall of that."""
    for place, item in enumerate(found):
        lead = phrases.lead(words[item.start : item.end]) if item.kind == "verb" else ""
        is_before = place + 1 < len(found) and found[place + 1].kind == "subject"
        yield replace(item, kind="lead", sense=lead) if lead and is_before else item


def _referring(found: Iterator[Item]) -> Iterator[Item]:
    """Yield the items; what a comparison is made against is one item: a period, a plan, or unknown."""
    listed = list(found)
    place = 0
    while place < len(listed):
        item = listed[place]
        place += 1
        if item.kind != "against":
            yield item
            continue
        place = _skip(listed, place, lambda one: one.kind == "neutral")
        base = listed[place] if place < len(listed) and listed[place].kind in {"period", "plan"} else None
        if base:
            place += 1
            place = _skip(listed, place, lambda one: one.kind == "period") if base.kind == "plan" else place
        yield Item("reference", item.start, listed[place - 1].end, base)


def _skip(listed: Sequence[Item], place: int, wanted: Callable[[Item], bool]) -> int:
    while place < len(listed) and wanted(listed[place]):
        place += 1
    return place
