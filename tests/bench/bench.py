"""Time the review of a large round, and the same computation in pandas, in one run: `make bench`.

63 units x 30 targets x 12 months, read in both ways: 30 targets of the year with 12 results each, and 360
targets of a month each. Loading is not timed; ours is from known rows to the sealed factsheet as text, with
the working of every figure. The baseline only attains, counts and ranks.
"""

import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pandas

from giaoban.core.review.analyses import assess
from giaoban.core.review.factsheet import seal_text
from tests.factories.rounds import indicator, observation, pack, round_of, unit
from tests.spec.scoring import result, target

UNITS, TARGETS, MONTHS, RUNS = 63, 30, 12, 5
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


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds of some runs, and the peak megabytes of one more."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return sorted(seconds)[RUNS // 2], peak


def say(line: str) -> None:
    """Print one line of the report."""
    sys.stdout.write(line + "\n")


def compare(name: str, periods: list[str]) -> float:
    """Print the row of one shape of the round and return our seconds."""
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
    ours, our_peak = timed(lambda: seal_text(assess(land, made, seen, targets, results, AS_OF)))
    theirs, their_peak = timed(lambda: baseline(left, right))
    say(
        f"{name:<34}{len(targets):>9}{len(results):>9}{ours:>9.2f}s{theirs:>9.3f}s{ours / theirs:>8.1f}x"
        f"{our_peak:>9.0f}{their_peak:>11.0f}"
    )
    return ours


def main() -> None:
    """Print the table."""
    say(
        f"{'review to sealed factsheet':<34}{'targets':>9}{'results':>9}{'ours':>10}{'pandas':>10}"
        f"{'ratio':>9}{'our MB':>9}{'pandas MB':>11}"
    )
    slowest = max(
        compare("targets of the year, 12 results", ["2023"]),
        compare("targets of each month", [f"2023-{m:02}" for m in range(1, MONTHS + 1)]),
    )
    say("Ours keeps working, inputs and a content id for every figure; pandas keeps three columns.")
    say(
        f"Whole process, peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB. "
        f"Bound: under 3 s. {'Kept.' if slowest < 3 else 'NOT KEPT.'}"
    )


if __name__ == "__main__":
    main()
