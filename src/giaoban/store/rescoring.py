"""Rescoring: one cell of a panel changes, and only what depends on it is computed anew.

A month of a unit reaches the units of the basis that it is part of, those above them, that year and the
growth of the next; where the indicator weighs others, those as well. All else is read from the snapshot of a
review. What is computed goes by the small definitions of core, so it also proves the bulk statements.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from giaoban.core.figures.rounding import half_up
from giaoban.core.figures.targets import Target
from giaoban.core.figures.totals import Total
from giaoban.core.review.tallies import tally
from giaoban.store import reviews
from giaoban.store.engine import Limits, workbench
from giaoban.store.retelling import Cell, Fact, Frame, Key, Reach, Retelling, Rule, Span
from giaoban.store.reviews import Block, Reviewed, Sources, read, table
from giaoban.store.statements import panel_statement
from giaoban.store.tables import COLUMNS

#: Products of two numbers of eighteen digits, summed over all units, keep every digit.
_DIGITS = 60
_COUNTS = ("met", "total", "missed", "exceeded", "not_reported", "not_applicable", "undetermined")


@dataclass(frozen=True)
class Rescored:
    """The rows that stand instead of the snapshot's: every fact within reach, and whole boards of scores.

    `reach` names those facts, also where none stands any more. A board is all units of a level in a year;
    those stand here on which a tally changed.
    """

    reach: frozenset[Key]
    facts: tuple[tuple[Any, ...], ...]
    scores: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Snapshot:
    """A review's results beside its sources; each change is told against the snapshot, which stays."""

    engine: DuckDBPyConnection
    sources: Sources
    reviewed: Reviewed
    frame: Frame

    def rescore(self, cell: Cell) -> Rescored:
        """Return what the changed cell makes of the review: the same as reviewing the changed panel whole."""
        reach = self.frame.reach(cell)
        if not reach.leaves:
            return Rescored(frozenset(), (), ())
        with localcontext(prec=_DIGITS):
            known, verdicts = self._known(reach)
            retelling = Retelling(self.frame, self._months(reach, cell), known, self._targets(reach))
            facts = retelling.facts(reach)
        rows = tuple(fact.row for fact in facts)
        return Rescored(reach.keys, rows, self._scores(_shifts(verdicts, facts)))

    def _months(self, reach: Reach, cell: Cell) -> Mapping[Key, Decimal]:
        """Return the months of what is within reach and of what weighs it, with the cell as it is now."""
        indicators, years = self._sources(reach)
        spans = (span for leaf in reach.leaves for span in self.frame.parts_of(leaf))
        rows = self._rows(
            f"SELECT indicator, unit, month, value FROM ({self._panel(indicators)}) "
            f"WHERE {_any('indicator', indicators)} AND {_any('unit', {span.unit for span in spans})} "
            f"AND month BETWEEN {12 * min(years)} AND {12 * max(years) + 11} AND value IS NOT NULL"
        )
        months = {(indicator, unit, month): value for indicator, unit, month, value in rows}
        months.pop(cell.key, None)
        return months if cell.value is None else {**months, cell.key: cell.value}

    def _known(self, reach: Reach) -> tuple[dict[Key, Total], dict[Key, str]]:
        """Return the snapshot's values around what is within reach, and the verdicts within it."""
        indicators, years = self._sources(reach)
        near = {*years, *reach.told_years, *(year - 1 for year in reach.years)}
        own = _any("unit", (*reach.leaves, *reach.wholes))
        source = read(*(path for _, path in self._blocks(indicators)))
        rows = self._rows(
            f"SELECT indicator, unit, year, value, missing, verdict FROM ({source}) "
            f"WHERE {_any('indicator', indicators)} AND ({own} AND {_any('year', near)} "
            f"OR {_any('year', {*years, *reach.years})})"
        )
        totals = {row[:3]: Total(row[3], row[4]) for row in rows if row[4] is not None}
        return totals, {row[:3]: row[5] for row in rows if row[5] and row[:3] in reach.keys}

    def _targets(self, reach: Reach) -> Mapping[Key, tuple[Target, int]]:
        """Return the targets within reach, each with the precision to compare at."""
        rows = self._rows(
            f"SELECT indicator, unit, year, op, direction, target, target_to, decimals FROM targets "
            f"WHERE {_any('indicator', reach.indicators)} AND {_any('year', reach.told_years)} "
            f"AND {_any('unit', (*reach.leaves, *reach.wholes))}"
        )
        return {row[:3]: (_target(*row[3:]), row[-1]) for row in rows}

    def _scores(self, shifts: Mapping[tuple[int, int], Counter[str]]) -> tuple[tuple[Any, ...], ...]:
        """Tally the units whose verdicts shifted, and rank the boards that they stand on."""
        if not shifts:
            return ()
        engine, keys = self.engine, ", ".join(f"({unit}, {year})" for unit, year in shifts)
        boards = f"SELECT level, year FROM scores WHERE (unit, year) IN ({keys})"
        columns = ", ".join(COLUMNS["tallies"])
        table(engine, "tallies", f"SELECT {columns} FROM scores WHERE (level, year) IN ({boards})")
        old = self._rows(
            f"SELECT unit, year, {', '.join(_COUNTS)} FROM tallies WHERE (unit, year) IN ({keys})"
        )
        engine.execute(f"DELETE FROM tallies WHERE (unit, year) IN ({keys})")
        for unit, year, *counts in old:
            told = tally(_verdicts(dict(zip(_COUNTS, counts, strict=True)), shifts[unit, year]))
            row = (unit, year, *(told[name] for name in list(COLUMNS["tallies"])[2:]))
            engine.execute(f"INSERT INTO tallies VALUES ({', '.join('?' * len(row))})", row)
        reviews.place(engine)
        return self._rows(f"SELECT * FROM ({panel_statement('score')}) ORDER BY unit, year")

    def _sources(self, reach: Reach) -> tuple[list[int], list[int]]:
        """Return the indicators and years that what is within reach is made of."""
        rules = [self.frame.rules[indicator] for indicator in reach.indicators]
        weighers = {rule.weighed_by for rule in rules if rule.weighed_by is not None}
        lags = {0, *(rule.lag for rule in rules if rule.weighed_by is not None)}
        years = {year - lag for year in reach.years for lag in lags}
        return sorted({*reach.indicators, *weighers}), sorted(years)

    def _panel(self, indicators: Iterable[int]) -> str:
        return read(*(block.path for block, _ in self._blocks(indicators)))

    def _blocks(self, indicators: Iterable[int]) -> list[tuple[Block, Path]]:
        pairs = zip(self.sources.blocks, self.reviewed.facts, strict=True)
        return [pair for pair in pairs if any(pair[0].first <= one <= pair[0].last for one in indicators)]

    def _rows(self, query: str) -> tuple[tuple[Any, ...], ...]:
        return tuple(self.engine.execute(query).fetchall())


@contextmanager
def open_snapshot(sources: Sources, reviewed: Reviewed, limits: Limits) -> Iterator[Snapshot]:
    """Open the results of a review for changes of single cells."""
    with workbench(limits) as engine:
        table(engine, "scores", read(reviewed.scores))
        table(engine, "levels", read(sources.tables["levels"]))
        engine.execute(f"CREATE TEMP VIEW targets AS {read(sources.tables['targets'])}")

        def rows(name: str, columns: str) -> list[tuple[Any, ...]]:
            return engine.execute(f"SELECT {columns} FROM ({read(sources.tables[name])})").fetchall()

        frame = Frame(
            {row[0]: Rule(*row) for row in rows("rules", ", ".join(COLUMNS["rules"]))},
            tuple(Span(*row) for row in rows("spans", ", ".join(COLUMNS["spans"]))),
            dict(rows("years", "year, last_month")),
            tuple(rows("tree", "unit, ancestor")),
        )
        yield Snapshot(engine, sources, reviewed, frame)


def _any(column: str, numbers: Iterable[int]) -> str:
    """Return the condition that the column is one of the numbers; false where there are none."""
    listed = ", ".join(map(str, sorted(numbers)))
    return f"{column} IN ({listed})" if listed else "FALSE"


def _target(
    op: str, direction: str, target: Decimal | None, target_to: Decimal | None, decimals: int
) -> Target:
    low, high = (None if bound is None else half_up(bound, decimals) for bound in (target, target_to))
    return Target("", "", "", "", "", "", "", op, low, high, "", direction, True, "", "", "")  # type: ignore[arg-type]


def _shifts(known: Mapping[Key, str], facts: Iterable[Fact]) -> Mapping[tuple[int, int], Counter[str]]:
    """Return by unit and year how many verdicts of each kind came and went; nothing where all stayed."""
    shifts: dict[tuple[int, int], Counter[str]] = {}
    for fact in facts:
        if fact.verdict is not None:
            shifts.setdefault(fact.key[1:], Counter())[fact.verdict] += 1
    for (_, unit, year), verdict in known.items():
        shifts.setdefault((unit, year), Counter())[verdict] -= 1
    return {key: shift for key, shift in shifts.items() if any(shift.values())}


def _verdicts(counts: Mapping[str, int], shift: Counter[str]) -> Iterable[str]:
    """Return the verdicts behind the counts of a tally, with the shift made."""
    told = {name: counts[name] for name in ("exceeded", "not_reported", "not_applicable", "undetermined")}
    told["met"] = counts["met"] - counts["exceeded"]
    told["not_met"] = counts["missed"] - counts["not_reported"] - counts["undetermined"]
    return Counter({name: told[name] + shift[name] for name in told}).elements()
