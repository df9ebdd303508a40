"""Targets: what was set in every version, what it asks for, and how it was moved."""

from dataclasses import dataclass
from datetime import date

from giaoban.core.figures.series import Teller, by_key
from giaoban.core.figures.targets import Result
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.periods import parse_period
from giaoban.core.registry.units import Unit
from giaoban.core.review.bases import Score, Scorer, bases_of, version_days
from giaoban.core.review.goalposts import Move, moves
from giaoban.queries import figures, packs, series


@dataclass(frozen=True)
class Scores:
    """One answer: the cells of a unit's indicator and period, a version day and a basis each."""

    pack: Pack
    unit: Unit
    indicator: Indicator
    as_of: str
    cells: tuple[Score, ...]


def goalposts(round_id: str, as_of: date, period: str = "") -> tuple[Pack, tuple[Move, ...]]:
    """Return every version that changed a target by `as_of`, with the pack of the round.

    Edges:   of the round's own period, unless another is given.
    """
    pack, review = packs.of_round(round_id)
    asked = parse_period(period) if period else review.period
    return pack, moves(_scorer(pack, as_of), pack.indicators, asked, as_of.isoformat())


def scores(
    unit: str,
    indicator: str,
    period: str,
    *,
    version_on: date | None,
    basis: date | None,
    as_of: date,
    is_partial_wanted: bool = False,
) -> Scores:
    """Return the scores of a unit under the versions in force on a day, on the units of a day.

    Shape:   without `version_on` a cell for each day from which another version holds; without `basis` one
             for each side of a change within the period, for each unit that the asked one is on it.
    Raises:  NotFound for an unknown unit or indicator; Invalid for a period that is none, and where two
             units can be meant.
    """
    asked = parse_period(period)
    pack, one = series.meant(unit, indicator, basis)
    measured, scorer = pack.indicators[indicator], _scorer(pack, as_of)
    home = basis or series.last_day(one, as_of)
    days = (basis,) if basis else bases_of(scorer.teller, one.unit_key, home, asked)
    units = {day: scorer.teller.lineage.trace(one.unit_key, home, day) for day in days}
    family = {
        key for day in (*days, asked.start_on) for key in scorer.teller.lineage.trace(one.unit_key, home, day)
    }
    versions = [version_on] if version_on else version_days(scorer.targets, indicator, asked.text, family)
    cells = tuple(
        scorer.score(key, measured, asked, version, day, is_partial_wanted=is_partial_wanted)
        for day in days
        for key in units[day]
        for version in versions
    )
    return Scores(pack, one, measured, as_of.isoformat(), cells)


def _scorer(pack: Pack, as_of: date) -> Scorer:
    known = figures.known(pack.pack_id)
    results: dict[str, tuple[Result, ...]] = {}
    for result in known.results:
        results[result.target_id] = (*results.get(result.target_id, ()), result)
    teller = Teller(by_key(known.observations), pack.lineage, as_of.isoformat())
    return Scorer(known.targets, results, teller)
