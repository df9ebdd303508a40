"""`giaoban rounds` as it is typed: list, open, advance; what is in the way is told, and for machines, too."""

import json

from tests.factories.packs import ROUND, write_pack
from tests.factories.schedules import ASKING
from tests.journeys.test_commands import giaoban

__all__ = ["giaoban"]


def test_a_round_is_listed_opened_and_let_on(giaoban):
    """A refusal lists everything in the way and changes nothing; with a reason the round goes on."""
    write_pack(giaoban.folder / "packs" / "test", **ASKING)
    giaoban("init")
    listed = giaoban("rounds", "list").stdout
    assert f"{ROUND}: not open; reports due 2026-12-25" in listed and "next opened on 2026-11-20" in listed
    opened = json.loads(giaoban("rounds", "open", ROUND, "--json").stdout)
    assert (opened["stage"], opened["next"], opened["due_on"]) == ("opened", "collecting", "2026-12-25")
    assert sum("Nobody can submit the figures" in one for one in opened["in_the_way"]) == 3
    refused = giaoban("rounds", "advance", ROUND, "collecting")
    assert refused.returncode == 2 and "North: Nobody can submit the figures" in refused.stdout
    done = giaoban("rounds", "advance", ROUND, "collecting", "--reason", "people follow", "--json")
    assert done.returncode == 0 and list(json.loads(done.stdout)["begun"]) == ["opened", "collecting"]
