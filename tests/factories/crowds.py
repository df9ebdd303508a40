"""Many desks at once: people who save, approve and reopen together, or are killed meanwhile.

A program of its own, because it forks: `python -m tests.factories.crowds …` in the environment of an
installation. People work on two units' submissions, and it tells as JSON what came of it. Nothing is read
from the store in the process that forks: the engine's threads do not pass into its children.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.db import connections
from django.utils import timezone

from giaoban.core.errors import Conflict, NotAllowed
from tests.factories.oracles import torn
from tests.factories.writers import _settled, _started, forked

UNITS = ("north", "south")
_DESK = ("save",) * 8 + ("complete",)
_FITTING = {
    **dict.fromkeys(("drafting", "returned", "reopened"), _DESK),
    "completed": ("submit", "submit", "recall"),
    "submitted": ("accept", "accept", "return"),
    "accepted": ("approve", "approve", "return"),
    "approved": ("reopen",),
}
STEPS = ("complete", "submit", "accept", "approve", "return", "reopen", "recall")


def crowd(processes: int, tries: int) -> dict[str, Any]:
    """Let processes work at once; tell every fault, and how often each answer was given."""
    told = forked([lambda number=number: [_work(number, tries)] for number in range(processes)])
    answers = [answer for (worker,) in told for answer in worker]
    return {
        "counts": dict(Counter(f"{one['what']} {one['outcome']}" for one in answers)),
        "tries": len(answers),
        "faults": [*faults_of(answers), *_looked_at()],
    }


def _work(number: int, tries: int) -> list[dict[str, Any]]:
    chance = random.Random(number)  # noqa: S311
    try:
        return [_try(number, one, chance) for one in range(tries)]
    finally:
        connections.close_all()


def _try(number: int, one: int, chance: random.Random) -> dict[str, Any]:
    unit_key = chance.choice(UNITS)
    what = _next(unit_key, chance)
    said = {"what": what, "unit": unit_key}
    try:
        return {**said, **_ACTS[what](unit_key, f"{number}{one:05}", f"person-{number}", chance)}
    except (Conflict, NotAllowed) as refusal:
        return {**said, "outcome": "refused", "title": refusal.title}


def _at(unit_key: str) -> dict[str, str]:
    from tests.factories.packs import ROUND

    return {"round_id": ROUND, "unit_key": unit_key}


def _next(unit_key: str, chance: random.Random) -> str:
    """Return what to try: mostly what the submission waits for, at times anything."""
    from giaoban.queries import submissions

    if chance.random() < 0.2:
        return chance.choice(("save", *STEPS))
    return chance.choice(_FITTING[submissions.standing(*_at(unit_key).values()).status])


def _save(unit_key: str, mark: str, by: str, chance: random.Random) -> dict[str, Any]:
    from giaoban.queries import submissions
    from tests.factories.reporting import GROWTH, PEOPLE, save, typed

    kept = submissions.kept(*_at(unit_key).values())
    line_id, text = chance.choice(((PEOPLE, mark), (GROWTH, f"{int(mark) % 97},{int(mark) % 10}")))
    base = kept[line_id].version if line_id in kept else 0
    (told,) = save(typed(line_id, text, base), unit_key=unit_key, by=by)
    return {"outcome": told.outcome, "line": line_id, "version": told.version, "base": base, "text": text}


def _step(name: str) -> Callable[..., dict[str, Any]]:
    def take(unit_key: str, mark: str, by: str, chance: random.Random) -> dict[str, Any]:
        from giaoban.actions import submissions

        getattr(submissions, name)(**_at(unit_key), by=by)
        return {"outcome": "done"}

    return take


def _return(unit_key: str, mark: str, by: str, chance: random.Random) -> dict[str, Any]:
    from giaoban.actions import submissions
    from tests.factories.reporting import PEOPLE

    submissions.return_(**_at(unit_key), reasons={PEOPLE: f"reason {mark}"}, by=by)
    return {"outcome": "done"}


def _reopen(unit_key: str, mark: str, by: str, chance: random.Random) -> dict[str, Any]:
    from giaoban.actions import submissions
    from tests.factories.reporting import PEOPLE

    until = timezone.now() + timedelta(hours=1)
    said = {"line_id": PEOPLE, "reason": f"reason {mark}"}
    submissions.reopen(**_at(unit_key), **said, expires_at=until, by=by)
    return {"outcome": "done"}


_ACTS: dict[str, Callable[..., dict[str, Any]]] = {
    "save": _save,
    "return": _return,
    "reopen": _reopen,
    **{name: _step(name) for name in ("complete", "submit", "accept", "approve", "recall")},
}


def faults_of(answers: list[dict[str, Any]]) -> Iterator[str]:
    """Yield every acknowledged save that is not there as it was, and every refusal without words."""
    from giaoban.records.models import EntryVersion

    there = {
        (row.entry.submission.unit_key, row.entry.line_id, row.version): row.text
        for row in EntryVersion.objects.exclude(by="officer").select_related("entry__submission")
    }
    saved = [one for one in answers if one["outcome"] == "saved"]
    for one in saved:
        key = (one["unit"], one["line"], one["version"])
        if there.get(key) != one["text"]:
            yield f"{key} was acknowledged as {one['text']} and is {there.get(key)}"
        if one["version"] != one["base"] + 1:
            yield f"{key} was saved over a version that nobody saw"
    if len(there) != len(saved):
        yield f"{len(saved)} saves were acknowledged and {len(there)} are there"
    yield from (f"{one} has no words" for one in answers if one["outcome"] == "refused" and not one["title"])


def _looked_at() -> list[str]:
    """Return what is broken, as a child of its own sees it."""
    return forked([lambda: list(broken())])[0]


def broken() -> Iterator[str]:
    """Yield what does not fit: versions with gaps, steps that do not follow, records that are not stored."""
    from giaoban.queries import figures

    yield from torn()
    yield from _unstored(figures.known("test").observations)


def _unstored(observations: tuple[Any, ...]) -> Iterator[str]:
    """Yield approved lines whose value is not the one that the store holds in force."""
    from giaoban.core.figures.entries import value_of
    from giaoban.core.figures.observations import choose
    from giaoban.queries import forms, submissions
    from tests.factories.packs import ROUND
    from tests.factories.reporting import PEOPLE

    today = timezone.localdate().isoformat()
    for unit_key in UNITS:
        approved = submissions.approved(ROUND, unit_key).get(PEOPLE)
        if approved is None:
            continue
        own = [one for one in observations if one.key == (unit_key, "PEOPLE", "2023")]
        line = forms.of_unit(ROUND, unit_key).line(PEOPLE)
        in_force = choose(own, today).chosen
        if in_force is None or in_force.value != value_of(line, approved.entry):
            yield f"{unit_key}: approved {approved.entry.text}, in force {in_force and in_force.value}"


def deaths(times: int, seed: int = 7) -> dict[str, Any]:
    """Kill people in the middle of saves and approvals, again and again; tell what was half or lost."""
    chance, heard, faults = random.Random(seed), [], []  # noqa: S311
    for death in range(times):
        work = (lambda tell, death=death: _type_for_ever(death, tell), lambda tell: _approve_for_ever(tell))
        children = [_started(one) for one in work]
        firsts = [os.read(pipe, 1).decode() for _, pipe in children]  # each has been acknowledged once
        time.sleep(chance.uniform(0, 0.2))
        for child, _ in children:
            os.kill(child, signal.SIGKILL)
        for (child, pipe), first in zip(children, firsts, strict=True):
            os.waitpid(child, 0)
            with os.fdopen(pipe) as told:
                lines = (first + told.read()).splitlines()
                heard += [line.split() for line in lines if line.endswith(".")]
        _settled()
        faults += [f"after death {death}: {fault}" for fault in (*_lost(heard), *_looked_at())]
        connections.close_all()
    kinds = Counter(words[0] for words in heard)
    return {"faults": faults, "deaths": times, "acknowledged": dict(kinds)}


def _type_for_ever(death: int, tell: Callable[[str], None]) -> None:
    """Type into the south's lines, telling each version once it is acknowledged."""
    for one in range(1_000_000):
        said = _save("south", f"{death + 1}{one:05}", "typist", random.Random(one))  # noqa: S311
        if said["outcome"] == "saved":
            tell(f"saved {said['line']} {said['version']} {said['text']} .\n")


def _approve_for_ever(tell: Callable[[str], None]) -> None:
    """Send the north's submission round and round, telling each approval once it is acknowledged."""
    from giaoban.actions import submissions

    for one in range(1_000_000):
        for step in ("complete", "submit", "accept", "approve", "reopen"):
            by = f"person-{step}"
            try:
                if step == "complete":
                    _save("north", f"9{one:05}{os.getpid()}", by, random.Random(0))  # noqa: S311
                _ACTS[step]("north", "1", by, random.Random(0))  # noqa: S311
            except Conflict:
                continue  # where the one before was killed, some steps are taken already
            if step == "approve":
                approvals = submissions.Submission.objects.get(unit_key="north").status
                tell(f"approved {one} {approvals} .\n")


def _lost(heard: list[list[str]]) -> Iterator[str]:
    from giaoban.records.models import EntryVersion, Event

    rows = EntryVersion.objects.filter(entry__submission__unit_key="south")
    there = {(row.entry.line_id, str(row.version)): row.text for row in rows.select_related("entry")}
    for kind, *words in heard:
        if kind == "saved" and there.get((words[0], words[1])) != words[2]:
            yield f"{words} was acknowledged and is {there.get((words[0], words[1]))}"
    approvals = sum(words[0] == "approved" for words in heard)
    if Event.objects.filter(verb="submission.approved").count() < approvals:
        yield f"{approvals} approvals were acknowledged, fewer are there"


def _set_up(folder: Path) -> list[str]:
    """Install the small country, let its round collect, and fill in every form."""
    from tests.factories.reporting import enter, fill_in, install

    install(folder)
    enter("verifying")
    for unit_key in UNITS:
        fill_in(unit_key)
    return []


def main(mode: str, *words: str) -> None:
    """Set the installation up, do what was asked, and print what came of it."""
    django.setup()
    from giaoban.queries import workspace

    forked([lambda: _set_up(Path(workspace.home()).parent)])
    answer = {"crowd": crowd, "deaths": deaths}[mode](*map(int, words))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
