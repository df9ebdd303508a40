"""Clerks in processes of their own write the same minutes at once, on a real database."""

from pathlib import Path

from tests.factories.installations import separate, write


def test_clerks_at_once_lose_no_text_and_no_version(tmp_path: Path):
    """Whatever was sent is a version; whatever was acknowledged stands over what its clerk had seen."""
    with separate(tmp_path) as environment:
        told = write(environment, "crowd", 3, 20, program="clerks")
    assert told["faults"] == []
    assert sum(told["counts"].values()) == 60
    assert min(told["counts"][one] for one in ("saved", "conflict")) > 5
