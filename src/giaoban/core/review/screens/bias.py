"""Bias: a unit whose estimates turn out too good, year after year, when the final figures come."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import comb
from statistics import median

from giaoban.core.figures.observations import Observation, choose, latest_release_on
from giaoban.core.figures.rounding import half_up
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.screens.cases import Known, improvement
from giaoban.core.review.screens.looks import Look, Row
from giaoban.core.review.screens.settings import Bias
from giaoban.core.review.screens.tails import tally_tail
from giaoban.core.review.trends import RATES


@dataclass(frozen=True)
class Pair:
    """An estimate and the later figure of the same key; `excess` is how much too good the estimate was.

    Units:   percentage points for rates, else per cent of the later figure.
    """

    unit_key: str
    indicator: str
    period: str
    estimate: Decimal
    final: Decimal
    excess: Decimal
    is_rate: bool


#: One unit's pairs by year, each with its row of evidence.
_Years = Mapping[int, Sequence[tuple[Pair, Row]]]


def estimate_bias(pairs: Iterable[Pair], units: Iterable[str], rule: Bias) -> Iterator[Look]:
    """Yield the look at each unit over all its pairs of estimate and final figure.

    Null:       which unit is revised by how much is a matter of chance: in each year every unit's tally is as
                likely to be this unit's as its own.
    Statistic:  in how many pairs the unit's estimate was more too good than the median of all units in that
                indicator and period. Each year the tally is set against those of all units with as many
                pairs, and the years are convolved: an exact permutation test, one-sided.
    Assumes:    years are independent of one another. Shocks that revise all units are taken out by the
                median; indicators and quarters of one unit in one year may move together as they like.
    Edges:      where fewer than `rule.peers` units have a pair, zero stands for the median; where fewer have
                as many pairs in the year, each pair's sign is a coin's. At least `rule.years` years.
    Source:     the sign test around a common median (Conover, Practical Nonparametric Statistics, 1999, 4.3),
                permuted in blocks (Pitman, JRSS Supplement 4, 1937).
    """
    own: dict[str, dict[int, list[tuple[Pair, Row]]]] = defaultdict(lambda: defaultdict(list))
    for pair, row in _compared(pairs, rule.peers):
        own[pair.unit_key][parse_period(pair.period).start_on.year].append((pair, row))
    drawn = _drawn(own)
    for unit_key in units:
        yield _look(unit_key, own.get(unit_key, {}), drawn, rule)


def pairs(known: Known, indicators: Mapping[str, Indicator], as_of: str) -> tuple[Pair, ...]:
    """Return the pairs known at `as_of`: the last estimate (E) with the later figure in force (P or A).

    Edges:   of periods of one unit and indicator that overlap, the shorter one is taken, so that no
             revision is counted twice; figures that contradict each other make no pair.
    """
    made = (_pair(found, indicators, as_of) for found in known.values())
    series: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in made:
        if pair:
            series[pair.unit_key, pair.indicator].append(pair)
    return tuple(pair for _, held in sorted(series.items()) for pair in _apart(held))


def _pair(found: Sequence[Observation], indicators: Mapping[str, Indicator], as_of: str) -> Pair | None:
    estimate = choose((o for o in found if o.obs_status == "E"), as_of).chosen
    final = choose((o for o in found if o.obs_status in ("P", "A")), as_of).chosen
    if estimate is None or final is None or estimate.value is None or final.value is None:
        return None
    indicator = indicators[final.indicator]
    is_later = latest_release_on(estimate.released) < latest_release_on(final.released)
    if not is_later or indicator.direction not in ("higher", "lower"):
        return None
    is_rate, is_higher = indicator.kind in RATES, indicator.direction == "higher"
    excess = improvement(final.value, estimate.value, is_higher=is_higher, is_rate=is_rate)
    return None if excess is None else Pair(*final.key, estimate.value, final.value, excess, is_rate)


def _apart(held: Iterable[Pair]) -> list[Pair]:
    taken: list[Pair] = []
    for pair in sorted(held, key=lambda pair: _span(pair)):
        period = parse_period(pair.period)
        if not any(period.overlaps(parse_period(other.period)) for other in taken):
            taken.append(pair)
    return taken


def _span(pair: Pair) -> tuple[int, str]:
    period = parse_period(pair.period)
    return (period.months, period.start_on.isoformat())


def _compared(pairs: Iterable[Pair], peers: int) -> Iterator[tuple[Pair, Row]]:
    """Yield each pair with its row, which says on what side of the units' median it lies."""
    groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.indicator, pair.period].append(pair)
    for held in groups.values():
        middle = median(pair.excess for pair in held) if len(held) >= peers else Decimal(0)
        yield from ((pair, _row(pair, middle)) for pair in held)


def _drawn(own: Mapping[str, _Years]) -> dict[tuple[int, int], Counter[int]]:
    """Return the tallies of all units by year and number of pairs."""
    drawn: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for years in own.values():
        for year, held in years.items():
            drawn[year, len(held)][_tally(held)] += 1
    return drawn


def _look(unit_key: str, years: _Years, drawn: Mapping[tuple[int, int], Counter[int]], rule: Bias) -> Look:
    blocks = [_block(drawn[year, len(held)], len(held), rule.peers) for year, held in years.items()]
    held = [one for year in sorted(years) for one in years[year]]
    observed, has_enough = _tally(held), len(held) >= rule.minimum and len(years) >= rule.years
    p = tally_tail(observed, blocks) if has_enough else None
    expected = sum((_mean(block) for block in blocks), Fraction(0))
    said = {"years": str(len(years)), **_mean_excess([pair for pair, _ in held])}
    rows = tuple(row for _, row in held)
    return Look("estimate_bias", unit_key, observed, expected, len(held), rule.minimum, p, said, rows)


def _tally(held: Iterable[tuple[Pair, Row]]) -> int:
    return sum(row["side"] == "above" for _, row in held)


def _block(drawn: Mapping[int, int], n: int, peers: int) -> Mapping[int, int]:
    """Return the tallies a unit may have had in a year: any unit's, or where too few are known, coins'."""
    return drawn if sum(drawn.values()) >= peers else {k: comb(n, k) for k in range(n + 1)}


def _mean(block: Mapping[int, int]) -> Fraction:
    return Fraction(sum(tally * often for tally, often in block.items()), sum(block.values()))


def _row(pair: Pair, middle: Decimal) -> Row:
    return {
        "unit_key": pair.unit_key,
        "indicator": pair.indicator,
        "period": pair.period,
        "estimate": format(pair.estimate, "f"),
        "final": format(pair.final, "f"),
        "excess": format(half_up(pair.excess, 4), "f"),
        "median_of_units": format(half_up(middle, 4), "f"),
        "side": "above" if pair.excess > middle else "below",
    }


def _mean_excess(own: Sequence[Pair]) -> dict[str, str]:
    """Return the mean excess over the rates, in percentage points; nothing where there is no rate."""
    rates = [pair.excess for pair in own if pair.is_rate]
    if not rates:
        return {}
    return {"mean_excess_pp": format(half_up(sum(rates, Decimal(0)) / len(rates), 2), "f")}
