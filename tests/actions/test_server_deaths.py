"""kill -9 of the whole server in the middle of saves and approvals over HTTP: nothing half, nothing lost."""

import json
import random
from pathlib import Path

import pytest

from tests.factories.dying import Heard, live_and_die, prepare
from tests.factories.installations import separate

pytestmark = pytest.mark.long


def test_a_server_that_is_killed_loses_nothing_that_it_acknowledged(tmp_path: Path):
    """A hundred saves and a hundred approvals, a death in the midst of every dozen or two.

    After each restart the chain is whole, versions have no gap, steps follow each other, what is approved is
    in the store, and every acknowledged save and approval is there. What was cut off is whole or absent.
    """
    heard, chance, faults, deaths = Heard(), random.Random(5), [], 0  # noqa: S311
    with separate(tmp_path) as environment:
        mortal, sessions = prepare(tmp_path, environment)
        while len(heard.saves) < 100 or heard.approvals < 100:
            live_and_die(mortal, sessions, heard, chance)
            deaths += 1
            said = json.dumps(vars(heard))
            told = json.loads(
                mortal.installation.ask(f"from tests.factories.dying import look; look({said!r})")
            )
            faults += told["faults"]
            assert deaths < 30, "the server answers too seldom"
        segments = mortal.installation.run("segments", "verify")
    assert faults == [] and deaths >= 4
    assert segments.returncode == 0, segments.stdout + segments.stderr
    assert told["approvals"] >= heard.approvals >= 100
