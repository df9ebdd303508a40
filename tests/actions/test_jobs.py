"""Jobs: kept in the database, done by one worker, taken up again when it dies, and done once."""

import signal
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from giaoban.actions import jobs, submissions, workers
from giaoban.core.errors import NotFound
from giaoban.queries import jobs as reading
from giaoban.queries.submissions import standing
from giaoban.records.models import Event, Opening, Reminder, RoundStage
from tests.factories.installations import separate, write
from tests.factories.mails import smtp_server
from tests.factories.packs import ROUND
from tests.factories.reminding import collect, on
from tests.factories.reporting import GROWTH, fill_in, pass_on
from tests.factories.servers import GIAOBAN, until


@pytest.fixture
def collecting(db, tmp_path):
    """Return the list of mails of a round that collects."""
    collect(tmp_path)
    with smtp_server() as mails:
        yield mails


def test_a_job_is_a_name_and_that_of_a_round(collecting):
    """No other job, and nothing that somebody typed, gets into the queue; asked twice it waits once."""
    with pytest.raises(NotFound):
        jobs.enqueue(job="format", by="an@office.example")
    for content in ("8.1", "what I typed"):
        with pytest.raises(NotFound):
            jobs.enqueue(job="remind", by="an@office.example", round_id=content)
    assert reading.latest() == ()
    assert jobs.enqueue(job="remind", by="an@office.example", round_id=ROUND)
    assert not jobs.enqueue(job="remind", by="ly@office.example", round_id=ROUND)
    (one,) = reading.latest(["ready"])
    assert (one.job, one.about, one.by) == ("remind", {"round_id": ROUND}, "an@office.example")


def test_a_tick_does_what_is_due_and_twice_it_does_nothing_twice(collecting):
    """A reopened line whose time is over is sealed, the step's mails go out; then nothing is left to do."""
    fill_in("south")
    pass_on("complete", "submit", "accept", "approve", unit_key="south")
    asked = {"round_id": ROUND, "unit_key": "south", "line_id": GROWTH, "by": "kim@office.example"}
    submissions.reopen(**asked, reason="See table 3.", expires_at=on(20, month=12).replace(year=2100))
    Opening.objects.update(expires_at=on(23))
    assert jobs.tick(at=on(24)) == ()
    assert standing(ROUND, "south").status == "approved"
    assert [mail["To"] for mail in collecting] == ["ha@north.example"]
    before = Event.objects.count(), Reminder.objects.count()
    assert jobs.tick(at=on(24)) == ()
    assert (Event.objects.count(), Reminder.objects.count()) == before and len(collecting) == 1


def test_a_round_that_fails_holds_up_no_other(collecting):
    """What cannot be done is told with the round it is of."""
    RoundStage.objects.create(round_id="gone", stage="collecting", at=on(2), by="tester")
    (found,) = jobs.tick(at=on(24))
    assert (found.code, found.where.file) == ("round_failed", "gone")
    assert len(collecting) == 2


def test_a_job_over_which_the_worker_died_is_put_back_but_not_for_ever(collecting):
    """Twice it is taken up again; over a third death it has failed."""
    jobs.enqueue(job="tick", by="clock")
    for death in range(1, 4):
        DBTaskResult.objects.get().claim(f"worker-{death}")
        assert workers.requeue() == 1
        (one,) = reading.latest()
        assert (one.state, one.attempts) == ("ready" if death < 3 else "failed", death)
    assert one.fault == "RuntimeError" and workers.requeue() == 0


def test_ticks_at_once_send_every_mail_once(tmp_path: Path):
    """Four processes at the same moment: each officer has one mail, and each mail one sender."""
    with smtp_server() as mails, separate(tmp_path) as environment:
        told = write(_with(environment), "crowd", 10, 4, program="clocks")
    assert sum(told["mails"]) == len(mails) == len({mail["To"] for mail in mails}) == 12
    assert told["faults"] == []


def test_a_killed_workers_job_is_taken_up_by_the_next_one_and_done_once(tmp_path: Path):
    """kill -9 while the mail server keeps it waiting; the one that stood by goes on, and stops when told.

    The mail that was on its way may have been taken: it is not sent again; all others are, once.
    """
    with smtp_server() as mails, separate(tmp_path) as environment:
        surroundings = _with(environment)
        write(surroundings, "office", 10, program="clocks")
        mails.stalls_at = 5
        first, second = _working(surroundings, "at work"), _working(surroundings, "stands by")
        until(lambda: mails.asked == 5)
        first.kill()
        first.communicate()
        until(lambda: len(mails) == 11)
        second.send_signal(signal.SIGTERM)
        assert "at work (1 jobs taken up again)" in second.communicate()[1]
        left = write(surroundings, "left", program="clocks")
    assert second.returncode == 0
    assert len({mail["To"] for mail in mails}) == len(mails) == 11
    assert left == {"jobs": [["tick", "successful", 2]], "reminded": 12, "faults": []}


def _with(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment with the mail server of this test in it."""
    return {**environment, "GIAOBAN_SMTP": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}


def _working(environment: dict[str, str], said: str) -> subprocess.Popen[str]:
    """Start a worker and wait until it has said that it is at work, or stands by."""
    worker = subprocess.Popen([GIAOBAN, "work"], env=environment, stderr=subprocess.PIPE, text=True)
    assert said in worker.stderr.readline()
    return worker
