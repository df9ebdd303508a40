"""Panels: what a bulk review of one round reads, with units, indicators and months as numbers.

Codes become numbers in their order, so that whatever is settled by the order of keys stays so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from giaoban.core.errors import Finding, Invalid
from giaoban.core.figures.rounding import decimals_of
from giaoban.core.figures.targets import Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.lineage import WHOLE, Lineage
from giaoban.core.registry.periods import Period, parse_period

#: The decimals that a panel keeps of a value, and the millionths that it keeps of a share.
DECIMALS, SHARE_DECIMALS = 4, 6

#: One row of a table, as the store has its columns.
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Books:
    """Codebooks: the number of each unit, each indicator, and each month as figures write it."""

    units: Mapping[str, int]
    indicators: Mapping[str, int]
    months: Mapping[str, int]


def number(codes: Iterable[str]) -> dict[str, int]:
    """Return the number of each code, from 1, in the order of the codes."""
    return {code: place for place, code in enumerate(sorted(codes), start=1)}


def months_of(years: Iterable[int]) -> dict[str, int]:
    """Return each month of the years, as figures write it, with its number: year × 12 + month − 1."""
    return {f"{year:04d}-{month + 1:02d}": 12 * year + month for year in years for month in range(12)}


def misfits(indicators: Iterable[Indicator]) -> tuple[Finding, ...]:
    """Return a finding for each indicator of which a panel cannot hold, or cannot cumulate, the months."""
    found = []
    for one in indicators:
        if not one.cumulation:
            detail = "Write sum, mean or last in the column cumulation of the pack's indicators."
            found.append(_left_out(one.indicator, "nobody said how its months make a year", detail))
        elif one.decimals > DECIMALS:
            found.append(_left_out(one.indicator, f"it has {one.decimals} decimals", "A panel keeps four."))
    return tuple(found)


def rule(indicator: Indicator, book: Mapping[str, int], *, is_partial_wanted: bool) -> Row:
    """Return how the indicator is taken together, as a row of `rules`.

    Edges:   one that is weighed by a product, or by what is not in the panel, is not taken together.
    """
    weigher = book.get(indicator.weight)
    is_weighable = indicator.merge_rule != "weighted" or weigher is not None
    merge_rule = indicator.merge_rule if is_weighable else "none"
    lag = 1 if indicator.kind == "growth" and weigher else 0
    step = 10 ** (DECIMALS - indicator.decimals)
    own = book[indicator.indicator]
    return own, indicator.decimals, step, indicator.cumulation, merge_rule, weigher, lag, is_partial_wanted


def spans(
    lineage: Lineage,
    unit_keys: Iterable[str],
    basis: date,
    months: Mapping[str, int],
    book: Mapping[str, int],
) -> Iterator[Row]:
    """Yield from which month to which every unit was which part of the units of `basis`, as rows of `spans`.

    Edges:   a later unit that covers more than one of the basis is part of none: it cannot be taken apart.
    Raises:  Invalid, naming both units, if a share is finer than a panel keeps: it is never rounded.
    """
    for unit_key in unit_keys:
        made = [
            (number, _made_of(lineage, unit_key, basis, parse_period(text)))
            for text, number in months.items()
        ]
        for parts, run in groupby(made, key=lambda one: one[1]):
            numbers = [number for number, _ in run]
            for part, share in parts:
                _require_fit(part, unit_key, share)
                is_whole = len(parts) == 1 and share == 1
                ends = numbers[0], numbers[-1]
                yield book[part], book[unit_key], _text(share), len(parts), is_whole, *ends


def targets(
    asked: Sequence[Target], indicators: Mapping[str, Indicator], books: Books, year: int
) -> list[Row]:
    """Return the targets as rows of `targets`, each to be compared at the finer of the two precisions."""
    rows = []
    for one in asked:
        bounds = [bound for bound in (one.target, one.target_to) if bound is not None]
        decimals = max(indicators[one.indicator].decimals, *map(decimals_of, bounds), 0)
        key = books.indicators[one.indicator], books.units[one.unit_key], year
        rows.append((*key, one.op, one.direction, _text(one.target), _text(one.target_to), decimals))
    return sorted(rows, key=lambda row: row[:3])


def unfit(asked: Iterable[Target]) -> Iterator[tuple[Target, Finding]]:
    """Yield each target that a panel cannot hold: too fine, or one of two for one indicator of a unit."""
    first: dict[tuple[str, str], Target] = {}
    for one in asked:
        bounds = [bound for bound in (one.target, one.target_to) if bound is not None]
        other = first.setdefault((one.unit_key, one.indicator), one)
        if any(decimals_of(bound) > DECIMALS for bound in bounds):
            yield one, _left_out(one.target_id, "it has more than four decimals", "A panel keeps four.")
        elif other is not one:
            reason = f"{other.target_id} is of the same indicator and unit"
            yield one, _left_out(one.target_id, reason, "A panel holds one target of each.")


def _made_of(
    lineage: Lineage, unit_key: str, basis: date, month: Period
) -> tuple[tuple[str, Decimal | None], ...]:
    on = month.end_on - timedelta(days=1)
    shares = lineage.trace(unit_key, basis, on)
    if on <= basis:
        return tuple(shares.items())
    is_apart = all(set(lineage.trace(key, on, basis)) == {unit_key} for key in shares)
    return tuple((key, WHOLE) for key in shares) if is_apart else ()


def _require_fit(part: str, unit_key: str, share: Decimal | None) -> None:
    if share is not None and decimals_of(share.normalize()) > SHARE_DECIMALS:
        title = f"The share of {part} in {unit_key} is {share:f}: a panel keeps {SHARE_DECIMALS} decimals"
        raise Invalid(title, "Review it without a panel, or give the change a share of six decimals.")


def _left_out(what: str, why: str, detail: str) -> Finding:
    return Finding("left_out", f"{what} is left out: {why}", detail, severity="warning")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
