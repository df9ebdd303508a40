"""Processes that follow up and close at once: `python -m tests.factories.closers tasks processes`.

A program of its own, because it forks. It sets an installation up with tasks that are reported as done and
others that are open, and tells as JSON what came of it.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django


def crowd(count: int, processes: int) -> dict[str, Any]:
    """Let processes follow up and close every task at the same time; tell what each found to do."""
    from giaoban.queries import events, workspace
    from giaoban.records.models import TaskVerdict
    from tests.factories.writers import forked

    workspace.home().mkdir(parents=True, exist_ok=True)
    reported = _office(Path(workspace.home()).parent, count)
    told = forked([lambda: _work(reported) for _ in range(processes)])
    return {
        "mails": sum(mails for mails, _, _ in told),
        "closed": sum(closed for _, closed, _ in told),
        "verdicts": TaskVerdict.objects.count(),
        "refused": sum(refused for _, _, refused in told),
        "faults": [fault.title for fault in events.verified().faults],
    }


def _office(folder: Path, count: int) -> list[int]:
    """Make an installation in which so many officers have a task, and as many tasks wait to be closed."""
    from giaoban.actions import tasks
    from tests.factories.reminding import staff
    from tests.factories.tasks import SET, install, on, task

    install(folder)
    for number in range(count - 2):
        staff(f"officer-{number}@north.example", "north", "officer")
    found = [task("works", what=str(number)).pk for number in range(count)]
    for number in found:
        tasks.report(task=number, text="Done.", done_on=SET, by="somebody", at=on(SET))
    task("north")
    return found


def _work(reported: list[int]) -> list[int]:
    """Follow up, then try to close every task; return mails, tasks closed and tries that were refused."""
    from giaoban.actions import digests, tasks
    from giaoban.core.errors import NotAllowed
    from tests.factories.tasks import ANALYST, SET, on

    mails, closed, refused = digests.send(by="clock", at=on(SET)).mails, 0, 0
    for number in reported:
        try:
            tasks.close(task=number, by=ANALYST, no_file="It is a road.", at=on(SET))
            closed += 1
        except NotAllowed:
            refused += 1
    return [mails, closed, refused]


def main(count: str, processes: str) -> None:
    """Do what was asked, and print what came of it."""
    django.setup()
    sys.stdout.write(json.dumps(crowd(int(count), int(processes))))


if __name__ == "__main__":
    main(*sys.argv[1:])
