"""A poll in which everybody votes several times at once, in processes, on a real database."""

from tests.factories.installations import separate, write


def test_nobody_votes_twice_and_no_vote_is_lost(tmp_path):
    """Every voter in three processes: one vote each is counted, all others refused; the recount agrees."""
    with separate(tmp_path) as environment:
        told = write(environment, 3, 6, program="votes")
    assert told["faults"] == []
    # Results by person are not switched on there: nothing makes a file for them.
    assert not (tmp_path / "workspace" / "sealed.sqlite3").exists()
    for kind in ("open", "secret"):
        one = told[kind]
        assert one["counted"] == one["cast"] == one["votes"] == one["voters"] == 10
        assert one["refused"] == one["tries"] - one["voters"] == 2 * 10
        assert one["recounted"]
