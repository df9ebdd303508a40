"""Targets: what was set in every version, what it asks for, and how it was moved."""

from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.core.figures.series import Teller, by_key
from giaoban.core.figures.targets import Result
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.units import Unit
from giaoban.core.review.bases import Score, Scorer, bases_of, version_days
from giaoban.core.review.cascade import Cascade, cascades
from giaoban.core.review.goalposts import Move, moves
from giaoban.core.review.terms import Outlook, outlooks
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
    pack, asked = _asked(round_id, period)
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


def terms(round_id: str, as_of: date, period: str = "") -> tuple[Pack, tuple[Outlook, ...]]:
    """Return how each target of several years stands that the round's period (or another) is a part of."""
    pack, asked = _asked(round_id, period)
    scorer = _scorer(pack, as_of)
    rules = [rule for topic in pack.rules.values() for rule in topic]
    return pack, outlooks(scorer.targets, pack.indicators, rules, scorer.teller, asked)


def cascade(
    round_id: str,
    as_of: date,
    period: str = "",
    *,
    on: date | None = None,
    weighed_in: str = "",
    is_partial_wanted: bool = False,
) -> tuple[Pack, tuple[Cascade, ...]]:
    """Return each national target beside those that units were set to carry it out, in force on a day.

    Edges:   without a day, the last one of the period that has come.
    """
    pack, asked = _asked(round_id, period)
    day = on or min(as_of, asked.end_on - timedelta(days=1))
    level = pack.round(round_id).level
    units = sorted({u.unit_key for u in pack.units.values() if u.level == level and u.is_valid_on(day)})
    levels = parse_period(weighed_in) if weighed_in else None
    found = cascades(
        _scorer(pack, as_of),
        pack.indicators,
        units,
        asked,
        day,
        weighed_in=levels,
        is_partial_wanted=is_partial_wanted,
    )
    return pack, found


def _asked(round_id: str, period: str) -> tuple[Pack, Period]:
    pack, review = packs.of_round(round_id)
    return pack, parse_period(period) if period else review.period


def _scorer(pack: Pack, as_of: date) -> Scorer:
    known = figures.known(pack.pack_id)
    results: dict[str, tuple[Result, ...]] = {}
    for result in known.results:
        results[result.target_id] = (*results.get(result.target_id, ()), result)
    teller = Teller(by_key(known.observations), pack.lineage, as_of.isoformat())
    return Scorer(known.targets, results, teller)
