"""Contradictions: what a text says held against cells, at the precision and with the hedges of the text."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.attribution import Amount
from giaoban.core.figures.faults import fault
from giaoban.core.figures.mentions import Mention
from giaoban.core.figures.rounding import as_text
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import parse_period

_Months = tuple[str, int]
_Cells = Mapping[tuple[str, _Months], Decimal]
_Pair = tuple[Amount, Decimal]


def compare(
    mentions: Iterable[Mention],
    cells: Mapping[tuple[str, str], Decimal],
    indicators: Mapping[str, Indicator],
    *,
    file: str = "",
    names: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Return one finding for each mention that contradicts its cell; `names` says what indicators are called.

    Units:   `cells` holds values in their indicators' units of measure, by indicator and period.
    Edges:   judged at the precision of the text, or of the indicator if that is coarser. A mention without a
             cell for its likeliest meaning is none; one that fits another of its meanings agrees.
    """
    by_months = {(name, _months(period)): value for (name, period), value in cells.items()}
    told = ((mention, _contradicted(mention, by_months, indicators)) for mention in mentions)
    return tuple(_finding(mention, pairs, file, names or {}) for mention, pairs in told if pairs)


def _months(period: str) -> _Months:
    """Return what is the same for two ways to write one period."""
    parsed = parse_period(period)
    return parsed.start_on.isoformat(), parsed.months


def _contradicted(mention: Mention, cells: _Cells, indicators: Mapping[str, Indicator]) -> tuple[_Pair, ...]:
    """Return the amounts of the likeliest meaning with their cells, if no meaning agrees with its cells."""
    held = [_held(amounts, mention.period, cells) for amounts in mention.alternatives]
    if not held or not held[0]:
        return ()
    is_agreed = any(pairs and all(_agrees(*pair, indicators) for pair in pairs) for pairs in held)
    return () if is_agreed else held[0]


def _held(amounts: Sequence[Amount], period: str, cells: _Cells) -> tuple[_Pair, ...]:
    """Return each amount with its cell; nothing where one of them has none."""
    keys = [(amount.indicator, _months(period)) for amount in amounts]
    if not all(key in cells for key in keys):
        return ()
    return tuple((amount, cells[key]) for amount, key in zip(amounts, keys, strict=True))


def _agrees(amount: Amount, cell: Decimal, indicators: Mapping[str, Indicator]) -> bool:
    indicator = indicators.get(amount.indicator)
    finest = Decimal(1).scaleb(-indicator.decimals) if indicator else Decimal(0)
    room = max(amount.step, finest) / 2
    is_below = amount.low is not None and cell < amount.low - room
    is_above = amount.high is not None and cell > amount.high + room
    return not is_below and not is_above


def _finding(mention: Mention, pairs: Sequence[_Pair], file: str, called: Mapping[str, str]) -> Finding:
    names = " / ".join(called.get(amount.indicator, amount.indicator) for amount, _ in pairs)
    said = " / ".join(_said(amount) for amount, _ in pairs)
    held = " / ".join(str(as_text(cell)) for _, cell in pairs)
    where = Place(file, f"{mention.place}, sentence {mention.sentence}".strip(", "))
    told = {"text": mention.text, "names": names, "period": mention.period, "held": held, "said": said}
    return fault("narrative_contradiction", where, "warning", **told, quote=mention.quote)


def _said(amount: Amount) -> str:
    if amount.low is not None and amount.low == amount.high:
        return _plain(amount.value)
    low, high = (None if end is None else _plain(end) for end in (amount.low, amount.high))
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}"


def _plain(value: Decimal) -> str:
    """Return the digits of a number without zeros that a conversion added."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
