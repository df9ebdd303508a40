"""Reviews over panels: the statements in their order, block by block, to facts, scores and gaps as Parquet.

A block is one segment of a panel: the observations of a run of indicators. All but tallies and ranks stays
within a block, so the memory that a review needs does not grow with the number of indicators.

Months are cumulated for the units as they were, and the years to date restated to the basis. A year within
which units changed is no year of any of them: its months are restated first, then cumulated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from giaoban.store.engine import Limits, workbench
from giaoban.store.statements import panel_statement
from giaoban.store.tables import COLUMNS, PARQUET

#: Tables that are small whatever the size of the panel; they are read once.
_SMALL = ("rules", "spans", "tree", "levels", "members")
#: The years that a span of the lineage cuts in two, and what each unit was in every other year.
_CUT = """SELECT DISTINCT y.year, y.last_month, y.months FROM all_years AS y
JOIN spans AS s ON s.first_month <= y.last_month AND s.last_month >= 12 * y.year
WHERE s.first_month > 12 * y.year OR s.last_month < y.last_month"""
_CALENDAR = """SELECT CAST(month AS INTEGER) AS month, year, month = last_month AS is_last, months
FROM (SELECT UNNEST(RANGE(12 * year, last_month + 1)) AS month, year, last_month, months FROM all_years)"""
_UNCUT = "SELECT * FROM all_years WHERE year NOT IN (SELECT year FROM cut_years)"
_BY_YEAR = """SELECT s.unit, y.year AS period, s.successor, s.share, s.parts, s.is_whole FROM spans AS s
JOIN uncut_years AS y ON s.first_month <= 12 * y.year AND s.last_month >= y.last_month"""
_BY_MONTH = """SELECT s.unit, m.month AS period, s.successor, s.share, s.parts, s.is_whole FROM spans AS s
JOIN (SELECT UNNEST(RANGE(12 * year, last_month + 1)) AS month FROM cut_years) AS m
ON m.month BETWEEN s.first_month AND s.last_month"""
_MONTHLY_RULES = """SELECT indicator, decimals, step, cumulation, merge_rule, weigher, 12 * lag AS lag,
is_partial FROM yearly_rules"""
_OF_YEARS = "SELECT * FROM all_calendar WHERE year IN (SELECT year FROM {})"
_AS_MONTHS = "SELECT indicator, unit, month, value, 0 AS missing FROM observations"
_AS_WEIGHTS = "SELECT indicator AS weigher, unit, {} AS period, value AS weight FROM {}"


@dataclass(frozen=True)
class Block:
    """One segment of a panel: where it lies, and the numbers of its first and last indicator."""

    first: int
    last: int
    path: Path


@dataclass(frozen=True)
class Sources:
    """What a review reads: the panel's blocks in the order of their indicators, and every other table."""

    blocks: tuple[Block, ...]
    tables: Mapping[str, Path]


@dataclass(frozen=True)
class Reviewed:
    """What a review wrote: one file of facts a block, the scores of units, the gaps of control totals."""

    facts: tuple[Path, ...]
    scores: Path
    gaps: Path


def review(sources: Sources, into: Path, limits: Limits) -> Reviewed:
    """Review the panel and write what came of it into the folder `into`.

    Edges:   the same sources give the same bytes, whatever the number of threads and the memory.
    Raises:  Invalid where a number does not fit its column, or a file cannot be used.
    """
    with workbench(limits) as engine:
        return review_on(engine, sources, into)


def review_on(engine: DuckDBPyConnection, sources: Sources, into: Path) -> Reviewed:
    """Review the panel on an engine: the embedded one, or a cluster that takes the same statements."""
    into.mkdir(parents=True, exist_ok=True)
    made = Reviewed(
        tuple(into / f"facts-{block.first:05}.parquet" for block in sources.blocks),
        into / "scores.parquet",
        into / "gaps.parquet",
    )
    prepare(engine, sources)
    for block, path in zip(sources.blocks, made.facts, strict=True):
        _review_block(engine, sources, block, path)
    copy(engine, "SELECT * FROM gaps", "indicator, unit, year", made.gaps)
    _score(engine, made.facts)
    copy(engine, panel_statement("score"), "unit, year", made.scores)
    return made


def prepare(engine: DuckDBPyConnection, sources: Sources) -> None:
    """Read the small tables, and all that weighs: of the units as they were, and of those of the basis."""
    for name in _SMALL:
        table(engine, name, read(sources.tables[name]))
    table(engine, "all_years", read(sources.tables["years"]))
    table(engine, "all_calendar", _CALENDAR)
    for name, query in {"cut_years": _CUT, "uncut_years": _UNCUT}.items():
        table(engine, name, query)
    table(engine, "yearly_lineage", _BY_YEAR)
    table(engine, "monthly_lineage", _BY_MONTH)
    columns = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS["gaps"].items())
    engine.execute(f"CREATE TEMP TABLE gaps ({columns})")
    _weigh(engine, sources)


def _weigh(engine: DuckDBPyConnection, sources: Sources) -> None:
    weighers = {number for (number,) in engine.execute("SELECT DISTINCT weigher FROM rules").fetchall()}
    paths = [b.path for b in sources.blocks if any(b.first <= n <= b.last for n in weighers - {None})]
    source = read(*paths or [sources.blocks[0].path])
    view(engine, "observations", f"{source} WHERE indicator IN (SELECT weigher FROM rules)")
    table(engine, "monthly_weights", _AS_WEIGHTS.format("month", "observations"))
    view(engine, "months", _AS_MONTHS)
    view(engine, "calendar", "SELECT * FROM all_calendar")
    view(engine, "cumulated", panel_statement("cumulate"))
    table(engine, "yearly_weights", _AS_WEIGHTS.format("year", "cumulated"))
    tell(engine)
    table(engine, "basis_weights", _AS_WEIGHTS.format("year", "leaves"))
    roll_up(engine)
    engine.execute(f"INSERT INTO basis_weights {_AS_WEIGHTS.format('year', 'wholes')}")


def tell(engine: DuckDBPyConnection) -> None:
    """Make `leaves` of `observations`: the years to date of the units of the basis."""
    view(engine, "months", _AS_MONTHS)
    view(engine, "calendar", _OF_YEARS.format("uncut_years"))
    view(engine, "cumulated", panel_statement("cumulate"))
    view(engine, "figures", "SELECT indicator, unit, year AS period, value, missing FROM cumulated")
    view(engine, "lineage", "SELECT * FROM yearly_lineage")
    view(engine, "weights", "SELECT * FROM yearly_weights")
    view(engine, "restated", panel_statement("restate"))
    table(engine, "leaves", "SELECT indicator, unit, period AS year, value, missing FROM restated")
    if engine.execute("SELECT COUNT(*) FROM cut_years").fetchone() != (0,):
        _tell_cut_years(engine)


def _tell_cut_years(engine: DuckDBPyConnection) -> None:
    view(engine, "figures", "SELECT indicator, unit, month AS period, value, 0 AS missing FROM observations")
    view(engine, "lineage", "SELECT * FROM monthly_lineage")
    view(engine, "weights", "SELECT * FROM monthly_weights")
    table(engine, "yearly_rules", "SELECT * FROM rules")
    table(engine, "rules", _MONTHLY_RULES)
    table(engine, "restated_months", panel_statement("restate"))
    view(engine, "months", "SELECT indicator, unit, period AS month, value, missing FROM restated_months")
    view(engine, "calendar", _OF_YEARS.format("cut_years"))
    engine.execute(f"INSERT INTO leaves {panel_statement('cumulate')}")
    table(engine, "rules", "SELECT * FROM yearly_rules")


def roll_up(engine: DuckDBPyConnection) -> None:
    """Make `wholes` of the leaves: what they are for the units above them."""
    view(engine, "weights", "SELECT * FROM basis_weights")
    view(engine, "facts", "SELECT * FROM leaves")
    table(engine, "wholes", panel_statement("roll_up"))


def assemble(engine: DuckDBPyConnection) -> None:
    """Let `facts` be leaves and wholes, and hold them against targets and the year before."""
    view(engine, "facts", "SELECT * FROM leaves UNION ALL SELECT * FROM wholes")
    view(engine, "attained", panel_statement("attain"))
    view(engine, "grown", panel_statement("growth"))


def place(engine: DuckDBPyConnection) -> None:
    """Let `places` be the ranks by the share of targets met, within each level and year of `tallies`."""
    measures = (
        "SELECT l.level, t.year, t.unit, CAST(t.share AS DECIMAL(18, 4)) AS measure, FALSE AS is_ascending "
        "FROM tallies AS t JOIN levels AS l ON l.unit = t.unit"
    )
    view(engine, "measures", measures)
    view(engine, "places", panel_statement("rank"))


def _review_block(engine: DuckDBPyConnection, sources: Sources, block: Block, into: Path) -> None:
    """Write the facts of the block's indicators, and add the gaps of their control totals."""
    within = f"WHERE indicator BETWEEN {block.first} AND {block.last}"
    for name in ("targets", "controls"):
        view(engine, name, f"{read(sources.tables[name])} {within}")
    view(engine, "observations", f"{read(block.path)} {within}")
    tell(engine)
    roll_up(engine)
    assemble(engine)
    copy(engine, panel_statement("assemble"), "indicator, unit, year", into)
    engine.execute(f"INSERT INTO gaps {panel_statement('reconcile')}")


def _score(engine: DuckDBPyConnection, facts: Iterable[Path]) -> None:
    view(engine, "all_facts", read(*facts))
    view(engine, "verdicts", "SELECT unit, year, verdict FROM all_facts WHERE verdict IS NOT NULL")
    table(engine, "tallies", panel_statement("tally"))
    place(engine)


def table(engine: DuckDBPyConnection, name: str, query: str) -> None:
    """Make the table `name` of what the query gives now."""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def view(engine: DuckDBPyConnection, name: str, query: str) -> None:
    """Let `name` stand for the query."""
    engine.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")


def copy(engine: DuckDBPyConnection, query: str, order: str, path: Path) -> None:
    """Write what the query gives, in this order, as one Parquet file."""
    engine.execute(f"COPY (SELECT * FROM ({query}) ORDER BY {order}) TO {_quoted(path)} ({PARQUET})")


def read(*paths: Path) -> str:
    """Return the query that reads Parquet files, one after the other."""
    return f"SELECT * FROM READ_PARQUET([{', '.join(map(_quoted, paths))}])"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
