"""Chairs who press “next” at once, in processes: `python -m tests.factories.chairs PROCESSES TIMES`.

A program of its own, because it forks. It tells as JSON how often an item began, how many were told that
somebody was faster, and whether moments and audit hold.
"""

import json
import sys
from pathlib import Path

import django


def crowd(processes: int, times: int) -> dict[str, object]:
    """Let each of them begin the item that comes next, as its page shows it, again and again."""
    from giaoban.actions import installation
    from giaoban.queries import conferences, events, workspace
    from tests.factories.conferences import KEY, conference
    from tests.factories.packs import write_pack
    from tests.factories.writers import forked

    workspace.home().mkdir(parents=True, exist_ok=True)
    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    conference("sitting")
    told = sum(forked([lambda: _press(times) for _ in range(processes)]), [])
    begun = [one.number for one in conferences.moments(KEY)]
    faults = [fault.title for fault in events.verified().faults]
    kinds = {kind: told.count(kind) for kind in ("begun", "somebody was faster")}
    return {**kinds, "moments": begun, "faults": faults}


def _press(times: int) -> list[str]:
    return [_once() for _ in range(times)]


def _once() -> str:
    from giaoban.actions import rooms
    from giaoban.core.errors import Conflict
    from giaoban.queries import rooms as reading
    from tests.factories.conferences import KEY

    seen = reading.look(KEY)
    following = seen.following or seen.agenda[0]
    try:
        rooms.begin(conference=KEY, item_id=following.pk, seen=seen.room.number, by="chair")
    except Conflict as refusal:
        assert "was faster" in refusal.title
        return "somebody was faster"
    return "begun"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(crowd(*map(int, sys.argv[1:]))))
