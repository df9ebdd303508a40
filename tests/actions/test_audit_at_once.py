"""The chain under many writers at once, and when they are killed: in processes, on a real database."""

from pathlib import Path

import pytest

from tests.factories.installations import separate, write

pytestmark = pytest.mark.long


@pytest.fixture
def installation(tmp_path: Path):
    """Return the environment of an installation that other processes write to."""
    with separate(tmp_path) as environment:
        yield environment


def test_many_writers_at_once_leave_one_chain_without_fork_gap_or_hole(installation):
    """What was acknowledged is there, what was taken back is not, and the numbers have no gap."""
    told = write(installation, "crowd", 4, 3, 25)
    assert told["faults"] == []
    assert told["found"] == told["acknowledged"]
    assert told["numbers"] == list(range(1, len(told["numbers"]) + 1))
    assert 0 < told["undone"] == 4 * 3 * 25 - len(told["found"])


def test_a_hundred_deaths_leave_nothing_half_and_lose_nothing_acknowledged(installation):
    """kill -9 at random moments of loads and freezings: chain, segments, factsheets stay whole."""
    told = write(installation, "deaths", 100)
    assert told["faults"] == []
    assert told["deaths"] == 100
    # One of each was written before the first death.
    assert told["Segment"] > told["acknowledged"] >= 100
    assert told["FrozenFactsheet"] > 1
