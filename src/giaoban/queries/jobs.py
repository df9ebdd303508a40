"""Jobs: what waits for the worker, what it is at, and what came of what it did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_tasks_db.models import DBTaskResult

#: How many of the latest jobs are shown.
LATEST = 50


@dataclass(frozen=True)
class Job:
    """One job: what is done, about what, for whom, how often it was taken up, and what came of it."""

    job: str
    about: dict[str, str]
    by: str
    state: str
    attempts: int
    asked_at: datetime
    ended_at: datetime | None = None
    fault: str = ""
    findings: tuple[dict[str, Any], ...] = ()


def latest(states: Iterable[str] = ()) -> tuple[Job, ...]:
    """Return the latest jobs, the last one first; only those in these states where any are named."""
    rows = DBTaskResult.objects.order_by("-enqueued_at")
    wanted = [state.upper() for state in states]
    return tuple(_job(row) for row in (rows.filter(status__in=wanted) if wanted else rows)[:LATEST])


def is_asked(job: str, about: dict[str, str]) -> bool:
    """Return whether the same job waits already, so that nothing is gained by asking again."""
    rows = DBTaskResult.objects.filter(status="READY").values_list("args_kwargs", flat=True)
    return any(_told(one) == (job, about) for one in rows)


def last(job: str, about: dict[str, str]) -> Job | None:
    """Return the latest job of this name about this, whatever became of it; None if it was never asked."""
    return next((one for one in latest() if (one.job, one.about) == (job, about)), None)


def _job(row: DBTaskResult) -> Job:
    job, about = _told(row.args_kwargs)
    return Job(
        job,
        about,
        row.args_kwargs["kwargs"].get("by", ""),
        row.status.lower(),
        len(row.worker_ids),
        row.enqueued_at,
        row.finished_at,
        row.exception_class_path.rpartition(".")[2],
        tuple(row.return_value or ()),
    )


def _told(stored: dict[str, Any]) -> tuple[str, dict[str, str]]:
    named = stored["kwargs"]
    return named.get("job", ""), named.get("about", {})
