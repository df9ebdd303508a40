"""Jobs: work that is asked for here and done by the worker; the queue lies in the same database.

A job is a verb that does nothing the second time, so one that died half-way is simply taken up again. It is
kept as its name and that of a round or a conference, never with anything that somebody typed.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from giaoban.actions import announcements, convocations, digests, publications, reminders, submissions
from giaoban.core.errors import Finding, NotFound, Place, Refusal
from giaoban.queries import conferences, jobs, packs, rounds

#: Who does what falls due by the clock, in the audit.
CLOCK = "clock"
#: How many days a job is remembered that went well, and one that failed.
_KEPT, _KEPT_FAILED = 2, 30


def enqueue(*, job: str, by: str, round_id: str = "", conference: str = "") -> bool:
    """Ask the worker for a job, on what is named; return whether it was not waiting already.

    Raises:  NotFound if there is no such job, round or conference.
    """
    if job not in _JOBS:
        raise NotFound(f"There is no job “{job}”", f"Jobs: {', '.join(_JOBS)}.")
    about = {"round_id": packs.of_round(round_id)[1].round_id} if round_id else {}
    if conference:
        about["conference"] = conferences.by_key(conference).key
    if jobs.is_asked(job, about):
        return False
    run.enqueue(job=job, by=by, about=about)
    return True


def tick(*, by: str = CLOCK, at: datetime | None = None) -> tuple[Finding, ...]:
    """Do what has fallen due: reopened lines whose time is over, reminders, news; and what bodies owe.

    Edges:   done twice at the same time it does nothing twice; one round that fails holds up no other.
    """
    now = at or timezone.now()
    found: list[Finding] = []
    for round_id in rounds.moving():
        found += _due(round_id, by, now)
    found += _follow_up(by=by, at=now)
    call_command(
        "prune_db_task_results",
        min_age_days=_KEPT,
        failed_min_age_days=_KEPT_FAILED,
        queue_name="*",
        verbosity=0,
    )
    return tuple(found)


@task()
def run(job: str, by: str, about: dict[str, str]) -> list[dict[str, Any]]:
    """Do a job that was asked for, and return what was found, for whoever looks after the installation."""
    return [asdict(finding) for finding in _JOBS[job](by=by, **about)]


def _due(round_id: str, by: str, now: datetime) -> tuple[Finding, ...]:
    try:
        submissions.reseal(round_id=round_id, by=by)
        return reminders.send_due(round_id=round_id, by=by, at=now).findings
    except Refusal as fault:
        return (Finding("round_failed", fault.title, fault.detail, Place(round_id)),)


def _follow_up(*, by: str, at: datetime | None = None) -> Sequence[Finding]:
    return digests.send(by=by, at=at).findings


def _remind(*, by: str, round_id: str) -> Sequence[Finding]:
    return reminders.send(round_id=round_id, by=by).findings


def _publish(*, by: str, round_id: str) -> Sequence[Finding]:
    """Freeze a round and print its documents; what stands in the way is told, and may be settled."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            publications.publish(round_id=round_id, directory=Path(folder), by=by, progress=lambda text: None)
    except Refusal as fault:
        return fault.findings or (Finding("not_published", fault.title, fault.detail, Place(round_id)),)
    return ()


#: By name: verbs that do nothing the second time.
_JOBS: Mapping[str, Callable[..., Sequence[Finding]]] = {
    "tick": tick,
    "remind": _remind,
    "publish": _publish,
    "convoke": convocations.send,
    "announce": announcements.tell,
    "follow_up": _follow_up,
}
