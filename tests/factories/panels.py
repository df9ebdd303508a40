"""Random tables for the statements over panels, small and full of edges: every statement can read them."""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from giaoban.core.figures.targets import Verdict
from giaoban.store.tables import COLUMNS

UNITS, INDICATORS, YEARS = range(1, 9), range(1, 6), (2023, 2024, 2025)
MONTHS = [12 * year + month for year in YEARS for month in range(12)]
_LEVELS = {unit: "commune" if unit < 6 else "province" for unit in UNITS}

#: What a row is known by: one row for each, or some of them.
_KEYS: dict[str, dict[str, Any]] = {
    "observations": {"indicator": INDICATORS, "unit": UNITS, "month": MONTHS},
    "rules": {"indicator": INDICATORS},
    "figures": {"indicator": INDICATORS, "unit": UNITS, "period": YEARS},
    "lineage": {"unit": UNITS, "period": YEARS, "successor": range(1, 4)},
    "weights": {"weigher": INDICATORS, "unit": UNITS, "period": (2022, *YEARS)},
    "months": {"indicator": INDICATORS, "unit": UNITS, "month": MONTHS},
    "calendar": {"month": MONTHS},
    "facts": {"indicator": INDICATORS, "unit": UNITS, "year": YEARS},
    "tree": {"unit": range(1, 6), "ancestor": range(6, 9)},
    "targets": {"indicator": INDICATORS, "unit": UNITS, "year": YEARS},
    "verdicts": {"unit": UNITS, "year": YEARS, "verdict": Verdict.__args__},
    "measures": {"level": ("commune",), "year": YEARS, "unit": UNITS},
    "controls": {"indicator": INDICATORS, "year": YEARS},
    "members": {"unit": UNITS},
    "attained": {"indicator": INDICATORS, "unit": UNITS, "year": YEARS},
    "grown": {"indicator": INDICATORS, "unit": UNITS, "year": YEARS},
    "tallies": {"unit": UNITS, "year": YEARS},
    "places": {"level": ("commune",), "unit": UNITS, "year": YEARS},
    "levels": {"unit": UNITS},
}
_TEXTS = {
    "cumulation": ("sum", "mean", "last"),
    "merge_rule": ("sum", "weighted", "max", "min"),
    "op": (">=", "<=", ">", "<", "=", "range", "text"),
    "direction": ("higher", "lower", "range", "none"),
    "verdict": Verdict.__args__,
}


def tables(seed: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return rows for each table of a review; the same seed gives the same rows."""
    chance = random.Random(seed)  # noqa: S311
    return {name: list(_rows(chance, name)) for name in _KEYS}


def write_tables(folder: Path, made: dict[str, list[tuple[Any, ...]]]) -> dict[str, Path]:
    """Write each table as a Parquet file, its columns as `store.tables` says, and return where they lie."""
    paths = {name: folder / f"{name}.parquet" for name in made}
    with duckdb.connect() as engine:
        for name, rows in made.items():
            columns = COLUMNS[name]
            engine.execute(f"CREATE TABLE {name} ({', '.join(map(' '.join, columns.items()))})")
            plain = [[str(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]
            engine.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", plain)  # noqa: S608
            engine.execute(f"COPY {name} TO '{paths[name]}' (FORMAT PARQUET)")
    return paths


def _rows(chance: random.Random, table: str) -> Iterator[tuple[Any, ...]]:
    keys = _KEYS[table]
    for values in product(*keys.values()):
        if len(keys) == 1 or chance.random() < 0.8:
            key = dict(zip(keys, values, strict=True))
            decimals = chance.randint(0, 4)
            fixed = {**key, "decimals": decimals, "step": 10 ** (4 - decimals)}
            if table == "calendar":
                fixed |= {"year": key["month"] // 12, "is_last": key["month"] % 12 == 11}
            yield tuple(
                fixed.get(name, _cell(chance, name, type_, key)) for name, type_ in COLUMNS[table].items()
            )


def _cell(chance: random.Random, name: str, type_: str, key: dict[str, Any]) -> Any:
    if name == "level":
        return _LEVELS[key["unit"]]
    if name in _TEXTS:
        return chance.choice(_TEXTS[name])
    if type_ == "BOOLEAN":
        return chance.random() < 0.5
    if type_.startswith("DECIMAL"):
        return _number(chance, name, int(type_.rpartition(",")[2].rstrip(")")))
    return _whole(chance, name, key)


def _whole(chance: random.Random, name: str, key: dict[str, Any]) -> int:
    if name == "weigher":
        return chance.choice(INDICATORS)
    if name == "months":
        return 12
    return chance.choice([0, 0, 0, 1, 2]) if name in ("missing", "lag") else chance.randint(1, 9)


def _number(chance: random.Random, name: str, scale: int) -> Decimal | None:
    """Return an amount: often missing, zero or a tie of rounding, sometimes as large as a budget."""
    step = Decimal(1).scaleb(-scale)
    if name == "share":
        return Decimal(chance.randint(1, 99)) / 100 if scale > 2 else Decimal(chance.randint(0, 1000)) * step
    if chance.random() < 0.1:
        return None
    edge = chance.choice(["0", "0.5", "-0.5", "2.5", "100", "-100", "10000000000"])
    amount = Decimal(edge) if chance.random() < 0.3 else Decimal(chance.randint(-(10**7), 10**7)) * step
    return abs(amount) if name in ("weight", "tolerance") else amount
