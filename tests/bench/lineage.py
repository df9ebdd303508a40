"""Restating every old unit's sum to the new units over 10,604 links of one day, beside one join in pandas.

The shape is that of the largest change in the packs' countries: most units pass whole into one of 3,321, some
are divided in two. Ours makes the lineage anew, traces each new unit and keeps the parts of every sum; the
baseline joins two frames and adds up.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pandas

from giaoban.core.figures.restatement import Part, restate
from giaoban.core.registry.changes import Change
from giaoban.core.registry.lineage import Lineage
from tests.bench.table import Row, timed, verdict
from tests.spec.test_restatement import SUM

WHOLE, DIVIDED, NEW, BOUND = 9_592, 506, 3_321, 2.1
DAY = date(2025, 7, 1)
EVE = DAY - timedelta(days=1)


def links(times: int) -> list[tuple[str, str, str]]:
    """Return the links of so many such countries: old unit, new unit, share."""
    whole = [(f"w{n}", f"n{n % (NEW * times)}", "1") for n in range(WHOLE * times)]
    halves = [
        (f"d{n}", f"n{(n + half) % (NEW * times)}", "0.5") for n in range(DIVIDED * times) for half in (0, 1)
    ]
    return whole + halves


def ours(rows: list[tuple[str, str, str]]) -> Decimal:
    """Return the sum of all new units, each restated from its parts."""
    changes = [
        Change(f"{o}>{n}", "merger" if share == "1" else "split", o, n, DAY, share, "", "")
        for o, n, share in rows
    ]
    lineage, total = Lineage(tuple(changes)), Decimal(0)
    for unit in sorted({new for _, new, _ in rows}):
        parts = [Part(key, share, Decimal(100)) for key, share in lineage.trace(unit, DAY, EVE).items()]
        total += restate(SUM, parts).value
    return total


def baseline(frame: pandas.DataFrame, values: pandas.DataFrame) -> float:
    """Return the same sum by a join and a sum of floats."""
    joined = frame.merge(values, on="old")
    return (joined["share"] * joined["value"]).groupby(joined["new"]).sum().sum()


def rows() -> Iterator[Row]:
    """Yield one row: the restatement, and what twice as many links cost."""
    one, two = links(1), links(2)
    frame = pandas.DataFrame(one, columns=["old", "new", "share"]).astype({"share": float})
    values = pandas.DataFrame({"old": sorted({old for old, _, _ in one}), "value": 100.0})
    assert ours(one) == Decimal(str(baseline(frame, values)))
    seconds, memory = timed(lambda: ours(one))
    doubled, _ = timed(lambda: ours(two))
    plain, _ = timed(lambda: baseline(frame, values))
    cost = doubled / seconds
    note = f"twice the links cost {cost:.2f}×; {verdict(cost <= BOUND, f'{BOUND}×')}"
    yield Row(
        f"Lineage: {len(one):,} links made, traced and summed for {NEW:,} units", seconds, plain, memory, note
    )
