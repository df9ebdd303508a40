"""The deadline's last minute: the people of 63 provinces save and submit at once, over HTTP.

On SQLite, and on a throw-away PostgreSQL where it is installed; the server runs as `giaoban serve` starts it,
its clients (locust) on the same cores. Afterwards everything that was acknowledged must be there once, and
nothing else. The baseline is the same request in the same minute, in another person's name: who asks is
read, and the document, and nothing is written. `python -m tests.bench.storm FILE` measures the environment's
database.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.events import engine
from tests.bench.table import Row, percentile, verdict, write_section
from tests.factories.installations import ROOT, separate, write
from tests.factories.servers import Installation, served

SECONDS, BOUND = 60, 0.150
SAVE, BASELINE = "save a cell", "baseline"
_DATABASE = "GIAOBAN_DATABASE_URL"


def rows() -> Iterator[Row]:
    """Yield the minute on each database that there is."""
    for told in filter(None, (_on_sqlite(), _on_postgresql())):
        yield _row(told)


def notes() -> Iterator[str]:
    """Yield what the ratios do not say."""
    yield (
        "Storm: 126 officers leave a cell every second or two, at times paste a block; 63 leaders submit, 3 "
        "analysts return or accept; ours and the baseline are 95th percentiles, with clients, server and "
        "database on the same cores; on PostgreSQL what is acknowledged is on the disk."
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
        done = [*command, "-m", "tests.bench.storm", str(told)]
        subprocess.run(done, cwd=ROOT, env=environment, check=True)
        return json.loads(told.read_text("utf-8")) if told.is_file() else {}


def measured() -> dict[str, Any]:
    """Let the minute pass on the environment's database, and tell what came of it."""
    with (
        tempfile.TemporaryDirectory() as name,
        separate(folder := Path(name)) as settings,
        served(folder, GIAOBAN_PACKS=str(ROOT / "packs"), **_database(settings)) as site,
    ):
        environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "giaoban.config.settings"}
        people = write(environment, "prepare", program="storms")
        (folder / "people.json").write_text(json.dumps(people), "utf-8")
        crowd = [sys.executable, "-m", "tests.bench.crowd", site.address, name, str(SECONDS)]
        subprocess.run(crowd, cwd=ROOT, check=True)
        faults = write(environment, "faults", name, program="storms")
        if faults:
            said = site.log.read_text("utf-8")[-2000:]
            raise SystemExit("\n".join(["The minute does not hold:", *faults[:20], said]))
        return {"engine": engine(), "load": os.getloadavg()[0], "memory": _memory(site), **_told(folder)}


def _database(settings: dict[str, str]) -> dict[str, str]:
    return {_DATABASE: settings[_DATABASE]} if settings.get(_DATABASE) else {}


def _told(folder: Path) -> dict[str, Any]:
    requests = [json.loads(line) for line in (folder / "requests.jsonl").read_text("utf-8").splitlines()]
    saves = [json.loads(line)[0] for line in (folder / "saves.jsonl").read_text("utf-8").splitlines()]
    return {
        "requests": len(requests),
        "errors": Counter(fault for *_, fault in requests if fault),
        "outcomes": Counter(saves),
        "each": {
            kind: sorted(seconds for name, seconds, *_ in requests if name == kind)
            for kind in sorted({name for name, *_ in requests})
        },
    }


def _memory(site: Installation) -> float:
    """Return the megabytes that the server's processes hold together."""
    command = ["ps", "-o", "rss=", "--sid", str(site.pid)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    return sum(map(int, listed.stdout.split())) / 1000


def _row(told: dict[str, Any]) -> Row:
    saves, baseline = told["each"][SAVE], told["each"][BASELINE]
    p50, p95, p99 = (percentile(saves, part) for part in (0.50, 0.95, 0.99))
    outcomes, errors = told["outcomes"], sum(told["errors"].values())
    is_kept = p95 < BOUND and not errors
    note = (
        f"{told['requests']:,} requests, {errors} errors; {len(saves) / SECONDS:.0f} saves/s; "
        f"p50 {p50 * 1000:.0f}, p95 {p95 * 1000:.0f}, p99 {p99 * 1000:.0f} ms; "
        f"{outcomes['saved']:,} lines acknowledged, all there once; {outcomes['conflict']} conflicts shown; "
        f"load {told['load']:.0f}; {verdict(is_kept, 'no error, p95 under 150 ms')}"
    )
    task = f"a cell saved in a deadline's last minute by 63 × 3 people, p95, {told['engine']}; nothing saved"
    return Row(task, p95, percentile(baseline, 0.95), told["memory"], note)


def main(*file: str) -> None:
    """Measure on the environment's database and leave in a file what came of it; without one, on both."""
    if file:
        Path(file[0]).write_text(json.dumps(measured()), "utf-8")
        return
    found = list(rows())
    sys.stdout.write("".join("  ".join(row.cells) + "\n" for row in found))
    write_section("A deadline's last minute", notes(), found)


if __name__ == "__main__":
    main(*sys.argv[1:])
