"""The same review on an Apache Spark cluster and on the embedded engine, compared cell by cell.

`make bench-cluster` starts a master and two workers on loopback, reviews the panel on both, and says how many
cells differ. It shows that the results are the same; a cluster on one machine is no way to be faster.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from giaoban.store.cluster import Cluster
from giaoban.store.engine import Limits
from giaoban.store.reviews import Block, Reviewed, Sources, read, review, review_on
from tests.bench.large_panels import Size, build
from tests.bench.standalone import session, standalone
from tests.bench.table import Row, verdict, write_section

_MEMORY_MB = 3_000
_KEYS = {"facts": "indicator, unit, year", "scores": "unit, year", "gaps": "indicator, unit, year"}


def rows(size: Size = Size()) -> Iterator[Row]:  # noqa: B008
    """Yield the row: seconds on the cluster and on the embedded engine, and how many cells differ."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = build(folder / "panel", size)
        count = _count(*(block.path for block in sources.blocks))
        limits = Limits(folder / "scratch", threads=2)
        own, baseline = _timed(lambda: review(sources, folder / "own", limits))
        there, ours = _timed(lambda: _on_cluster(sources, folder))
        cells, differing = compared(own, there)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        task = f"review of {count:,} observations on a cluster of two workers; the embedded engine"
        note = f"{cells:,} cells compared, {verdict(not differing, f'{differing:,} differ')}"
        yield Row(task, ours, baseline, memory, note)


def compared(own: Reviewed, there: Reviewed) -> tuple[int, int]:
    """Return how many cells the results have, and how many differ; a row on one side alone differs."""
    sides = {"facts": (own.facts, there.facts), "scores": ((own.scores,), (there.scores,))}
    sides["gaps"] = ((own.gaps,), (there.gaps,))
    found = [_compared(name, *(read(*map(_files, paths)) for paths in both)) for name, both in sides.items()]
    return sum(cells for cells, _ in found), sum(differing for _, differing in found)


def _on_cluster(sources: Sources, folder: Path) -> Reviewed:
    # A cluster holds what one machine would not: all indicators are one block.
    whole = Block(
        sources.blocks[0].first, sources.blocks[-1].last, sources.blocks[0].path.parent / "block-*.parquet"
    )
    sources = replace(sources, blocks=(whole,))
    with (
        standalone(folder / "cluster", _MEMORY_MB) as address,
        session(address, folder, _MEMORY_MB) as opened,
    ):
        return review_on(Cluster(opened), sources, folder / "there")


def _compared(name: str, own: str, there: str) -> tuple[int, int]:
    with duckdb.connect() as engine:
        columns = [(row[0], row[1]) for row in engine.execute(f"DESCRIBE {own}").fetchall()]
        if columns != [(row[0], row[1]) for row in engine.execute(f"DESCRIBE {there}").fetchall()]:
            raise SystemExit(f"The columns of {name} are of other types on the cluster.")
        differences = " + ".join(f"(o.{column} IS DISTINCT FROM t.{column})::INT" for column, _ in columns)
        return engine.execute(
            f"SELECT COUNT(*) * {len(columns)}, COALESCE(SUM({differences}), 0) "
            f"FROM ({own}) AS o FULL JOIN ({there}) AS t USING ({_KEYS[name]})"
        ).fetchone()


def _files(path: Path) -> Path:
    """Return what to read: a cluster writes a folder of parts where the embedded engine writes a file."""
    return path / "*.parquet" if path.is_dir() else path


def _count(*paths: Path) -> int:
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT COUNT(*) FROM ({read(*paths)})").fetchone()[0]


def _timed(work: Callable[[], Reviewed]) -> tuple[Reviewed, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main() -> None:
    """Print the row and keep it in the page."""
    made = list(rows())
    for row in made:
        sys.stdout.write(" · ".join(row.cells) + "\n")
    notes = [
        "The cluster's seconds include its start; its memory is that of its largest process.",
        f"Both engines share the cores of this machine; its load meanwhile was {os.getloadavg()[2]:.0f}.",
    ]
    write_section("Cluster", notes, made)


if __name__ == "__main__":
    main()
