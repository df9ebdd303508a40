"""Vintages: the whole history of one figure: every row that was ever recorded of it."""

from dataclasses import dataclass
from datetime import timedelta

from giaoban.core.figures.observations import Choice, choose
from giaoban.core.figures.vintages import Recorded, Vintage, chain, in_order, overdue_of
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.releases import Due
from giaoban.core.registry.units import Unit
from giaoban.queries import figures
from giaoban.queries.moments import Moment
from giaoban.queries.series import meant


@dataclass(frozen=True)
class History:
    """One figure through time: its rows with their steps, and what is in force at the moment asked for.

    `overdue` is the release of a higher grade that was due by then, if the figure in force is stale.
    """

    unit: Unit
    indicator: Indicator
    period: Period
    rows: tuple[tuple[Recorded, Vintage], ...]
    choice: Choice
    overdue: Due | None


def of_figure(unit: str, indicator: str, period: str, *, at: Moment) -> History:
    """Return the history of one figure; the unit is the one that `unit` means on the period's last day.

    Raises:  NotFound for an unknown unit or indicator; Invalid if two units can be meant, or for what is no
             period.
    """
    about = parse_period(period)
    pack, one = meant(unit, indicator, about.end_on - timedelta(days=1))
    key = (one.unit_key, indicator, about.text)
    own = [
        row
        for row in figures.history(pack.pack_id)
        if row.observation.key == key and (at.recorded_by is None or row.recorded_at <= at.recorded_by)
    ]
    ordered = in_order(own, at.day)
    steps = chain(row.observation for row in ordered)
    standing = {(row.observation.released, row.observation.source): row.observation for row in ordered}
    choice = choose(standing.values(), at.day)
    late = overdue_of(choice, pack.due(one.level, indicator, about.text), at.day)
    return History(
        one, pack.indicators[indicator], about, tuple(zip(ordered, steps, strict=True)), choice, late
    )
