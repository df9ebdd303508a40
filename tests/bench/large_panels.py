"""A large panel for benchmarks: communes that merged and were split within the last year.

3,355 communes × 300 indicators × 60 months by default, 3 % of them missing: 58 million observations. Every
number is made by a hash of its key, so the same panel comes out anywhere.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from giaoban.store.reviews import Block, Sources
from giaoban.store.tables import COLUMNS, PANEL_PARQUET, PARQUET

_BASIS, _PROVINCE, _NATION = 20_000, 40_000, 50_000


@dataclass(frozen=True)
class Size:
    """How many units there were and are, how many indicators, and the years of the panel."""

    units: int = 3_355
    basis: int = 3_200
    provinces: int = 34
    indicators: int = 300
    first_year: int = 2021
    last_year: int = 2025
    block: int = 30
    #: How many months of the last year the old units had: half of it, or all of it.
    last_months: int = 6
    target_years: int = 1
    #: Whether every indicator may be told in part, or every second one.
    is_partial: bool = False

    @property
    def change(self) -> int:
        """Return the month of the change."""
        return 12 * self.last_year + self.last_months


def build(folder: Path, size: Size) -> Sources:
    """Write the panel and its tables into the folder and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    firsts = range(1, size.indicators + 1, size.block)
    blocks = [
        Block(i, min(i + size.block - 1, size.indicators), folder / f"block-{i:05}.parquet") for i in firsts
    ]
    queries = _queries(size)
    with duckdb.connect() as engine:
        for block in blocks:
            _write(engine, _observations(size, block), COLUMNS["observations"], block.path, PANEL_PARQUET)
        for name, query in queries.items():
            _write(engine, query, COLUMNS[name], folder / f"{name}.parquet")
    return Sources(tuple(blocks), {name: folder / f"{name}.parquet" for name in queries})


def _write(
    engine: duckdb.DuckDBPyConnection, query: str, columns: dict[str, str], path: Path, form: str = PARQUET
) -> None:
    cast = ", ".join(f"CAST({name} AS {type_}) AS {name}" for name, type_ in columns.items())
    engine.execute(f"COPY (SELECT {cast} FROM ({query})) TO '{path}' ({form})")


def _draw(*keys: str) -> str:
    """Return an expression for a whole number below 100,000 that these keys always give."""
    return f"CAST(HASH({', '.join(keys)}) % 100000 AS BIGINT)"


def _observations(size: Size, block: Block) -> str:
    chance = _draw("indicator", "unit", "month")
    return f"""
        SELECT indicator, unit, month, CAST({chance} AS DECIMAL(18, 4)) * 0.01 + 10 AS value
        FROM RANGE({block.first}, {block.last + 1}) AS i(indicator),
            (SELECT RANGE AS unit, FALSE AS is_new FROM RANGE(1, {size.units + 1})
             UNION ALL SELECT {_BASIS} + RANGE, TRUE FROM RANGE({size.basis})) AS u,
            RANGE({12 * size.first_year}, {12 * size.last_year + 12}) AS m(month)
        WHERE is_new = (month >= {size.change}) AND (indicator = 1 OR {chance} % 100 >= 3)
        ORDER BY indicator, unit, month
    """


def _queries(size: Size) -> dict[str, str]:
    province = f"{_PROVINCE} + RANGE % {size.provinces}"
    basis = f"SELECT {_BASIS} + RANGE AS unit, {province} AS province FROM RANGE({size.basis})"
    return {
        "rules": _rules(size),
        "spans": _spans(size),
        "years": f"""
            SELECT RANGE AS year, 12 * RANGE + 11 AS last_month, 12 AS months
            FROM RANGE({size.first_year}, {size.last_year + 1})""",
        "tree": f"""
            SELECT unit, province AS ancestor, COUNT(*) OVER (PARTITION BY province) AS units FROM ({basis})
            UNION ALL SELECT unit, {_NATION}, {size.basis} FROM ({basis})""",
        "levels": f"""
            SELECT unit, 'commune' AS level FROM ({basis})
            UNION ALL SELECT DISTINCT province, 'province' FROM ({basis})
            UNION ALL SELECT {_NATION}, 'country'""",
        "members": f"SELECT DISTINCT province AS unit FROM ({basis})",
        "targets": f"""
            SELECT indicator, unit, year,
                CASE indicator % 5 WHEN 0 THEN '<=' WHEN 1 THEN 'range' WHEN 2 THEN '>' ELSE '>=' END AS op,
                CASE indicator % 5 WHEN 0 THEN 'lower' WHEN 1 THEN 'range' ELSE 'higher' END AS direction,
                CAST({_draw("indicator", "unit")} AS DECIMAL(18, 4)) * 0.01 AS target,
                CASE WHEN indicator % 5 = 1 THEN 2000 END AS target_to, GREATEST(indicator % 4, 2) AS decimals
            FROM RANGE(1, {size.indicators + 1}) AS i(indicator), (
                SELECT unit FROM ({basis}) UNION ALL SELECT DISTINCT province FROM ({basis})
            ), RANGE({size.last_year - size.target_years + 1}, {size.last_year + 1}) AS y(year)
            ORDER BY indicator, unit, year""",
        "controls": f"""
            SELECT indicator, {size.last_year} AS year, {_draw("indicator")} AS published, 5 AS tolerance
            FROM RANGE(1, {size.indicators + 1}) AS i(indicator)""",
    }


def _rules(size: Size) -> str:
    """Return the rules: indicator 1 is the population that weighs the others."""
    return f"""
        SELECT indicator, indicator % 4 AS decimals, CAST(POWER(10, 4 - indicator % 4) AS BIGINT) AS step,
            CASE WHEN indicator = 1 THEN 'last' WHEN indicator % 3 = 0 THEN 'mean' WHEN indicator % 3 = 1
                THEN 'sum' ELSE 'last' END AS cumulation,
            CASE WHEN indicator = 1 THEN 'sum' WHEN indicator % 4 = 0 THEN 'max' WHEN indicator % 2 = 0
                THEN 'weighted' ELSE 'sum' END AS merge_rule,
            1 AS weigher, 0 AS lag, {size.is_partial} OR indicator % 2 = 0 AS is_partial
        FROM RANGE(1, {size.indicators + 1}) AS i(indicator)
    """


def _spans(size: Size) -> str:
    """Return what became of each commune: most went on alone, some merged, one in thirty was split."""
    return f"""
        WITH parts AS (
            SELECT unit, {_BASIS} + (unit - 1) % {size.basis} AS successor,
                CASE WHEN unit % 30 = 0 THEN 0.6 ELSE 1 END AS share
            FROM RANGE(1, {size.units + 1}) AS u(unit)
            UNION ALL
            SELECT unit, {_BASIS} + unit % {size.basis}, 0.4 FROM RANGE(30, {size.units + 1}, 30) AS u(unit)
        ),
        counted AS (SELECT *, COUNT(*) OVER (PARTITION BY successor) AS parts FROM parts)
        SELECT unit, successor, share, parts, parts = 1 AND share = 1 AS is_whole,
            {12 * size.first_year} AS first_month, {size.change - 1} AS last_month
        FROM counted
        UNION ALL
        SELECT {_BASIS} + RANGE, {_BASIS} + RANGE, 1, 1, TRUE, {size.change}, {12 * size.last_year + 11}
        FROM RANGE({size.basis})
    """
