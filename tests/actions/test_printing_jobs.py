"""Printing as a job: the worker freezes a round and prints its documents; what is in the way is told."""

import pytest

from giaoban.actions import controls, jobs, publications
from giaoban.core.errors import Invalid
from giaoban.queries import factsheets, workspace
from giaoban.queries import jobs as reading
from giaoban.records.models import FrozenFactsheet
from tests.factories.packs import ROUND
from tests.factories.reporting import enter as let_enter
from tests.factories.reporting import fill_in, install, pass_on


def _print(*, directory, **_: object) -> None:
    """Print one document: the small pack has no layouts for more."""
    (directory / "report.html").write_text("report", "utf-8")


@pytest.fixture(autouse=True)
def approved(db, tmp_path, monkeypatch):
    """Let the north's figures be approved."""
    monkeypatch.setattr(publications, "print_documents", _print)
    install(tmp_path)
    let_enter("verifying")
    fill_in()
    pass_on("complete", "submit", "accept", "approve")


def printed() -> list[dict]:
    """Do the job as the worker does, and return what it found."""
    return jobs.run.call(job="publish", by="steward", about={"round_id": ROUND})


def test_the_worker_freezes_and_prints_and_twice_it_freezes_nothing_new():
    """The documents lie where the site shows them; the same knowledge gives the same factsheet."""
    assert printed() == [] and printed() == []
    assert FrozenFactsheet.objects.count() == 1
    names = {path.name for path in workspace.documents(ROUND).iterdir()}
    assert names == {"factsheet.json", "report.html"}
    assert factsheets.latest(ROUND)["header"]["round_id"] == ROUND


def test_what_is_in_the_way_is_told_and_nothing_is_frozen(monkeypatch):
    """A control total that nobody explained: the job ends with its finding, not with a failure."""

    def refuse(*_: object) -> None:
        raise Invalid("Control totals do not hold", "Mend the figures, or record why.")

    monkeypatch.setattr(controls, "require_explained", refuse)
    (found,) = printed()
    assert (found["code"], found["title"]) == ("not_published", "Control totals do not hold")
    assert not FrozenFactsheet.objects.exists()


def test_the_last_printing_of_a_round_is_found():
    """By its name and its round, among other jobs."""
    jobs.enqueue(job="publish", by="steward", round_id=ROUND)
    jobs.enqueue(job="tick", by="clock")
    last = reading.last("publish", {"round_id": ROUND})
    assert last is not None and (last.state, last.by) == ("ready", "steward")
    assert reading.last("publish", {"round_id": "other"}) is None
