"""The table of benchmarks: ours beside a baseline of the same run, and the page that keeps it."""

import os
import platform
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEADING = ("task", "ours", "baseline", "ratio", "memory", "note")


@dataclass(frozen=True)
class Row:
    """One comparison: seconds of ours and of the baseline, and the peak megabytes of ours."""

    task: str
    ours: float
    baseline: float
    memory: float
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        ratio = f"{self.ours / self.baseline:.2f}×"
        return (self.task, _seconds(self.ours), _seconds(self.baseline), ratio, _size(self.memory), self.note)


def timed(work: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Return the median seconds of some runs, and the peak megabytes of Python objects in one more."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return sorted(seconds)[runs // 2], peak


def percentile(seconds: list[float], part: float) -> float:
    """Return what a part of some seconds stays below; they stand in their order."""
    return seconds[int(len(seconds) * part)]


def verdict(is_kept: bool, bound: str) -> str:
    """Return a bound with whether it was kept, for a row's note."""
    return f"{bound}: {'kept' if is_kept else 'NOT KEPT'}"


def write_section(title: str, lines: Iterable[str], rows: Iterable[Row]) -> None:
    """Put a section with its table into the page, in place of the one of the same title."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else _HEAD
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])
    sections[title] = "\n" + "\n".join(_section(lines, rows)) + "\n"
    body = "".join(f"\n## {name}\n{content.rstrip()}\n" for name, content in sorted(sections.items()))
    PAGE.write_text(_HEAD + body, encoding="utf-8")


def machine() -> str:
    """Return the size of this machine, and the day."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    day = datetime.now().astimezone().date()
    return f"Measured on {day}: {os.cpu_count()} cores, {memory:.0f} GiB of memory, {system}."


def _section(lines: Iterable[str], rows: Iterable[Row]) -> list[str]:
    head = [_line(HEADING), _line(("---", "---:", "---:", "---:", "---:", "---"))]
    return [machine(), "", *head, *(_line(row.cells) for row in rows), "", *(f"- {line}" for line in lines)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _size(megabytes: float) -> str:
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


_HEAD = """# Benchmarks

Written by `make bench` and `make bench-cluster`; each section says when and on what machine. Every ratio
stands against a baseline measured in the same run; seconds alone say little about another machine.
"""
