"""Quantities: numbers as they stand in prose, with sign, measure, range and hedge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from giaoban.core.errors import Invalid
from giaoban.core.figures.numerals import parse_number
from giaoban.core.figures.phrases import Hedge, Measure, Phrases
from giaoban.core.figures.rounding import decimals_of
from giaoban.core.figures.words import Found, Word

_PERCENTAGES, _FEW = {"percent", "points"}, 1000


@dataclass(frozen=True)
class Number:
    """A number as written: what it can mean at its precision and by its hedge, and what it counts.

    `low` and `high` are the ends of what is said, None where it is open; the true value may lie half a `step`
    beyond them. `is_clear` tells whether the marks in it can be read in one way only.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    measure: Measure | None = None
    is_clear: bool = True
    is_range: bool = False

    @property
    def quantity(self) -> str:
        """Return what is counted; empty where no measure is said."""
        return self.measure.quantity if self.measure else ""

    @property
    def magnitude(self) -> "Number":
        """Return the number without its sign: “fell by -7” is a fall of 7."""
        return self if self.value >= 0 else negative(self)


def negative(number: Number) -> Number:
    """Return the number with the other sign."""
    low, high = (None if end is None else -end for end in (number.high, number.low))
    return replace(number, value=-number.value, low=low, high=high)


def number_at(words: Sequence[Word], place: int, phrases: Phrases) -> tuple[Number, int] | None:
    """Return the number, or the range of two, that begins at a place, with its measure and where it ends.

    Edges:   a number in words is one only with a measure.
    """
    first = _signed(words, place, phrases)
    if first is None:
        return None
    number, end = first
    measure, after = _measure_at(words, end, phrases)
    if ranged := _range_at(words, after, number, measure, phrases):
        return ranged
    if measure is None and words[place].text in phrases.numerals:
        return None
    return _measured(number, measure), after


def number_after_measure(words: Sequence[Word], known: Found, phrases: Phrases) -> tuple[Number, int] | None:
    """Return the number after a measure that stands before it; “5th” and “3 million” are one number."""
    if known.end >= len(words) or not words[known.end].is_number:
        return None
    measure, end = known.sense, known.end + 1
    again, after = _measure_at(words, end, phrases)
    if end < len(words) and words[end].text in phrases.multiples:
        measure, end = replace(measure, scale=measure.scale * phrases.multiples[words[end].text]), end + 1
    return _measured(read_number(words[known.end].text, phrases), measure), after if again == measure else end


def read_number(text: str, phrases: Phrases) -> Number:
    """Return the number of digits and marks; thousands where only the language's habit decides."""
    try:
        return _exactly(parse_number(text))
    except Invalid as refusal:
        is_grouped = refusal.findings[0].code == "ambiguous_number" and phrases.group in text
        value = Decimal(text.replace(phrases.group, "")) if is_grouped else Decimal(0)
        return replace(_exactly(value), is_clear=is_grouped)


def widened(number: Number, hedge: Hedge) -> Number:
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


def _signed(words: Sequence[Word], place: int, phrases: Phrases) -> tuple[Number, int] | None:
    word = words[place]
    if word.is_number:
        return read_number(word.text, phrases), place + 1
    if word.text in phrases.numerals:
        return _exactly(phrases.numerals[word.text]), place + 1
    if word.text in {"-", "−", "+"} and _is_sign(words, place):
        number = read_number(words[place + 1].text, phrases)
        return (number if word.text == "+" else negative(number)), place + 2
    return None


def _is_sign(words: Sequence[Word], place: int) -> bool:
    """Return whether a mark touches the number after it, and nothing but a bracket before it."""
    if place + 1 >= len(words) or not words[place + 1].is_number or words[place + 1].start > words[place].end:
        return False
    return place == 0 or words[place - 1].end < words[place].start or words[place - 1].text == "("


def _range_at(
    words: Sequence[Word], place: int, first: Number, measure: Measure | None, phrases: Phrases
) -> tuple[Number, int] | None:
    """Return the range that a number begins: both of one measure, the second greater."""
    if place + 1 >= len(words) or words[place].text not in phrases.ranges or not words[place + 1].is_number:
        return None
    last = read_number(words[place + 1].text, phrases)
    shared, after = _measure_at(words, place + 2, phrases)
    if shared is None or measure not in (None, shared) or last.value <= first.value:
        return None
    is_clear = first.is_clear and last.is_clear
    step = min(first.step, last.step)
    whole = Number(last.value, first.value, last.value, step, None, is_clear, is_range=True)
    return _measured(whole, shared), after


def _exactly(value: Decimal) -> Number:
    return Number(value, value, value, Decimal(1).scaleb(-decimals_of(value)))


def _measure_at(words: Sequence[Word], place: int, phrases: Phrases) -> tuple[Measure | None, int]:
    found = phrases.measures.at(words, place) if place < len(words) else None
    return (found.sense, found.end) if found else (None, place)


def _measured(number: Number, measure: Measure | None) -> Number:
    """Return the number with its measure; thousands of per cent are more likely three decimals."""
    is_doubtful = measure is not None and measure.quantity in _PERCENTAGES and number.value >= _FEW
    return replace(number, measure=measure, is_clear=number.is_clear and not is_doubtful)
