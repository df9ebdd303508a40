"""Many clerks in the minutes at once, each in a process of its own: `python -m tests.factories.clerks …`.

A program of its own, because it forks. Clerks save words of their own in three texts, half of the time
without looking at what stands there; it tells as JSON what does not fit with what they were told.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.db import connections

from tests.factories.packs import write_pack
from tests.factories.writers import forked

KEY = "conference-2023"
TEXTS = ((1, "course"), (1, "opinions"), (2, "decisions"))


def crowd(clerks: int, tries: int) -> dict[str, Any]:
    """Let clerks work at once; tell every fault, and how often each answer was given."""
    told = [one for lines in forked([lambda n=n: _work(n, tries) for n in range(clerks)]) for one in lines]
    return {"counts": dict(Counter(one["outcome"] for one in told)), "faults": [*_faults(told)]}


def _work(number: int, tries: int) -> list[dict[str, Any]]:
    from giaoban.actions import minutes
    from giaoban.actions.minutes import Sent

    chance = random.Random(number)  # noqa: S311
    seen: dict[tuple[int, str], int] = {}
    found = []
    for one in range(tries):
        where = chance.choice(TEXTS)
        base = _looked(where) if chance.random() < 0.5 else seen.get(where, 0)
        text = f"Clerk {number} wrote line {one}.\nAll clerks agree."
        sent = [Sent(*where, text, base)]
        (saved,) = minutes.save(conference=KEY, sent=sent, by=f"clerk-{number}")
        if saved.outcome == "saved":
            seen[where] = saved.there.number
        told = {"where": where, "text": text, "base": base, "by": f"clerk-{number}"}
        found.append({**told, "outcome": saved.outcome, "number": saved.there.number})
    connections.close_all()
    return found


def _looked(where: tuple[int, str]) -> int:
    from giaoban.core.conduct.minutes import NOTHING
    from giaoban.queries import minutes

    return minutes.current(KEY).get(where, NOTHING).number


def _faults(told: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what was typed and is not kept, and what is not the very next version over what was seen."""
    from giaoban.queries import events, minutes
    from giaoban.records.models import MinuteVersion

    yield from (fault.title for fault in events.verified().faults)
    for where in TEXTS:
        versions = minutes.history(KEY, *where)
        kept = {(one.number, one.by, one.text): one for one in versions}
        texts = {(one.by, one.text) for one in versions}
        standing = [one.number for one in versions if not one.is_aside]
        before = dict(zip(standing, [0, *standing], strict=False))
        mine = [one for one in told if tuple(one["where"]) == where]
        if [one.number for one in versions] != list(range(1, len(versions) + 1)):
            yield f"{where} has gaps"
        yield from (f"{one} is lost" for one in mine if (one["by"], one["text"]) not in texts)
        for one in (one for one in mine if one["outcome"] == "saved"):
            row = kept.get((one["number"], one["by"], one["text"]))
            if row is None or row.is_aside or before[row.number] != one["base"]:
                yield f"{one} does not stand over what its clerk saw"
    rows = MinuteVersion.objects.filter(part="decisions")
    yield from (f"{row} numbers a decision twice" for row in rows if _is_double(row.decisions))


def _is_double(numbers: list[int]) -> bool:
    return len(set(numbers)) < len(numbers)


def main(mode: str, *words: str) -> None:
    """Set the installation up, let a conference sit, and print what came of it."""
    django.setup()
    from giaoban.actions import installation
    from giaoban.queries import workspace
    from tests.factories.conferences import conference

    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    conference("sitting")
    connections.close_all()
    sys.stdout.write(json.dumps({"crowd": crowd}[mode](*map(int, words))))


if __name__ == "__main__":
    main(*sys.argv[1:])
