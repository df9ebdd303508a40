"""Processes that write at once, or are killed while they write: `python -m tests.factories.writers …`.

A program of its own, because it forks: nothing of the test run may stand open in its children. It sets an
installation up in the environment that it is given, writes, and tells as JSON what came of it.
"""

import hashlib
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import django
from django.db import connection, connections, transaction
from django.utils import timezone

from giaoban import verifier
from giaoban.core.conduct.phases import STAGES
from giaoban.core.errors import Refusal
from tests.factories.packs import ROUND, write_pack
from tests.factories.tables import FIGURES, figure, write_csv


class Undone(Exception):
    """What ends a transaction that is to leave nothing."""


def crowd(processes: int, threads: int, tries: int, noted: str = "noted") -> dict[str, Any]:
    """Let many write at once, one try in four taken back; tell what was acknowledged and what is there."""
    jobs = [
        lambda number=number: _in_threads(threads, lambda thread: _tries(number, thread, tries, noted))
        for number in range(processes)
    ]
    began = time.perf_counter()
    told = [one for lines in forked(jobs) for one in lines]
    seconds = time.perf_counter() - began
    return {
        "acknowledged": sorted(one["try"] for one in told if one["is_kept"]),
        "undone": sum(not one["is_kept"] for one in told),
        "seconds": seconds,
        "memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
        "each": sorted(one["seconds"] for one in told),
        **found(),
    }


def _in_threads(threads: int, work: Callable[[int], list]) -> list:
    with ThreadPoolExecutor(threads) as pool:
        return [one for told in pool.map(work, range(threads)) for one in told]


def _tries(process: int, thread: int, tries: int, noted: str) -> list[dict[str, Any]]:
    chance = random.Random(process * 1000 + thread)  # noqa: S311
    write = {"noted": _noted, "bare": _bare}[noted]
    try:
        return [write([process, thread, one], chance.random() >= 0.25) for one in range(tries)]
    finally:
        connections.close_all()


def _noted(which: list[int], is_kept: bool) -> dict[str, Any]:
    from giaoban.actions import events

    return _timed(
        which,
        is_kept,
        lambda: events.note(
            verb="cell.saved",
            by="crowd",
            object=f"cell-{which[1]}",
            at=timezone.now(),
            payload={"try": which},
        ),
    )


def _bare(which: list[int], is_kept: bool) -> dict[str, Any]:
    """Add a row that nothing is chained to: what a write costs anyway."""
    from giaoban.records.models import FrozenFactsheet

    return _timed(
        which,
        is_kept,
        lambda: FrozenFactsheet.objects.create(
            digest="0" * 64, pack_id="p", round_id="r", as_of="d", frozen_at=timezone.now(), frozen_by="crowd"
        ),
    )


def _timed(which: list[int], is_kept: bool, write: Callable[[], object]) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        with transaction.atomic():
            write()
            if not is_kept:
                raise Undone
    except Undone:
        pass
    return {"try": which, "is_kept": is_kept, "seconds": time.perf_counter() - began}


def found() -> dict[str, Any]:
    """Tell what the audit holds: the tries that were kept, and every fault of the chain."""
    from giaoban.queries import events
    from giaoban.records.models import Event

    rows = Event.objects.filter(verb="cell.saved").values_list("payload", flat=True)
    return {
        "found": sorted(payload["try"] for payload in rows),
        "faults": [fault.title for fault in events.verified().faults],
        "numbers": list(Event.objects.values_list("number", flat=True)),
    }


def stewards(processes: int) -> dict[str, Any]:
    """Let many race through the stages of a round; tell what was entered, and how others were refused."""
    from giaoban.actions import rounds
    from giaoban.queries import events, packs
    from giaoban.records.models import Event, RoundStage

    packs.of_round(ROUND)
    rounds.freeze(round_id=ROUND, by="test")
    told = [one for lines in forked([_race] * processes) for one in lines]
    steps = Event.objects.filter(verb__in=("round.opened", "round.advanced"))
    return {
        "entered": list(RoundStage.objects.values_list("stage", flat=True)),
        "won": told.count("entered"),
        "lost": {name: told.count(name) for name in sorted({*told} - {"entered"})},
        "events": steps.count(),
        "faults": [fault.title for fault in events.verified().faults],
    }


def _race() -> list[str]:
    from giaoban.actions import stages

    steps = [
        lambda: stages.open(round_id=ROUND, by="steward"),
        *(lambda to=to: stages.advance(round_id=ROUND, to=to, by="steward") for to in STAGES[1:]),
    ]
    return [_outcome(step) for step in steps]


def _outcome(step: Callable[[], object]) -> str:
    try:
        step()
    except Refusal as refusal:
        return type(refusal).__name__
    return "entered"


def deaths(times: int, seed: int = 4) -> dict[str, Any]:
    """Kill one or two writers at a random moment, again and again; tell what was half after which death."""
    chance, acknowledged, seen = random.Random(seed), [], set()  # noqa: S311
    faults: list[str] = []
    _read_once()
    for death in range(times):
        names = [f"{death}-{writer}" for writer in range(1 + death % 2)]
        children = [_started(lambda tell, name=name: _load_for_ever(name, tell)) for name in names]
        firsts = [os.read(pipe, 1).decode() for _, pipe in children]  # each has taken its first file in
        time.sleep(chance.uniform(0, 0.1))
        for child, _ in children:
            os.kill(child, signal.SIGKILL)
        for (child, pipe), first in zip(children, firsts, strict=True):
            os.waitpid(child, 0)
            with os.fdopen(pipe) as told:
                acknowledged += (first + told.read()).split()
        _settled()
        faults += [f"after death {death}: {fault}" for fault in half(seen, acknowledged)]
        connections.close_all()
    return {"faults": faults, "acknowledged": len(acknowledged), "deaths": times, **_sizes()}


def _read_once() -> None:
    """Load and freeze here, before the first death: what that reads, no child has to read again."""
    from giaoban.store import engine

    _load_and_freeze("first", "first", lambda line: None)
    # An engine that stands open has threads, and these would be lacking in a child.
    engine._connection().close()
    engine._connection.cache_clear()


def _load_for_ever(name: str, tell: Callable[[str], None]) -> None:
    for one in range(1_000_000):
        _load_and_freeze(f"{name}-{one}", name, tell)


def _load_and_freeze(file: str, name: str, tell: Callable[[str], None]) -> None:
    from giaoban.actions import figures, rounds
    from giaoban.queries import workspace

    path = workspace.home() / f"{file}.csv"
    value = 1 + int(hashlib.sha256(path.name.encode()).hexdigest()[:8], 16)
    figures.load(files=[write_csv(path, FIGURES, figure(value=value))], round_id=ROUND, by=name)
    tell(f"{path.name}\n")
    rounds.freeze(round_id=ROUND, by=name)


def _settled() -> None:
    """Wait until the server has noticed every death."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def half(seen: set[str], acknowledged: list[str]) -> list[str]:
    """Return what is not whole: chain, segments, factsheets, and loads that were acknowledged."""
    from giaoban.queries import events, factsheets, workspace
    from giaoban.records.models import Event, FrozenFactsheet, Segment

    faults = [fault.title for fault in events.verified().faults]
    loads = list(Event.objects.filter(verb="submission.loaded").values_list("payload", flat=True))
    named = sorted(sha for payload in loads for sha, _ in payload["segments"].values())
    rows = sorted(Segment.objects.values_list("sha256", flat=True))
    if named != rows:
        faults.append(f"{len(rows)} segments, {len(named)} in the events")
    for sha256 in set(rows) - seen:
        if hashlib.sha256((workspace.segments() / f"{sha256}.parquet").read_bytes()).hexdigest() != sha256:
            faults.append(f"segment {sha256} is not whole")
    digests = list(FrozenFactsheet.objects.values_list("digest", flat=True))
    if len(digests) != Event.objects.filter(verb="round.frozen").count():
        faults.append("factsheets and their events differ in number")
    for digest in set(digests) - seen:
        faults += verifier.check(factsheets.path_of(digest))
    lost = set(acknowledged) - {name for payload in loads for name in payload["files"]}
    seen |= {*rows, *digests}
    return faults + [f"{name} was acknowledged and is lost" for name in sorted(lost)]


def _sizes() -> dict[str, int]:
    from giaoban.records.models import Event, FrozenFactsheet, Segment

    return {model.__name__: model.objects.count() for model in (Event, FrozenFactsheet, Segment)}


def _started(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Fork a child that does the work, and return it with the pipe through which it tells."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        work(lambda line: os.write(writing, line.encode()))
        os._exit(0)
    finally:
        os._exit(1)


def forked(jobs: list[Callable[[], list]]) -> list[list]:
    """Run each job in a process of its own, all at once, and return what each gave."""
    children = [_started(lambda tell, job=job: tell(json.dumps(job()))) for job in jobs]
    told = []
    for child, pipe in children:
        with os.fdopen(pipe) as lines:
            told.append(lines.read())
        if os.waitpid(child, 0)[1]:
            raise SystemExit("A writer failed.")
    return [json.loads(text) for text in told]


def main(mode: str, *words: str) -> None:
    """Set the installation up, do what was asked, and print what came of it."""
    django.setup()
    # Read here once, not in every child.
    from giaoban.actions import figures, installation, rounds  # noqa: F401
    from giaoban.queries import workspace

    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    numbers = [int(word) if word.isdigit() else word for word in words]
    modes = {"crowd": crowd, "deaths": deaths, "stewards": stewards}
    sys.stdout.write(json.dumps(modes[mode](*numbers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
