"""The plain review: what a statistician would write by hand for the same panel, with floats, in DuckDB.

The same computation in the same order, over its own Parquet files of DOUBLE: years to date, restated, rolled
up, held against targets and the year before, tallied, ranked and reconciled. It keeps no count of what is
missing, no codes of states, and no order of its rows.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from giaoban.store.reviews import Sources, read

_TABLES = ("rules", "spans", "tree", "levels", "members", "controls")
_FACTS = """
CREATE TEMP TABLE facts AS
WITH years AS (
    SELECT o.indicator, unit, month // 12 AS year, CASE r.cumulation
        WHEN 'sum' THEN SUM(value)
        WHEN 'mean' THEN ROUND(AVG(value), r.decimals)
        ELSE MAX(value) FILTER (month % 12 = 11) END AS value
    FROM observations AS o JOIN rules AS r USING (indicator)
    GROUP BY o.indicator, unit, month // 12, r.cumulation, r.decimals
),
weights AS (SELECT unit, year, value AS weight FROM years WHERE indicator = 1),
leaves AS (
    SELECT y.indicator, s.successor AS unit, y.year, ROUND(CASE r.merge_rule
        WHEN 'sum' THEN SUM(y.value * s.share)
        WHEN 'max' THEN MAX(y.value)
        ELSE SUM(y.value * s.share * w.weight) / SUM(s.share * w.weight) FILTER (y.value IS NOT NULL)
    END, r.decimals) AS value
    FROM years AS y JOIN rules AS r USING (indicator) JOIN spans AS s ON s.unit = y.unit
    LEFT JOIN weights AS w ON w.unit = y.unit AND w.year = y.year
    GROUP BY y.indicator, s.successor, y.year, r.merge_rule, r.decimals
),
leaf_weights AS (SELECT unit, year, value AS weight FROM leaves WHERE indicator = 1),
wholes AS (
    SELECT l.indicator, t.ancestor AS unit, l.year, ROUND(CASE r.merge_rule
        WHEN 'sum' THEN SUM(l.value)
        WHEN 'max' THEN MAX(l.value)
        ELSE SUM(l.value * w.weight) / SUM(w.weight) FILTER (l.value IS NOT NULL)
    END, r.decimals) AS value
    FROM leaves AS l JOIN rules AS r USING (indicator) JOIN tree AS t ON t.unit = l.unit
    LEFT JOIN leaf_weights AS w ON w.unit = l.unit AND w.year = l.year
    GROUP BY l.indicator, t.ancestor, l.year, r.merge_rule, r.decimals
)
SELECT * FROM leaves UNION ALL SELECT * FROM wholes
"""
_ASSEMBLED = """
WITH held AS (
    SELECT t.indicator, t.unit, t.year, t.op, t.direction, ROUND(f.value, t.decimals) AS value,
        ROUND(t.target, t.decimals) AS low, ROUND(COALESCE(t.target_to, t.target), t.decimals) AS high
    FROM targets AS t LEFT JOIN facts AS f USING (indicator, unit, year)
),
measured AS (
    SELECT *, CASE direction WHEN 'higher' THEN value - low WHEN 'lower' THEN high - value
        ELSE LEAST(value - low, high - value) END AS margin,
        CASE direction WHEN 'higher' THEN low WHEN 'lower' THEN high END AS bound
    FROM held
),
attained AS (
    SELECT indicator, unit, year, CASE WHEN value IS NULL THEN 'not_reported'
        WHEN margin < 0 OR (margin = 0 AND op IN ('>', '<')) THEN 'not_met' WHEN op IN ('>', '<') THEN 'met'
        WHEN direction = 'higher' AND value > high THEN 'exceeded'
        WHEN direction = 'lower' AND value < low THEN 'exceeded' ELSE 'met' END AS verdict,
        margin AS difference, ROUND(100 + margin * 100 / NULLIF(ABS(bound), 0), 2) AS percent
    FROM measured
)
SELECT indicator, unit, year, f.value, a.verdict, a.difference, a.percent, f.value - b.value AS growth,
    ROUND((f.value - b.value) * 100 / NULLIF(ABS(b.value), 0), 2) AS growth_percent
FROM facts AS f FULL JOIN attained AS a USING (indicator, unit, year)
LEFT JOIN facts AS b ON b.indicator = f.indicator AND b.unit = f.unit AND b.year = f.year - 1
"""
_SCORES = """
WITH tallies AS (
    SELECT unit, year, COUNT(*) FILTER (verdict IN ('met', 'exceeded')) AS met, COUNT(*) AS total,
        COUNT(*) FILTER (verdict = 'exceeded') AS exceeded,
        COUNT(*) FILTER (verdict = 'not_reported') AS not_reported
    FROM assembled WHERE verdict IS NOT NULL GROUP BY unit, year
),
shares AS (SELECT *, ROUND(met * 100 / total, 1) AS share FROM tallies JOIN levels USING (unit))
SELECT *, RANK() OVER (PARTITION BY level, year ORDER BY share DESC) AS rank,
    COUNT(*) OVER (PARTITION BY level, year, share) AS tied
FROM shares
"""
_GAPS = """
WITH parts AS (
    SELECT c.indicator, c.year, m.unit, r.merge_rule, c.published, f.value, w.value AS weight
    FROM controls AS c JOIN rules AS r USING (indicator) CROSS JOIN members AS m
    LEFT JOIN facts AS f ON f.indicator = c.indicator AND f.unit = m.unit AND f.year = c.year
    LEFT JOIN facts AS w ON w.indicator = 1 AND w.unit = m.unit AND w.year = c.year
),
wholes AS (
    SELECT *, SUM(value) OVER one AS total, SUM(weight) OVER one AS weights FROM parts
    WINDOW one AS (PARTITION BY indicator, year)
)
SELECT *, CASE merge_rule WHEN 'weighted' THEN (value - published) * weight / weights
    ELSE (total - published) * value / total END AS part
FROM wholes
"""


def write_floats(sources: Sources, folder: Path) -> tuple[Path, ...]:
    """Write the panel's observations as floats, a file a block, and return where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / block.path.name for block in sources.blocks)
    with duckdb.connect() as engine:
        for block, path in zip(sources.blocks, paths, strict=True):
            observations = (
                f"SELECT indicator, unit, month, CAST(value AS DOUBLE) AS value FROM '{block.path}'"
            )
            engine.execute(f"COPY ({observations}) TO '{path}' (FORMAT PARQUET, COMPRESSION ZSTD)")
    return paths


def plain_review(sources: Sources, floats: Sequence[Path], into: Path) -> None:
    """Review the panel's blocks that these files of floats hold, and write facts, scores and gaps."""
    into.mkdir(parents=True, exist_ok=True)
    last = sources.blocks[len(floats) - 1].last
    with duckdb.connect(config={"temp_directory": str(into / "scratch"), "memory_limit": "8GB"}) as engine:
        engine.execute("SET preserve_insertion_order = false")
        for name in _TABLES:
            engine.execute(f"CREATE TABLE {name} AS {_floating(engine, sources.tables[name])}")
        targets = _floating(engine, sources.tables["targets"])
        engine.execute(f"CREATE VIEW targets AS {targets} WHERE indicator <= {last}")
        engine.execute(f"DELETE FROM controls WHERE indicator > {last}")
        engine.execute(f"CREATE VIEW observations AS {read(*floats)}")
        engine.execute(_FACTS)
        _copy(engine, _ASSEMBLED, into / "facts.parquet")
        engine.execute(f"CREATE VIEW assembled AS {read(into / 'facts.parquet')}")
        _copy(engine, _SCORES, into / "scores.parquet")
        _copy(engine, _GAPS, into / "gaps.parquet")


def _floating(engine: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return the query of a table with floats where it has decimals."""
    columns = engine.execute(f"DESCRIBE {read(path)}").fetchall()
    cast = ", ".join(
        f"CAST({name} AS DOUBLE) AS {name}" if type_.startswith("DECIMAL") else name
        for name, type_, *_ in columns
    )
    return f"SELECT {cast} FROM ({read(path)})"


def _copy(engine: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    engine.execute(f"COPY ({query}) TO '{path}' (FORMAT PARQUET, COMPRESSION ZSTD)")
