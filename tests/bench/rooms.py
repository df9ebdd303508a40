"""A live room with 400 people at 63 sites: how long a moment takes, and what a cut line loses.

Readers, server and whoever brings the moments about share the same cores. The baseline is the same moments
asked for by one page that asks from time to time, as pages do where the line is bad.
`python -m tests.bench.rooms [SECONDS]` (300 without).
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.table import Row, verdict, write_section
from tests.factories.gatherings import KEY, PEOPLE, SITES
from tests.factories.installations import ROOT, separate, write
from tests.factories.packs import write_pack
from tests.factories.servers import Installation, served
from tests.factories.streams import Reader

PATH = f"/vi/conferences/{KEY}/room/state/"
BOUND, ASKING = 0.5, 2.0
#: Seconds after which memory is looked at for the first time: everybody is there, everything is warm.
WARM = 60


@dataclass
class Evening:
    """What came of it: when each reader was told which moment, and the megabytes of the live process."""

    heard: list[tuple[int, float]] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def measured(seconds: int) -> dict[str, Any]:
    """Let so many seconds pass in a room, cut every line, let more happen, and let everybody come back."""
    with tempfile.TemporaryDirectory() as name, separate(folder := Path(name)):
        write_pack(folder / "packs" / "test")
        with served(folder, is_live=True) as site:
            environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "giaoban.config.settings"}
            sessions = write(environment, "prepare", program="gatherings")
            return asyncio.run(_evening(site, environment, sessions, seconds, folder / "moments.jsonl"))


async def _evening(
    site: Installation, environment: dict[str, str], sessions: list[str], seconds: int, file: Path
) -> dict[str, Any]:
    told, readers = Evening(), [Reader(site.live_port, PATH, one) for one in sessions]
    following = [asyncio.create_task(_follow(one, told)) for one in readers]
    while not all(one.status for one in readers):
        await asyncio.sleep(0.1)
    watching = asyncio.create_task(_watch(site, told))
    await _happen(environment, seconds, file)
    await asyncio.sleep(1)
    watching.cancel()
    for one in following:
        one.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    began = dict(map(json.loads, file.read_text("utf-8").splitlines()))
    await _happen(environment, 5, file)
    back = await _come_back(readers)
    waits = sorted(at - began[number] for number, at in told.heard if number in began)
    return {"waits": waits, "moments": len(began), "memory": told.memory, **back}


async def _follow(reader: Reader, told: Evening) -> None:
    async for message in reader.follow():
        now = time.time()
        told.heard += [(one["number"], now) for one in message["moments"]]


async def _watch(site: Installation, told: Evening) -> None:
    while True:
        told.memory.append(_memory(site))
        await asyncio.sleep(10)


async def _happen(environment: dict[str, str], seconds: int, file: Path) -> None:
    words = [sys.executable, "-m", "tests.factories.gatherings", "happen", str(seconds), str(file)]
    done = await asyncio.create_subprocess_exec(*words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    assert await done.wait() == 0


async def _come_back(readers: list[Reader]) -> dict[str, Any]:
    """Let all come back at once; count whoever missed a moment or was told one twice."""
    started = time.monotonic()
    await asyncio.gather(*(_catch_up(one) for one in readers))
    last = max(one.number for one in readers)
    wrong = sum(one.told != list(range(1, last + 1)) for one in readers)
    return {"back": time.monotonic() - started, "wrong": wrong, "last": last}


async def _catch_up(reader: Reader) -> None:
    async for _ in reader.follow():
        return


def _memory(site: Installation) -> float:
    """Return the megabytes of the live process and its own children."""
    live = [pid for pid in site.beside() if b"live" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    children = [
        int(one) for pid in live for path in Path(f"/proc/{pid}/task").glob("*/children")
        for one in path.read_text().split()
    ]  # fmt: skip
    kept = [Path(f"/proc/{pid}/status").read_text() for pid in live + children]
    return sum(int(text.split("VmRSS:")[1].split()[0]) for text in kept) / 1000


def rows(seconds: int) -> Iterator[Row]:
    """Yield what came of it."""
    told = measured(seconds)
    waits, memory = told["waits"], told["memory"]
    p50, p95, p99 = (waits[int(len(waits) * part)] for part in (0.5, 0.95, 0.99))
    early, late = memory[min(len(memory) - 1, WARM // 10)], memory[-1]
    is_kept = p95 < BOUND and not told["wrong"]
    note = (
        f"{seconds} s, {told['moments']} moments, each told {PEOPLE} times; p50 {p50 * 1000:.0f}, "
        f"p95 {p95 * 1000:.0f}, p99 {p99 * 1000:.0f} ms; memory {early:.0f} MB after a minute, "
        f"{late:.0f} at the end; all {PEOPLE} back within {told['back']:.1f} s, "
        f"{told['wrong']} missed a moment or were told one twice; "
        f"{verdict(is_kept, 'p95 under 500 ms, nothing lost')}"
    )
    task = f"a moment told live to {PEOPLE} people at {SITES} sites, p95; asked for every two seconds"
    yield Row(task, p95, ASKING * 0.95, late, note)


def main(seconds: str = "300") -> None:
    """Measure, print, and keep it in docs/benchmarks.md."""
    found = list(rows(int(seconds)))
    sys.stdout.write("".join("  ".join(row.cells) + "\n" for row in found))
    write_section("A live room", iter(()), found)


if __name__ == "__main__":
    main(*sys.argv[1:])
