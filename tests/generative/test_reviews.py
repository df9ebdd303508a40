"""Reviews over random small panels: a cell told anew against the snapshot is the whole review again."""

import hashlib
import random
import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.store.engine import Limits
from giaoban.store.rescoring import open_snapshot
from giaoban.store.retelling import Cell
from giaoban.store.reviews import Reviewed, review
from tests.factories.small_panels import NATION, NEW, OLD, PROVINCES, YEARS, SmallPanel

pytestmark = pytest.mark.long

#: The first of them weighs the others.
INDICATORS = range(4)
MONTHS = range(12 * YEARS[0] - 1, 12 * YEARS[1] + 12)
cells = st.tuples(st.sampled_from(INDICATORS), st.sampled_from((*OLD, *NEW)), st.sampled_from(MONTHS))


def value_of(chance: random.Random, indicator: int, gaps: int) -> Decimal | None:
    """Return a value, now and then zero or a size that ties with others; one in `gaps` is missing."""
    if gaps and not chance.randrange(gaps):
        return None
    if indicator == 0:
        return Decimal(chance.randint(0, 20))
    return Decimal(chance.choice([0, 50, chance.randint(-900, 900)])) / 10


@st.composite
def rules(draw, number):
    """Return the rule of an indicator; the first is a sum, so that its values can be weights."""
    decimals = draw(st.integers(0, 2))
    merge_rule = "sum" if number == 0 else draw(st.sampled_from(["sum", "weighted", "max", "min", "none"]))
    weigher, lag = (0, draw(st.integers(0, 1))) if merge_rule == "weighted" else (None, 0)
    cumulation = draw(st.sampled_from(["sum", "mean", "last"]))
    return (number, decimals, 10 ** (4 - decimals), cumulation, merge_rule, weigher, lag, draw(st.booleans()))


@st.composite
def panels(draw):
    """Return a panel with gaps; its units merge before it begins, at its end, or within a year."""
    merged_in = draw(st.sampled_from([None, 12 * YEARS[1], 12 * YEARS[1] + 3]))
    through = draw(st.sampled_from([6, 12]))
    chance, gaps = random.Random(draw(st.integers(0, 10**6))), draw(st.sampled_from([0, 15, 200]))  # noqa: S311
    months = {
        (number, unit, month): value_of(chance, number, gaps)
        for number in INDICATORS
        for month in MONTHS
        for unit in (NEW if merged_in is not None and month >= merged_in else OLD)
    }
    own = [draw(rules(number)) for number in INDICATORS]
    ops, directions = (">=", "<=", ">", "range"), ("higher", "lower", "range", "none")
    targets = [
        (number, unit, year, chance.choice(ops), chance.choice(directions), low, None, own[number][1])
        for number in INDICATORS
        for unit in (*NEW, *PROVINCES, NATION)
        for year in YEARS
        if chance.randrange(4)
        for low in [str(chance.randint(-90, 90))]
    ]
    controls = [(0, year, "100", "0.5") for year in YEARS]
    known = {key: value for key, value in months.items() if value is not None}
    return SmallPanel(
        known, tuple(own), tuple(targets), tuple(controls), merged_in, through, draw(st.booleans())
    )


def rows(made: Reviewed) -> tuple[dict, dict]:
    """Return the facts by their keys, and the scores by unit and year."""
    with duckdb.connect() as engine:
        paths = list(map(str, made.facts))
        facts = engine.execute("SELECT * FROM READ_PARQUET($paths)", {"paths": paths}).fetchall()
        scores = engine.execute("SELECT * FROM READ_PARQUET($path)", {"path": str(made.scores)}).fetchall()
    return {row[:3]: row for row in facts}, {row[:2]: row for row in scores}


@settings(max_examples=25, deadline=None)
@given(panels(), st.data())
def test_one_changed_cell_is_told_as_the_whole_review_tells_it(panel, data):
    """The snapshot with the rescored rows in place is the review of the changed panel, row by row."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        limits = Limits(folder / "scratch", memory_mb=500)
        sources = panel.written(folder / "before")
        made = review(sources, folder / "made", limits)
        facts, scores = rows(made)
        with open_snapshot(sources, made, limits) as snapshot:
            for attempt in range(2):
                indicator, unit, month = key = data.draw(cells)
                value = value_of(random.Random(attempt + month), indicator, 4)  # noqa: S311
                told = snapshot.rescore(Cell(indicator, unit, month, value))
                after = panel.changed(key, value).written(folder / f"after-{attempt}")
                whole = rows(review(after, folder / f"again-{attempt}", limits))
                kept = {key: row for key, row in facts.items() if key not in told.reach}
                assert {**kept, **{row[:3]: row for row in told.facts}} == whole[0]
                assert {**scores, **{row[:2]: row for row in told.scores}} == whole[1]


@settings(max_examples=3, deadline=None)
@given(panels())
def test_ten_runs_give_the_same_bytes(panel):
    """The same review, run ten times on several threads, writes the same bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sources = panel.written(folder / "panel")
        digests = set()
        for attempt in range(10):
            made = review(
                sources, folder / f"made-{attempt}", Limits(folder / "scratch", 500, 1 + attempt % 4)
            )
            files = (*made.facts, made.scores, made.gaps)
            digests.add(tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in files))
        assert len(digests) == 1
