"""The review of a large round to its sealed factsheet, beside the same computation in pandas.

63 units x 30 targets x 12 months, read in both ways: 30 targets of the year with 12 results each, and 360
targets of a month each. Loading is not timed; ours is from known rows to the sealed factsheet as text, with
the working of every figure. The baseline only attains, counts and ranks.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pandas

from giaoban.core.review.analyses import assess
from giaoban.core.review.factsheet import seal_text
from tests.bench.table import Row, timed, verdict
from tests.factories.rounds import indicator, observation, pack, round_of, unit
from tests.spec.scoring import result, target

UNITS, TARGETS, MONTHS, BOUND = 63, 30, 12, 3
AS_OF = "2024-01-31"
ANALYSES = [
    *(
        {"analysis": f"month_{m:02}", "rule": "observed", "indicator": "GROWTH", "period": f"2023-{m:02}"}
        for m in range(1, MONTHS + 1)
    ),
    {"analysis": "attainment", "rule": "attainment"},
    {"analysis": "tally", "rule": "tally", "of": "attainment"},
    {"analysis": "ranking", "rule": "ranking", "of": "tally", "measure": "share", "order": "descending"},
    {
        "analysis": "all_met",
        "rule": "list",
        "of": "tally",
        "measure": "missed",
        "op": "=",
        "threshold": "0",
        "order": "code",
    },
]


def known(chance: random.Random, periods: list[str]) -> tuple[list, list, list]:
    """Return the observations, targets and results of the round, with targets for each of the periods."""
    keys = [f"u{i:02}" for i in range(UNITS)]
    wanted = [
        replace(
            target(unit_key=key, target_id=f"{key}-{n:02}-{period}", number=str(n), period=period),
            target=Decimal(chance.randint(50, 95)),
        )
        for key in keys
        for n in range(TARGETS)
        for period in periods
    ]
    reached = [
        result(str(chance.randint(400, 1100) / 10), f"2023-{m:02}-28", target_id=one.target_id)
        for one in wanted
        for m in range(1, MONTHS // len(periods) + 1)
    ]
    seen = [
        observation(
            key, f"{chance.randint(-900, 1400) / 100:.2f}", period=f"2023-{m:02}", released=f"2023-{m:02}-28"
        )
        for key in keys
        for m in range(1, MONTHS + 1)
    ]
    return seen, wanted, reached


def baseline(targets: pandas.DataFrame, results: pandas.DataFrame) -> pandas.DataFrame:
    """Return tallies and ranks: the last result of each target against it, counted and ranked by unit."""
    last = results.sort_values("released").groupby("target_id").tail(1)
    joined = targets.merge(last, on="target_id")
    joined["met"] = joined["value"] >= joined["target"]
    tally = joined.groupby("unit_key")["met"].agg(["sum", "count"])
    tally["share"] = (tally["sum"] / tally["count"] * 100).round(1)
    tally["rank"] = tally["share"].rank(ascending=False, method="min")
    return tally


def frames(targets: list, results: list) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Return the same rows as pandas users hold them."""
    left = pandas.DataFrame(
        [{"target_id": t.target_id, "unit_key": t.unit_key, "target": float(t.target)} for t in targets]
    )
    right = pandas.DataFrame(
        [{"target_id": r.target_id, "released": r.released, "value": float(r.value)} for r in results]
    )
    return left, right


def compare(name: str, periods: list[str]) -> Row:
    """Return the row of one shape of the round."""
    seen, targets, results = known(random.Random(2023), periods)  # noqa: S311
    land = pack([unit(f"u{i:02}", f"{i:02}") for i in range(UNITS)], [indicator("GROWTH")])
    made = round_of(ANALYSES)
    left, right = frames(targets, results)
    sheet = assess(land, made, seen, targets, results, AS_OF)
    ranked = {
        row["unit_key"]: row["rank"] for f in sheet["figures"] if f["rule"] == "ranking" for row in f["value"]
    }
    if ranked != baseline(left, right)["rank"].astype(int).to_dict():
        raise SystemExit("The two computations disagree: the comparison would mean nothing.")
    ours, memory = timed(lambda: seal_text(assess(land, made, seen, targets, results, AS_OF)))
    theirs, _ = timed(lambda: baseline(left, right))
    task = f"sealed factsheet: {len(targets):,} {name}, {len(results):,} results; pandas"
    return Row(task, ours, theirs, memory, verdict(ours < BOUND, f"under {BOUND} s"))


def rows() -> Iterator[Row]:
    """Yield the review of the round in both shapes."""
    yield compare("targets of the year", ["2023"])
    yield compare("targets of a month each", [f"2023-{m:02}" for m in range(1, MONTHS + 1)])


def notes() -> Iterator[str]:
    """Yield what the ratios do not say."""
    yield "The sealed factsheet keeps the working, inputs and id of every figure; pandas three columns."
