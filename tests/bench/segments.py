"""Reading 2,000 small segments, and the same after compaction: every load leaves a segment of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from giaoban.store.compaction import write_compact
from giaoban.store.segments import read_segments, write_segment
from tests.bench.table import Row, timed
from tests.factories.rounds import observation

SEGMENTS, ROWS = 2_000, 30


def rows() -> Iterator[Row]:
    """Yield the row: the records in force read from one compact file, and from the segments' own files."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        names = [_segment(directory, number) for number in range(SEGMENTS)]
        made = write_compact(directory, "figures", names, {})
        covered = dict.fromkeys(names, made.sha256)
        if read_segments(directory, "figures", names, covered) != read_segments(
            directory, "figures", names, {}
        ):
            raise SystemExit("The two readings disagree: the comparison would mean nothing.")
        ours, memory = timed(lambda: read_segments(directory, "figures", names, covered))
        baseline, _ = timed(lambda: read_segments(directory, "figures", names, {}), runs=3)
        task = f"read {SEGMENTS:,} segments of {ROWS} figures after compaction; before it"
        yield Row(task, ours, baseline, memory, "the same records")


def _segment(directory: Path, number: int) -> str:
    month = f"2023-{number % 12 + 1:02}"
    records = [
        observation(f"u{number:04}-{i:02}", f"{number}.{i:02}", period=month, released=f"{month}-28")
        for i in range(ROWS)
    ]
    return write_segment(directory, "figures", records).sha256
