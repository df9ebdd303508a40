"""Chairs who press at once: `python -m tests.factories.chairs race N`, in an installation of its own.

A program of its own, because it forks. It tells as JSON what each was told, and what has happened.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django


def race(presses: int) -> dict[str, Any]:
    """Let chair and clerk press “next” at once, again and again, each on what both have seen."""
    from giaoban.queries import conferences
    from tests.factories.conferences import KEY, conference
    from tests.factories.writers import forked

    items = list(conference("sitting").items.values_list("pk", flat=True))
    told = []
    for press in range(presses):
        seen = len(conferences.moments(KEY))
        item = items[press % len(items)]
        told.append(forked([lambda by=by: _press(item, seen, by) for by in ("chair", "clerk")]))  # noqa: B023
    return {"told": told, "happened": [[one.verb, one.by] for one in conferences.moments(KEY)]}


def _press(item: int, seen: int, by: str) -> list[str]:
    """Return who pressed, and what they were told."""
    from giaoban.actions import rooms
    from giaoban.core.errors import Conflict
    from tests.factories.conferences import KEY

    try:
        rooms.begin(conference=KEY, item_id=item, seen=seen, by=by)
    except Conflict as refusal:
        return [by, refusal.title]
    return [by, ""]


def main(mode: str, presses: str) -> None:
    """Do what was asked, and print what came of it."""
    django.setup()
    from giaoban.actions import installation
    from giaoban.queries import workspace
    from tests.factories.packs import write_pack

    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    sys.stdout.write(json.dumps({"race": race}[mode](int(presses))))


if __name__ == "__main__":
    main(*sys.argv[1:])
