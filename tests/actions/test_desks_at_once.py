"""Many people at once on the same submissions, and people who are killed: on a real database."""

from pathlib import Path

import pytest

from tests.factories.installations import separate, write

pytestmark = pytest.mark.long


@pytest.fixture
def installation(tmp_path: Path):
    """Return the environment of an installation that other processes write to."""
    with separate(tmp_path) as environment:
        yield environment


def test_ten_thousand_tries_at_once_lose_no_update(installation):
    """Saves, steps, approvals and reopenings of four people on two submissions.

    Each acknowledged save is there as the very next version of what its writer had seen; steps follow each
    other without a leap; what is approved is what the store holds; whoever loses is told in words.
    """
    told = write(installation, "crowd", 4, 2500, program="crowds")
    assert told["faults"] == []
    counts = told["counts"]
    assert told["tries"] == 10_000
    assert min(counts[one] for one in ("save saved", "save conflict", "save locked")) > 100
    assert min(counts[one] for one in ("approve done", "approve refused", "reopen done", "return done")) > 20


def test_people_killed_while_they_save_and_approve_lose_nothing_that_was_acknowledged(installation):
    """kill -9 at random moments: no version half, no step without event, no approval outside the store."""
    told = write(installation, "deaths", 20, program="crowds")
    assert told["faults"] == []
    assert told["deaths"] == 20
    assert min(told["acknowledged"][one] for one in ("saved", "approved")) >= 20
