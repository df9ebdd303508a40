"""Prose: a sentence read as items: figures with their measure, and the known phrases around them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from giaoban.core.errors import Invalid
from giaoban.core.figures.numerals import parse_number
from giaoban.core.figures.phrases import Hedge, Measure, Phrases
from giaoban.core.figures.rounding import decimals_of
from giaoban.core.figures.words import Found, Word

_ENUMERATOR = re.compile(r"\s*(?:[-–•*+]\s+|\(?(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+)+")
_ENDS = {"!", "?", "…", "\n"}
#: What may stand between a tally and its status.
_PASSED = {"neutral", "period", "plan"}


@dataclass(frozen=True)
class Number:
    """A number as written: what it can mean at its precision and by its hedge, and what it counts.

    `low` and `high` bound the true value on the number's own scale; None is no bound. `is_clear` tells
    whether the marks in it can be read in one way only.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    measure: Measure | None
    is_clear: bool = True
    is_range: bool = False


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


# Numbers


def _number(words: Sequence[Word], place: int, phrases: Phrases) -> Item | None:
    """Return the number, or the range of two, that begins here, with the measure that follows."""
    first = _signed(words, place, phrases)
    if first is None:
        return None
    number, end = first
    measure, after = _measure_at(words, end, phrases)
    second = _second_of_range(words, after, phrases)
    if second and second[0].value > number.value and (measure is None or second[0].measure == measure):
        return Item("number", place, second[1], numbers=(_range(number, second[0]),))
    if measure is None and words[place].text in phrases.numerals:
        return None
    return Item("number", place, after, numbers=(_with(number, measure),))


def _signed(words: Sequence[Word], place: int, phrases: Phrases) -> tuple[Number, int] | None:
    word = words[place]
    if word.is_number:
        return _read(word.text, phrases), place + 1
    if word.text in phrases.numerals:
        return _exactly(phrases.numerals[word.text]), place + 1
    is_sign = word.text in {"-", "−", "+"} and place + 1 < len(words) and words[place + 1].is_number
    if is_sign and words[place + 1].start == word.end and _may_have_sign(words, place):
        number = _read(words[place + 1].text, phrases)
        return (number if word.text == "+" else _negative(number)), place + 2
    return None


def _may_have_sign(words: Sequence[Word], place: int) -> bool:
    return place == 0 or words[place - 1].end < words[place].start or words[place - 1].text == "("


def _read(text: str, phrases: Phrases) -> Number:
    """Return the number of digits and marks; thousands where only the language's habit decides."""
    try:
        return _exactly(parse_number(text))
    except Invalid as refusal:
        is_grouped = refusal.findings[0].code == "ambiguous_number" and phrases.group in text
        value = Decimal(text.replace(phrases.group, "")) if is_grouped else Decimal(0)
        return replace(_exactly(value), is_clear=is_grouped)


def _exactly(value: Decimal) -> Number:
    step = Decimal(1).scaleb(-decimals_of(value))
    return Number(value, value, value, step, None)


def _negative(number: Number) -> Number:
    return replace(number, value=-number.value, low=-number.value, high=-number.value)


def _range(first: Number, second: Number) -> Number:
    is_clear = first.is_clear and second.is_clear
    step = min(first.step, second.step)
    return replace(second, low=first.value, high=second.value, step=step, is_clear=is_clear, is_range=True)


def _second_of_range(words: Sequence[Word], place: int, phrases: Phrases) -> tuple[Number, int] | None:
    if place + 1 >= len(words) or words[place].text not in phrases.ranges:
        return None
    if not words[place + 1].is_number:
        return None
    measure, after = _measure_at(words, place + 2, phrases)
    return (_with(_read(words[place + 1].text, phrases), measure), after) if measure else None


def _measure_at(words: Sequence[Word], place: int, phrases: Phrases) -> tuple[Measure | None, int]:
    found = phrases.measures.at(words, place) if place < len(words) else None
    return (found.sense, found.end) if found else (None, place)


def _with(number: Number, measure: Measure | None) -> Number:
    """Return the number with its measure; three decimals of a percentage and thousands of it look alike."""
    is_doubtful = measure is not None and measure.quantity in {"percent", "points"} and number.value >= 1000
    return replace(number, measure=measure, is_clear=number.is_clear and not is_doubtful)


def _measured_before(words: Sequence[Word], known: Found, phrases: Phrases) -> Item | None:
    """Return the number after a measure that stands before it; a rank's “5/63” and “5th” are one number."""
    if known.end >= len(words) or not words[known.end].is_number:
        return None
    number, end = _read(words[known.end].text, phrases), known.end + 1
    measure = known.sense
    again, after = _measure_at(words, end, phrases)
    if end < len(words) and words[end].text in phrases.multiples:
        measure, end = replace(measure, scale=measure.scale * phrases.multiples[words[end].text]), end + 1
    elif again == measure:
        end = after
    end = _out_of(words, end, phrases) or end
    return Item("number", known.start, end, "named", numbers=(_with(number, measure),))


def _hedged(words: Sequence[Word], known: Found, phrases: Phrases) -> Item | None:
    """Return the number after a hedge, with the bounds that the hedge gives it."""
    if known.end >= len(words):
        return None
    item = _item(words, known.end, phrases)
    if item.kind != "number":
        return None
    return replace(item, start=known.start, numbers=(_widened(item.numbers[0], known.sense),))


def _widened(number: Number, hedge: Hedge) -> Number:
    """Return the number with the bounds of its hedge, which take the place of its precision.

    Edges:   a hedge to one side leaves a whole step of the last digit: “more than 2” may be 2.9.
    """
    percents = (hedge.below_percent, hedge.above_percent)
    room = number.step if 0 in percents else number.step / 2
    below, above = reversed(percents) if number.value < 0 else percents
    low, high = _moved(number.low, below, -room), _moved(number.high, above, room)
    return replace(number, low=low, high=high, step=Decimal(0))


def _moved(end: Decimal | None, percent: Decimal | None, room: Decimal) -> Decimal | None:
    if end is None or percent is None:
        return None
    width = abs(end) * percent / 100
    return end if percent == 0 else end + max(width, abs(room)) * (1 if room > 0 else -1)


# Tallies: so many of so many


def _tally(words: Sequence[Word], place: int, phrases: Phrases) -> Item | None:
    """Return “n of m” with the noun that is counted; which of its statuses is meant, others tell."""
    if not words[place].is_number or not (end := _out_of(words, place + 1, phrases)):
        return None
    noun = phrases.tallies.at(words, end) if end < len(words) else None
    if noun is None:
        return None
    numbers = (_read(words[place].text, phrases), _read(words[end - 1].text, phrases))
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
