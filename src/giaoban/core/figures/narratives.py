"""Narratives: the figures in the prose of a report, held against the cells that it comes with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.attribution import Amount, Told, attribute, without_doubles
from giaoban.core.figures.phrases import Phrases
from giaoban.core.figures.prose import items, sentences
from giaoban.core.figures.readings import Context, Draft, Reading
from giaoban.core.figures.rounding import as_text
from giaoban.core.figures.sections import Section, section_after
from giaoban.core.figures.times import is_same
from giaoban.core.figures.words import Word
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.units import Unit

#: The most cells that a table's row may have to be read as a sentence: a name and its figure.
_CELLS_OF_A_SENTENCE = 2


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, or one row of a table with tabs between its cells, and where it stands.

    `fonts` are those in which it has letters beyond ASCII, but none beyond Latin-1.
    """

    text: str
    place: str = ""
    fonts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mention:
    """One figure of a text: where it stands and what it says, or the `reason` why it is left alone.

    `alternatives` are what the words may mean, the likeliest first; amounts of one alternative hold together.
    `start` and `end` are places in the paragraph's text. Reasons: outlook (a plan or intention), period,
    base (compared with something else than the year before), measure, number (its marks can be read in two
    ways), no_indicator, repeated (told twice in a sentence, differently), table, unclear.
    """

    place: str
    sentence: int
    start: int
    end: int
    text: str
    quote: str
    period: str = ""
    alternatives: tuple[tuple[Amount, ...], ...] = ()
    reason: str = ""


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


def apart(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that are compared with nothing, each with its reason."""
    return tuple(mention for mention in mentions if mention.reason)


def _mentions(paragraph: Paragraph, phrases: Phrases, section: Section, report: Period) -> Iterator[Mention]:
    """Yield the mentions of a paragraph; after a sentence of another time, each must say its own."""
    period: Period | None = section.period
    is_planned = section.is_planned
    for number, words in enumerate(sentences(paragraph.text, phrases), 1):
        reading = Reading(items(words, phrases), Context(report, period, is_planned))
        for draft, told in without_doubles((draft, attribute(draft, phrases)) for draft in reading.drafts):
            if draft.subject or draft.item.kind == "tally" or draft.item.numbers[0].measure:
                yield _mention(paragraph, number, words, draft, told)
        is_planned = is_planned or reading.is_intent
        if not all(named and is_same(named, section.period) for named in reading.periods):
            period = None


def _mention(paragraph: Paragraph, sentence: int, words: Sequence[Word], draft: Draft, told: Told) -> Mention:
    start, end = words[draft.item.start].start, words[draft.item.end - 1].end
    if told.alternatives and _is_row(paragraph.text):
        told = Told(reason="table")
    return Mention(
        place=paragraph.place,
        sentence=sentence,
        start=start,
        end=end,
        text=paragraph.text[start:end],
        quote=paragraph.text[words[0].start : words[-1].end],
        period=draft.period.text if draft.period else "",
        alternatives=told.alternatives,
        reason=told.reason,
    )


def _is_row(text: str) -> bool:
    """Return whether the text is a row of a table whose columns must be known to read it."""
    return sum(bool(cell.strip()) for cell in text.split("\t")) > _CELLS_OF_A_SENTENCE


# Comparing


def compare(
    mentions: Iterable[Mention],
    cells: Mapping[tuple[str, str], Decimal],
    indicators: Mapping[str, Indicator],
    *,
    file: str = "",
) -> tuple[Finding, ...]:
    """Return one finding for each mention that contradicts its cell.

    Units:   `cells` holds values in their indicators' units of measure, by indicator and period.
    Edges:   judged at the precision of the text, or of the indicator if that is coarser. A mention without a
             cell for its likeliest meaning is none; one that fits another of its meanings agrees.
    """
    by_months = {(name, _months(period)): value for (name, period), value in cells.items()}
    return tuple(
        _finding(mention, contradicted, file)
        for mention in mentions
        if (contradicted := _contradicted(mention, by_months, indicators))
    )


_Cells = Mapping[tuple[str, tuple[str, int]], Decimal]


def _months(period: str) -> tuple[str, int]:
    parsed = parse_period(period)
    return parsed.start_on.isoformat(), parsed.months


def _contradicted(
    mention: Mention, cells: _Cells, indicators: Mapping[str, Indicator]
) -> list[tuple[Amount, Decimal]]:
    """Return the amounts of the likeliest meaning with their cells, if no meaning agrees with its cells."""
    held = [_held(amounts, mention.period, cells) for amounts in mention.alternatives]
    if not held or not held[0]:
        return []
    is_agreed = any(pairs and all(_agrees(*pair, indicators) for pair in pairs) for pairs in held)
    return [] if is_agreed else held[0]


def _held(amounts: Sequence[Amount], period: str, cells: _Cells) -> list[tuple[Amount, Decimal]]:
    """Return each amount with its cell; nothing where one of them has none."""
    months = _months(period)
    pairs = [(amount, cells.get((amount.indicator, months))) for amount in amounts]
    return [(amount, cell) for amount, cell in pairs if cell is not None] if _all_known(pairs) else []


def _all_known(pairs: Sequence[tuple[Amount, Decimal | None]]) -> bool:
    return all(cell is not None for _, cell in pairs)


def _agrees(amount: Amount, cell: Decimal, indicators: Mapping[str, Indicator]) -> bool:
    indicator = indicators.get(amount.indicator)
    finest = Decimal(1).scaleb(-indicator.decimals) if indicator else Decimal(0)
    room = max(amount.step, finest) / 2
    is_low = amount.low is not None and cell < amount.low - room
    is_high = amount.high is not None and cell > amount.high + room
    return not is_low and not is_high


def _finding(mention: Mention, contradicted: Sequence[tuple[Amount, Decimal]], file: str) -> Finding:
    names = " of ".join(amount.indicator for amount, _ in contradicted)
    said = " of ".join(_said(amount) for amount, _ in contradicted)
    held = " of ".join(str(as_text(cell)) for _, cell in contradicted)
    return Finding(
        "narrative_contradiction",
        f"The report says “{mention.text}”, the cell of {names} for {mention.period} holds {held}",
        f"In that unit of measure the report says {said}. Correct the report or the cell: “{mention.quote}”",
        Place(file, f"{mention.place}, sentence {mention.sentence}".strip(", ")),
        "warning",
    )


def _said(amount: Amount) -> str:
    if amount.low is not None and amount.low == amount.high:
        return _plain(amount.value)
    low, high = (None if end is None else _plain(end) for end in (amount.low, amount.high))
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or less"


def _plain(value: Decimal) -> str:
    """Return the digits of a number without zeros that a conversion added."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# Old encodings


def old_encodings(
    paragraphs: Iterable[Paragraph], phrases: Phrases, *, file: str = ""
) -> tuple[Finding, ...]:
    """Return one finding per old encoding that the paragraphs' fonts betray: such text cannot be read."""
    places: dict[tuple[str, str], list[str]] = {}
    for paragraph in paragraphs:
        for font in sorted(paragraph.fonts):
            for prefix, encoding in phrases.old_fonts:
                if font.lower().startswith(prefix):
                    places.setdefault((encoding, font), []).append(paragraph.place)
    return tuple(_old(encoding, font, found, file) for (encoding, font), found in places.items())


def _old(encoding: str, font: str, places: Sequence[str], file: str) -> Finding:
    return Finding(
        "old_encoding",
        f"The report uses {font}, a font of the old encoding {encoding}",
        f"Convert it to Unicode and send it again. Paragraphs that could not be compared: {len(places)}.",
        Place(file, places[0]),
    )
