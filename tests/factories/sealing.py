"""An installation of its own in which tellers count at once, and what lies in which of its databases then.

`python -m tests.factories.sealing`, in the environment that it is given.
"""

import json
import sys
from pathlib import Path

import django


def main() -> None:
    """Set the installation up, let three tellers enter two counts at once, and print what came of it."""
    django.setup()
    from django.db import connection

    from giaoban.actions import ballots, installation
    from giaoban.queries import workspace
    from tests.factories.conferences import KEY, conference
    from tests.factories.packs import write_pack
    from tests.factories.votes import CHAIR, PACK, hold
    from tests.factories.writers import forked

    installation.initialise(packs=[write_pack(Path(workspace.home()).parent / "pack", **PACK)])
    conference("sitting")
    hold(1, "Somebody", "Chair")
    tellers = [f"teller-{number}@centre.example" for number in (1, 2, 3)]
    outcomes = forked([lambda teller=teller: [_enter(teller)] for teller in tellers])
    agreed = ballots.read(conference=KEY, number=1, by=CHAIR).count
    told = {
        "files": sorted(one.name for one in workspace.home().glob("sealed.sqlite3")),
        "main": [one for one in connection.introspection.table_names() if "sealed" in one],
        "outcomes": sorted(one for lines in outcomes for one in lines),
        "is_agreed": agreed is not None,
    }
    sys.stdout.write(json.dumps(told))


def _enter(teller: str) -> str:
    from giaoban.actions import ballots
    from giaoban.core.errors import Refusal
    from tests.factories.conferences import KEY
    from tests.factories.votes import counted

    try:
        desk = ballots.enter(conference=KEY, number=1, count=counted(), seen=0, by=teller)
    except Refusal as refusal:
        return refusal.title
    return "agreed" if desk.is_agreed else "waiting"


if __name__ == "__main__":
    main()
