"""The review of a large panel beside a plain query of the same computation with floats, in the same run.

10,600 units × 300 indicators × 60 months, 3 % of them missing: 185 million observations of 190.8 million
cells. Each review runs in a process of its own, which says how much memory it took at most. Fewer indicators
(GIAOBAN_BENCH_INDICATORS, a multiple of 12) make a smaller panel.
"""

import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from giaoban.store.engine import Limits
from giaoban.store.rescoring import Snapshot, open_snapshot
from giaoban.store.retelling import Cell
from giaoban.store.reviews import Block, Reviewed, Sources, read, review
from tests.bench.large_panels import Size, build
from tests.bench.plain_reviews import plain_review, write_floats
from tests.bench.table import Row, verdict

INDICATORS = int(os.environ.get("GIAOBAN_BENCH_INDICATORS", "300"))
BLOCKS, RUNS, CHANGES = 12, 3, 60
SIZE = Size(
    units=10_600, basis=3_321, indicators=INDICATORS, block=INDICATORS // BLOCKS, last_months=12,
    target_years=5, is_partial=True,
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One work in a process of its own: seconds, processor seconds, peak megabytes, and what it wrote."""

    seconds: float
    processor: float
    memory: float
    digest: str
    slowest: float = 0


@dataclass(frozen=True)
class Bench:
    """The panel on disk, ours and as floats."""

    folder: Path
    sources: Sources
    floats: tuple[Path, ...]

    def review(self, blocks: int, **limits: Any) -> Run:
        """Review the first blocks of the panel; the results stay in the folder `ours`."""
        return self.run("ours", blocks, limits)

    def plain(self, blocks: int) -> Run:
        """Let the plain query review the same blocks."""
        return self.run("plain", blocks, {})

    def count(self, blocks: int) -> int:
        """Return how many observations the blocks hold."""
        with duckdb.connect() as engine:
            observations = read(*(block.path for block in self.sources.blocks[:blocks]))
            return engine.execute(f"SELECT COUNT(*) FROM ({observations})").fetchone()[0]

    def run(self, whose: str, blocks: int, limits: dict[str, Any]) -> Run:
        """Do one of the works in a process of its own."""
        asked = json.dumps({"whose": whose, "folder": str(self.folder), "blocks": blocks, "limits": limits})
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.panels", asked], capture_output=True, text=True, check=True
        )
        return Run(**json.loads(done.stdout))


def rows() -> Iterator[Row]:
    """Yield the rows: three sizes, a hard memory limit, and one changed cell."""
    with tempfile.TemporaryDirectory() as name:
        bench = prepare(Path(name))
        previous = None
        for blocks in (BLOCKS // 4, BLOCKS // 2, BLOCKS):
            row, whole = _compared(bench, blocks, previous)
            previous = whole
            yield row
        yield _changed_cell(bench, previous)
        yield _limited(bench)


def notes() -> Iterator[str]:
    """Yield what the table does not say of itself."""
    yield (
        "The plain review has floats, no count of what is missing and no order of its rows; both round to "
        "published decimals at the same places. A tie that floats miss gives another verdict."
    )


def prepare(folder: Path) -> Bench:
    """Write the panel."""
    sources = build(folder / "panel", SIZE)
    return Bench(folder, sources, write_floats(sources, folder / "floats"))


def _compared(bench: Bench, blocks: int, previous: float | None) -> tuple[Row, float]:
    pairs = [(bench.plain(blocks), bench.review(blocks)) for _ in range(RUNS)]
    plain, ours = ([pair[side] for pair in pairs] for side in (0, 1))
    seconds = statistics.median(run.seconds for run in ours)
    baseline = statistics.median(run.seconds for run in plain)
    memory = max(run.memory for run in ours)
    agreement = _agreement(bench)
    # The bound is one of the whole panel; of a quarter of it, starting and planning are a larger part.
    bound = [verdict(seconds <= 1.3 * baseline, "≤ 1.3×")] if blocks == BLOCKS else []
    kept = [
        *bound,
        verdict(memory < 8000, f"under 8 GB (plain {max(run.memory for run in plain):.0f} MB)"),
        verdict(len({run.digest for run in ours}) == 1, f"same bytes in {RUNS} runs"),
    ]
    if previous:
        kept.append(verdict(seconds <= 2.1 * previous, f"{seconds / previous:.2f}× for twice the panel"))
    processor = [statistics.median(run.processor for run in side) for side in (ours, plain)]
    kept.append(f"processor {processor[0]:.1f} s, plain {processor[1]:.1f} s; {agreement}")
    task = f"full review of {bench.count(blocks) / 1e6:.1f} M observations; plain floats"
    return Row(task, seconds, baseline, memory, "; ".join(kept)), seconds


def _agreement(bench: Bench) -> str:
    ours, plain = bench.folder / "ours" / "facts-*.parquet", bench.folder / "plain" / "facts.parquet"
    with duckdb.connect() as engine:
        rows, differing, met, plain_met = engine.execute(
            "SELECT COUNT(*), COUNT(*) FILTER (o.verdict IS DISTINCT FROM p.verdict), "
            "COUNT(*) FILTER (o.verdict IN ('met', 'exceeded')), "
            "COUNT(*) FILTER (p.verdict IN ('met', 'exceeded')) "
            f"FROM ({read(ours)}) AS o FULL JOIN ({read(plain)}) AS p USING (indicator, unit, year)"
        ).fetchone()
    return f"met {met:,}, plain {plain_met:,}; {differing:,} of {rows:,} verdicts differ"


def _changed_cell(bench: Bench, whole: float) -> Row:
    run = bench.run("cells", BLOCKS, {})
    slowest, processor = run.slowest * 1000, run.processor * 1000
    note = (
        f"median of {CHANGES} cells, slowest {slowest:.0f} ms, processor {processor:.0f} ms; "
        f"{verdict(run.seconds < 0.05, 'under 50 ms')}"
    )
    return Row("one changed cell rescored; the whole review", run.seconds, whole, run.memory, note)


def _change_cells(folder: Path, sources: Sources) -> Run:
    """Rescore random cells one after the other, against the snapshot that the last review left."""
    made = _reviewed(folder / "ours", sources)
    chance = random.Random(2025)  # noqa: S311
    with open_snapshot(sources, made, Limits(folder / "scratch")) as snapshot:
        _seconds(snapshot, _cell(chance))
        used = time.process_time()
        seconds = [_seconds(snapshot, _cell(chance)) for _ in range(CHANGES)]
        processor = (time.process_time() - used) / CHANGES
    return Run(statistics.median(seconds), processor, _peak(), "", max(seconds))


def _cell(chance: random.Random) -> Cell:
    """Return a random cell of any indicator but the one that weighs the others."""
    month = chance.randrange(12 * SIZE.first_year, 12 * SIZE.last_year + 12)
    value = Decimal(chance.randint(0, 100_000)) / 100
    return Cell(chance.randint(2, SIZE.indicators), chance.randint(1, SIZE.units), month, value)


def _seconds(snapshot: Snapshot, cell: Cell) -> float:
    start = time.perf_counter()
    snapshot.rescore(cell)
    return time.perf_counter() - start


def _limited(bench: Bench) -> Row:
    blocks = BLOCKS // 3
    free = bench.review(blocks)
    limited = bench.review(blocks, memory_mb=1000, is_one_block=True)
    tight = bench.review(blocks, memory_mb=400, is_one_block=True)
    task = f"{bench.count(blocks) / 1e6:.1f} M observations as one block in 1 GB; by blocks, without limit"
    same = verdict(tight.digest == limited.digest, f"spilling in 0.4 GB ({tight.seconds:.1f} s), same bytes")
    note = f"{verdict(limited.memory < 1200, 'whole process under 1.2 GB')}; {same}"
    return Row(task, limited.seconds, free.seconds, limited.memory, note)


def _reviewed(folder: Path, sources: Sources) -> Reviewed:
    facts = tuple(folder / f"facts-{block.first:05}.parquet" for block in sources.blocks)
    return Reviewed(facts, folder / "scores.parquet", folder / "gaps.parquet")


def _child(asked: dict[str, Any]) -> Run:
    """Do what was asked for, and say what it took."""
    folder, limits = Path(asked["folder"]), asked["limits"]
    sources = _sources(folder, asked["blocks"], is_one=limits.pop("is_one_block", False))
    if asked["whose"] == "cells":
        return _change_cells(folder, sources)
    start = time.perf_counter()
    if asked["whose"] == "ours":
        made = review(sources, folder / "ours", Limits(folder / "scratch", **limits))
        digest = _digest((*made.facts, made.scores, made.gaps))
    else:
        plain_review(sources, sorted((folder / "floats").iterdir())[: asked["blocks"]], folder / "plain")
        digest = ""
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    return Run(seconds, used.ru_utime + used.ru_stime, _peak(), digest)


def _peak() -> float:
    """Return the most memory that this process held, in megabytes; what it was forked from does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _sources(folder: Path, blocks: int, *, is_one: bool) -> Sources:
    firsts = range(1, SIZE.indicators + 1, SIZE.block)
    paths = [folder / "panel" / f"block-{first:05}.parquet" for first in firsts]
    parts = [Block(i, i + SIZE.block - 1, path) for i, path in zip(firsts, paths, strict=True)][:blocks]
    if is_one:
        parts = [Block(parts[0].first, parts[-1].last, _together(folder / "together", parts))]
    tables = {path.stem: path for path in (folder / "panel").iterdir() if not path.name.startswith("block-")}
    return Sources(tuple(parts), tables)


def _together(folder: Path, parts: Sequence[Block]) -> Path:
    """Return one name for the files of several blocks."""
    if not folder.exists():
        folder.mkdir()
        for part in parts:
            (folder / part.path.name).symlink_to(part.path)
    return folder / "*.parquet"


def _digest(paths: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(vars(_child(json.loads(sys.argv[1])))))
