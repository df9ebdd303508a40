"""The bulk statements over panels: each equals its small definition in core, cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.figures.restatement import Part, restate
from giaoban.core.figures.rounding import half_up
from giaoban.core.figures.targets import Target
from giaoban.core.figures.totals import Total, cumulate, roll_up
from giaoban.core.registry.indicators import Indicator
from giaoban.core.review.attainment import attain, precision
from giaoban.core.review.ranking import rank
from giaoban.core.review.reconciliation import reconcile
from giaoban.core.review.tallies import tally
from giaoban.core.review.trends import change
from giaoban.store.statements import PANEL_TABLES, panel_statement
from giaoban.store.tables import COLUMNS

pytestmark = pytest.mark.long

YEAR, JANUARY = 2025, 2025 * 12
RULES = ("sum", "weighted", "max", "min")
TABLES = sorted(COLUMNS)
few = settings(max_examples=60, deadline=None)

amounts = st.decimals(Decimal(-2000), Decimal(2000), places=4) | st.sampled_from(
    [Decimal(0), Decimal("0.5"), Decimal("-0.5"), Decimal("2.5"), Decimal("0.0001")]
)
perhaps = st.none() | amounts
shares = st.none() | st.sampled_from([Decimal(n) / 10 for n in range(1, 11)])
lacks = st.sampled_from([0, 0, 2])
weights = st.none() | st.decimals(Decimal(0), Decimal(500), places=2)


def run(name: str, tables: Mapping[str, Iterable[Sequence[Any]]]) -> list[tuple[Any, ...]]:
    """Return the rows that a statement makes of these tables; each missing table is empty."""
    with duckdb.connect() as engine:
        for table in PANEL_TABLES[name]:
            columns = COLUMNS[table]
            engine.execute(f"CREATE TABLE {table} ({', '.join(map(' '.join, columns.items()))})")
            for row in tables.get(table, ()):
                values = [str(cell) if isinstance(cell, Decimal) else cell for cell in row]
                engine.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", values)  # noqa: S608
        return engine.execute(panel_statement(name)).fetchall()


def indicator(number: int, merge_rule: str, decimals: int) -> Indicator:
    """Return an indicator of a merge rule and precision."""
    return Indicator(f"I{number}", {}, "PCT", decimals, "higher", "ratio", merge_rule, "W", "", "invented")


@dataclass(frozen=True)
class Rule:
    """One row of the rules, and the indicator that it stands for."""

    merge_rule: str
    decimals: int
    is_partial: bool
    cumulation: str = "sum"

    @property
    def indicator(self) -> Indicator:
        """Return the indicator as core knows it."""
        return indicator(1, self.merge_rule, self.decimals)

    @property
    def row(self) -> tuple[Any, ...]:
        """Return the row of `rules`: indicator 1, weighed by indicator 9 of the same period."""
        step = 10 ** (4 - self.decimals)
        return (1, self.decimals, step, self.cumulation, self.merge_rule, 9, 0, self.is_partial)


rules = st.builds(
    Rule, st.sampled_from(RULES), st.integers(0, 4), st.booleans(), st.sampled_from(["sum", "mean", "last"])
)


@pytest.mark.parametrize("name", sorted(set(PANEL_TABLES) - {"observations"}))
def test_no_column_is_a_binary_fraction(name):
    """Every column that a statement gives is text, a whole number or a DECIMAL."""
    with duckdb.connect() as engine:
        for table in PANEL_TABLES[name]:
            columns = ", ".join(map(" ".join, COLUMNS[table].items()))
            engine.execute(f"CREATE TABLE {table} ({columns})")
        types = {str(column[1]) for column in engine.execute(panel_statement(name)).description}
        plan = engine.execute(f"EXPLAIN {panel_statement(name)}").fetchall()
    assert not types & {"DOUBLE", "FLOAT"}
    assert "DOUBLE" not in str(plan).upper()


@few
@given(rules, st.lists(st.tuples(perhaps, weights, shares, lacks), min_size=1, max_size=5))
def test_restate(rule, parts):
    """Old units told of a new one by sum, weight, maximum or minimum, whole or with shares."""
    gaps = [gap if rule.is_partial else 0 for *_, gap in parts]
    known = [Part(f"u{n}", share, value, weight) for n, (value, weight, share, _) in enumerate(parts)]
    told = restate(rule.indicator, known, is_partial_wanted=rule.is_partial)
    value = told.value
    if value is not None and told.state != "as_reported":
        value = half_up(value, rule.decimals)
    is_whole = len(known) == 1 and known[0].share == 1
    partial = {part.unit_key for part, gap in zip(known, gaps, strict=True) if gap}
    missing = gaps[0] if is_whole else len({*told.missing, *partial})
    rows = list(enumerate(zip(known, gaps, strict=True)))
    made = run(
        "restate",
        {
            "figures": [(1, n, YEAR, part.value, gap) for n, (part, gap) in rows],
            "weights": [(9, n, YEAR, part.weight) for n, (part, _) in rows],
            "lineage": [(n, YEAR, 100, part.share, len(known), is_whole) for n, (part, _) in rows],
            "rules": [rule.row],
        },
    )
    assert made in ([(1, 100, YEAR, value, missing)], [] if value is None else None)


@few
@given(rules, st.lists(perhaps, min_size=12, max_size=12), st.integers(1, 12), st.data())
def test_cumulate(rule, values, through, data):
    """Months to the year to date by sum, mean or last, up to any month; partial months count as missing."""
    lacking = (
        data.draw(st.lists(st.integers(0, 2), min_size=12, max_size=12)) if rule.is_partial else [0] * 12
    )
    months = [Total(v, 1 if v is None else gaps) for v, gaps in zip(values, lacking, strict=True)]
    told = cumulate(rule.cumulation, months[:through], rule.decimals, is_partial_wanted=rule.is_partial)
    stored = [
        (1, 5, JANUARY + n, month.value, month.missing)
        for n, month in enumerate(months)
        if month.value is not None
    ]
    calendar = [(JANUARY + n, YEAR, n == through - 1, through) for n in range(through)]
    made = run("cumulate", {"months": stored, "calendar": calendar, "rules": [rule.row]})
    assert made in ([(1, 5, YEAR, told.value, told.missing)], [] if told.value is None else None)


@few
@given(rules, st.lists(st.tuples(perhaps, weights, lacks), min_size=1, max_size=6))
def test_roll_up(rule, units):
    """Units to the unit above them, with what the units themselves lack."""
    gaps = [gap if rule.is_partial else 0 for _, _, gap in units]
    parts = [Part(f"u{n}", Decimal(1), value, weight) for n, (value, weight, _) in enumerate(units)]
    partial = [part.unit_key for part, gap in zip(parts, gaps, strict=True) if gap]
    told = roll_up(rule.indicator, parts, partial, is_partial_wanted=rule.is_partial)
    made = run(
        "roll_up",
        {
            "facts": [(1, n, YEAR, p.value, gap) for n, (p, gap) in enumerate(zip(parts, gaps, strict=True))],
            "weights": [(9, n, YEAR, part.weight) for n, part in enumerate(parts)],
            "tree": [(n, 100, len(parts)) for n in range(len(parts))],
            "rules": [rule.row],
        },
    )
    assert made in ([(1, 100, YEAR, told.value, told.missing)], [] if told.value is None else None)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["=", ">=", "<=", ">", "<", "range", "text"]),
    st.sampled_from(["higher", "lower", "range", "none"]),
    perhaps,
    st.none() | st.decimals(Decimal(0), Decimal(50), places=2),
    perhaps,
    st.integers(0, 4),
)
def test_attain(op, direction, bound, width, value, decimals):
    """Every direction and comparison, bounds of any sign and precision, strict ones, corridors, no result."""
    high = None if bound is None or width is None else bound + width
    target = Target(
        "t", "u", "2025", "1", "", "", "I1", op, bound, high, "PCT", direction, True, "x", "2025", "invented"
    )
    told = attain(target, Decimal(0) if value is None else value, decimals)
    is_open = told.verdict == "undetermined"
    if value is None and not is_open:
        expected = ("not_reported", None, None)
    else:
        expected = (told.verdict, told.difference, told.percent)
    places = decimals if bound is None else precision(target, decimals)
    rounded = [None if v is None else half_up(v, places) for v in (bound, high)]
    made = run(
        "attain",
        {
            "facts": [(1, 5, YEAR, value, 0)],
            "targets": [(1, 5, YEAR, op, direction, *rounded, places)],
        },
    )
    assert made == [(1, 5, YEAR, *expected)]


@few
@given(st.lists(st.tuples(perhaps, perhaps), min_size=1, max_size=5))
def test_growth(pairs):
    """Against the same period a year before: by difference always, in per cent where the base is not zero."""
    facts = [
        (1, n, year, value, 0)
        for n, pair in enumerate(pairs)
        for year, value in zip((YEAR - 1, YEAR), pair, strict=True)
    ]
    expected = [
        (1, n, YEAR, moved.difference, moved.percent)
        for n, (before, after) in enumerate(pairs)
        if before is not None and after is not None
        for moved in [change(before, after)]
    ]
    assert sorted(run("growth", {"facts": facts})) == expected


VERDICTS = ["exceeded", "met", "not_met", "not_reported", "not_applicable", "undetermined"]


@few
@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=40))
def test_tally(verdicts):
    """Met, total, missed and the share in per cent, with what leaves the total and what stays in it."""
    told = tally(verdicts)
    share = None if told["share"] is None else Decimal(told["share"])
    counts = [told[name] for name in ("exceeded", "not_reported", "not_applicable", "undetermined")]
    made = run("tally", {"verdicts": [(5, YEAR, verdict) for verdict in verdicts]})
    assert made == [(5, YEAR, told["met"], told["total"], told["missed"], share, *counts)]


@few
@given(
    st.lists(st.none() | st.sampled_from([Decimal(n) for n in range(-2, 3)]), min_size=1, max_size=12),
    st.booleans(),
)
def test_rank(measures, is_ascending):
    """Places with ties in either order, each level and year for itself; no measure, no place."""
    known = {str(n): value for n, value in enumerate(measures) if value is not None}
    places = rank(known, "ascending" if is_ascending else "descending")
    boards = list(product(("district", "province"), (YEAR, YEAR + 1)))
    rows = [(*board, n, value, is_ascending) for board in boards for n, value in enumerate(measures)]
    expected = [(*board, int(n), *place) for board in boards for n, place in places.items()]
    assert sorted(run("rank", {"measures": rows})) == sorted(expected)


@few
@given(
    st.sampled_from(["sum", "weighted"]),
    st.integers(0, 4),
    amounts,
    st.decimals(Decimal(0), Decimal(100), places=4),
    st.lists(st.tuples(perhaps, weights), min_size=1, max_size=7),
)
def test_reconcile(merge_rule, decimals, published, tolerance, units):
    """The gap to the control total, each unit's exact part of it, and who is missing."""
    parts = [Part(f"u{n}", Decimal(1), value, weight) for n, (value, weight) in enumerate(units)]
    is_weighted = merge_rule == "weighted"
    if is_weighted and not sum((p.weight or 0) for p in parts):
        parts = [Part(p.unit_key, p.share, p.value, Decimal(3)) for p in parts]
    about = ("c", "I1", str(YEAR))
    told = reconcile(about, published, parts, merge_rule, tolerance, decimals + 2)
    made = run(
        "reconcile",
        {
            "facts": [(1, n, YEAR, part.value, 0) for n, part in enumerate(parts)],
            "weights": [(9, n, YEAR, part.weight) for n, part in enumerate(parts)],
            "controls": [(1, YEAR, published, tolerance)],
            "members": [(n,) for n in range(len(parts))],
            "rules": [Rule(merge_rule, decimals, is_partial=False).row],
        },
    )
    keys = told.missing if told.state == "incomplete" else told.attribution
    expected = [
        (1, int(key[1:]), YEAR, told.state, told.implied, told.gap, told.attribution.get(key)) for key in keys
    ]
    assert sorted(made) == sorted(expected)
    if told.state != "incomplete":
        assert sum(row[6] for row in made) == told.gap
