"""Two who lead the room press “next” at once: on a real database, in processes of their own."""

from pathlib import Path

from tests.factories.installations import separate, write


def test_one_of_two_who_press_next_at_once_wins_and_the_other_reads_who_did(tmp_path: Path):
    """Twenty times: one item begins, the other is told who was faster, and nothing else happens."""
    with separate(tmp_path) as environment:
        told = write(environment, "race", 20, program="chairs")
    winners = []
    for both in told["told"]:
        (winner,) = [by for by, refused in both if not refused]
        assert [refused for _, refused in both if refused] == [f"{winner} was faster"]
        winners.append(winner)
    assert told["happened"] == [["item.begun", winner] for winner in winners]
