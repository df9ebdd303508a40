"""The room of a conference: 63 sites and 400 people follow it live while something happens every second.

On SQLite, and on a throw-away PostgreSQL where it is installed; the server runs as `giaoban serve` starts it,
its readers on the same cores. Hands go up, people come and go, items begin, a chart is shown: each over HTTP.
A moment counts from when it happened until a reader has it. At the end all connections break at once and are
opened again, while the conference goes on; then everybody must have every moment once and in order. The
baseline is what a page does whose stream is blocked: it asks the site for what is new.
`SECONDS=60 python -m tests.bench.rooms` is shorter; with a FILE it measures the environment's database.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.bench.events import engine
from tests.bench.table import Row, percentile, verdict, write_section
from tests.factories.installations import ROOT, separate, write
from tests.factories.servers import Installation, served
from tests.factories.streams import Reader

SECONDS, BOUND, GROWTH = int(os.environ.get("SECONDS", "300")), 0.500, 1.10
#: Seconds: between two moments, until the break after which all come back, until all must have everything.
PACE, BREAK, PATIENCE = 1.0, 3.0, 60.0
_SPEAK, _WITHDRAW, _HERE, _GONE = "speak/", "speak/withdraw/", "../attendance/here/", "../attendance/gone/"
#: What people do of themselves, by how often.
DEEDS = (_SPEAK, _SPEAK, _WITHDRAW, _HERE, _HERE, _GONE)
_MARK = "c" * 32
_DATABASE = "GIAOBAN_DATABASE_URL"
chance = random.Random(7)  # noqa: S311


def rows() -> Iterator[Row]:
    """Yield the room on each database that there is."""
    for told in filter(None, (_on_sqlite(), _on_postgresql())):
        yield _row(told)


def notes() -> Iterator[str]:
    """Yield what the ratios do not say."""
    yield (
        f"Room: 400 people at 63 sites and in the hall follow it for {SECONDS} s, a moment a second; ours is "
        "the 95th percentile from a moment until a reader has it, the baseline that of asking what is new "
        "(which comes on top of waiting until one asks); memory is that of the live process at the end."
    )


def _on_sqlite() -> dict[str, Any]:
    return _apart([sys.executable], {**os.environ, _DATABASE: ""})


def _on_postgresql() -> dict[str, Any]:
    """Return nothing where PostgreSQL is not installed."""
    return _apart(["tests/postgres.sh", sys.executable], {**os.environ, "FSYNC": "on"})


def _apart(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """Return what a process tells that measures on one database."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        subprocess.run(
            [*command, "-m", "tests.bench.rooms", str(told)], cwd=ROOT, env=environment, check=True
        )
        return json.loads(told.read_text("utf-8")) if told.is_file() else {}


def measured() -> dict[str, Any]:
    """Let the conference pass on the environment's database, and tell what came of it."""
    with (
        tempfile.TemporaryDirectory() as name,
        separate(folder := Path(name)) as settings,
        served(folder, is_live=True, GIAOBAN_PACKS=str(ROOT / "packs"), **_database(settings)) as site,
    ):
        environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "giaoban.config.settings"}
        hall = write(environment, "prepare", program="halls")
        sitting = Sitting(site, hall)
        asyncio.run(sitting.pass_())
        happened = dict(write(environment, "moments", program="halls"))
        faults = list(sitting.faults(happened))
        if faults:
            said = site.log.read_text("utf-8")[-2000:]
            raise SystemExit("\n".join([f"{len(faults)} readers were told wrongly:", *faults[:20], said]))
        return {"engine": engine(), "load": os.getloadavg()[0], **sitting.told(happened)}


def _database(settings: dict[str, str]) -> dict[str, str]:
    return {_DATABASE: settings[_DATABASE]} if settings.get(_DATABASE) else {}


@dataclass
class Listener:
    """Somebody who follows the room: which moments came and when, and when the stream was open."""

    reader: Reader
    heard: list[tuple[int, float]] = field(default_factory=list)
    opened_at: float = 0.0

    async def follow(self) -> None:
        """Follow from the last moment known, until the stream ends."""
        async for told in self.reader.follow():
            now = time.time()
            self.opened_at = self.opened_at or now
            self.heard += [(one["number"], now) for one in told["moments"]]

    @property
    def last(self) -> int:
        """Return the last moment known."""
        return self.reader.number


class Sitting:
    """One conference with all who follow it, and what was measured of it."""

    def __init__(self, site: Installation, hall: dict[str, Any]) -> None:
        self.site, self.hall = site, hall
        self.room = f"/vi/conferences/{hall['key']}/room/"
        self.chair = next(one for one in hall["people"] if one["seat"] == "chair")
        self.listeners: list[Listener] = []
        self.asked: list[float] = []
        self.refused: list[str] = []
        self.memory: list[float] = []
        self.broke_after, self.back_after, self.storm = 0, 0.0, []

    async def pass_(self) -> None:
        """Let everybody come, the time pass, and everybody come back after a break."""
        self.listeners = self._invited()
        following = self._all_follow()
        await self._until(lambda: all(one.opened_at for one in self.listeners))
        acting, asking = asyncio.ensure_future(self._act()), asyncio.ensure_future(self._ask())
        await asyncio.sleep(min(60, SECONDS / 2))
        self.memory.append(self._memory())
        await asyncio.sleep(SECONDS - min(60, SECONDS / 2))
        self.memory.append(self._memory())
        asking.cancel()
        self.broke_after = max(one.last for one in self.listeners)
        await _cancelled(following)
        await asyncio.sleep(BREAK)
        started, following = time.time(), self._all_follow()
        await self._until(lambda: all(one.opened_at for one in self.listeners))
        self.storm = sorted(one.opened_at - started for one in self.listeners)
        await asyncio.sleep(BREAK)
        await _cancelled([acting])
        await asyncio.sleep(BREAK)
        last = max(one.last for one in self.listeners)
        await self._until(lambda: all(one.last == last for one in self.listeners))
        await _cancelled(following)

    def _all_follow(self) -> list[asyncio.Future[None]]:
        for one in self.listeners:
            one.opened_at = 0.0
        return [asyncio.ensure_future(one.follow()) for one in self.listeners]

    def _invited(self) -> list[Listener]:
        path = f"{self.room}state/"
        return [Listener(Reader(self.site.live_port, path, one["session"])) for one in self.hall["people"]]

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(0.05)

    async def _act(self) -> None:
        """Let something happen every second: hands, arrivals; now and then the chair leads."""
        items, at = iter(self.hall["items"] * 99), 0
        while True:
            started, at = time.monotonic(), at + 1
            if at % 25 == 1:
                seen = max(one.last for one in self.listeners)
                await self._press(self.chair, f"items/{next(items)}/begin/", seen=seen)
            elif at % 25 == 13:
                await self._press(self.chair, "chart/", chart=chance.choice(self.hall["charts"]))
            else:
                await self._press(chance.choice(self.hall["people"][:-2]), chance.choice(DEEDS))
            await asyncio.sleep(max(0.0, PACE - (time.monotonic() - started)))

    async def _press(self, who: dict[str, Any], where: str, **fields: Any) -> None:
        path = os.path.normpath(f"{self.room}{where}") + "/"
        answer = await self._asked("POST", path, who["session"], urlencode(fields))
        status = int(answer.split(" ", 2)[1])
        # Whoever asks twice, or takes back what is not there, is told so.
        if status not in (200, 302, 409):
            self.refused.append(f"{where}: {status}")

    async def _ask(self) -> None:
        """Ask for what is new, as a page does whose stream is blocked."""
        who, after = self.hall["people"][1], 0
        while True:
            started = time.monotonic()
            answer = await self._asked("GET", f"{self.room}state/?after={after}", who["session"])
            self.asked.append(time.monotonic() - started)
            after = json.loads(answer.split("\r\n\r\n", 1)[1])["number"]
            await asyncio.sleep(2)

    async def _asked(self, method: str, path: str, session: str, body: str = "") -> str:
        """Return the answer of the site, heads and all."""
        at = urlsplit(self.site.address)
        reading, writing = await asyncio.open_connection(at.hostname, at.port)
        heads = {
            "Host": at.netloc,
            "Cookie": f"sessionid={session}; csrftoken={_MARK}",
            "X-CSRFToken": _MARK,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        said = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
        writing.write(f"{method} {path} HTTP/1.0\r\n{said}\r\n{body}".encode())
        answer = await reading.read()
        writing.close()
        return answer.decode()

    def _memory(self) -> float:
        """Return the megabytes that the live process holds with its own."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,ppid=,rss=,args=", "--sid", str(self.site.pid)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        lines = [line.split(None, 3) for line in listed.splitlines()]
        own = {pid for pid, _, _, words in lines if " live " in f"{words} "}
        return sum(int(rss) for pid, parent, rss, _ in lines if {pid, parent} & own) / 1000

    def faults(self, happened: dict[int, float]) -> Iterator[str]:
        """Yield who was not told every moment, each once and in its order; and what the site refused."""
        yield from self.refused
        expected = sorted(happened)
        for place, one in enumerate(self.listeners):
            numbers = one.reader.told
            if numbers != expected:
                lost = sorted(set(expected) - set(numbers))
                yield f"reader {place}: {len(numbers)} of {len(expected)}, lost {lost[:9]}"

    def told(self, happened: dict[int, float]) -> dict[str, Any]:
        """Return what was measured: delays of what happened before the break, in seconds."""
        delays = [
            at - happened[number]
            for one in self.listeners
            for number, at in one.heard
            if number <= self.broke_after
        ]
        return {
            "delays": sorted(delays),
            "asked": sorted(self.asked),
            "moments": len(happened),
            "memory": self.memory,
            "storm": self.storm,
        }


async def _cancelled(tasks: list[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _row(told: dict[str, Any]) -> Row:
    delays = told["delays"]
    p50, p95, p99 = (percentile(delays, part) for part in (0.50, 0.95, 0.99))
    first, last = told["memory"]
    is_kept = p95 < BOUND and last < first * GROWTH
    half, slowest = percentile(told["storm"], 0.50), told["storm"][-1]
    note = (
        f"{told['moments']} moments to 400 readers, each once and in order; p50 {p50 * 1000:.0f}, "
        f"p95 {p95 * 1000:.0f}, p99 {p99 * 1000:.0f} ms; {first:.0f} MB after a minute, {last:.0f} at last; "
        f"all cut off at once: half are back after {half:.1f}, all after {slowest:.1f} s; "
        f"load {told['load']:.0f}; {verdict(is_kept, 'p95 under 500 ms, memory within a tenth')}"
    )
    task = f"a moment in the room told to 400 people, p95, {told['engine']}; asked for"
    return Row(task, p95, percentile(told["asked"], 0.95), last, note)


def main(*file: str) -> None:
    """Measure on the environment's database and leave in a file what came of it; without one, on both."""
    if file:
        Path(file[0]).write_text(json.dumps(measured()), "utf-8")
        return
    found = list(rows())
    sys.stdout.write("".join("  ".join(row.cells) + "\n" for row in found))
    write_section("The room of a conference", notes(), found)


if __name__ == "__main__":
    main(*sys.argv[1:])
