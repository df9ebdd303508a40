"""Processes that send the letters of one conference at once: `python -m tests.factories.callers PROCESSES`.

A program of its own, because it forks. It sets an installation up with a conference that calls many, and
tells as JSON how many letters stand there and whether the audit holds.
"""

import json
import sys
from pathlib import Path

import django


def crowd(processes: int) -> dict[str, object]:
    """Let processes send at the same time what is due; tell what is noted of it."""
    from giaoban.actions import convocations, installation
    from giaoban.queries import events, workspace
    from giaoban.records.models import Convocation
    from tests.factories.conferences import KEY, conference
    from tests.factories.packs import write_pack
    from tests.factories.writers import forked

    workspace.home().mkdir(parents=True, exist_ok=True)
    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack")])
    conference()
    convocations.ask(conference=KEY, by="clerk")
    told = forked([lambda: [len(convocations.send(conference=KEY, by="clerk"))] for _ in range(processes)])
    faults = [fault.title for fault in events.verified().faults]
    return {"findings": sum(one for (one,) in told), "letters": Convocation.objects.count(), "faults": faults}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(crowd(int(sys.argv[1]))))
