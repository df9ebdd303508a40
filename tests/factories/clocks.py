"""Processes that do what is due at once, or are killed over it: `python -m tests.factories.clocks …`.

A program of its own, because it forks. It sets an installation up whose deadline is today, with many officers
to remind, and tells as JSON what came of it.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django


def office(officers: int) -> dict[str, Any]:
    """Make the installation, with so many officers in the north."""
    from giaoban.queries import workspace
    from tests.factories.reminding import staff, today

    workspace.home().mkdir(parents=True, exist_ok=True)
    today(Path(workspace.home()).parent)
    for number in range(officers):
        staff(f"officer-{number}@north.example", "north", "officer")
    return {}


def crowd(officers: int, processes: int) -> dict[str, Any]:
    """Let processes remind all at the same time; tell what each found to do."""
    from giaoban.actions import reminders
    from tests.factories.packs import ROUND
    from tests.factories.writers import forked

    office(officers)
    told = forked([lambda: [reminders.send_due(round_id=ROUND, by="clock").mails] for _ in range(processes)])
    return {"mails": [mails for (mails,) in told], **left()}


def left() -> dict[str, Any]:
    """Tell what stands there: jobs with their attempts, how many were reminded, faults of the audit."""
    from giaoban.queries import events, jobs
    from giaoban.records.models import Reminder

    states = [[one.job, one.state, one.attempts] for one in jobs.latest()]
    faults = [fault.title for fault in events.verified().faults]
    return {
        "jobs": states,
        "reminded": Reminder.objects.values("person").distinct().count(),
        "faults": faults,
    }


def main(mode: str, *words: str) -> None:
    """Do what was asked, and print what came of it."""
    django.setup()
    modes = {"office": office, "crowd": crowd, "left": left}
    sys.stdout.write(json.dumps(modes[mode](*map(int, words))))


if __name__ == "__main__":
    main(*sys.argv[1:])
