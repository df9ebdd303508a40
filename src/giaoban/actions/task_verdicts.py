"""Verdicts on tasks: a second person sees whether what was reported as done is done."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.actions.task_reports import lock
from giaoban.core.errors import Finding, Invalid, NotAllowed, Place
from giaoban.queries.task_histories import name as name_of
from giaoban.records.models import Task, TaskReport, TaskVerdict

_LONGEST = 2_000


def close(*, task: int, by: str, no_file: str = "", at: datetime | None = None) -> Task:
    """Close a task as done on the day that its lead reported, having seen what came of it.

    Edges:   without a product among its files it is said in `no_file` why there is none.
    Raises:  NotFound if there is no such task; NotAllowed unless it is reported as done, and for everybody
             who reported on it or brought its products; Invalid without evidence.
    """
    now = at or timezone.now()
    with transaction.atomic():
        row = lock(task=task, states=("reported",))
        _require_second(row, by)
        _require_evidence(row, no_file)
        claim = _claim(row)
        _note(row, claim, by, now, is_closed=True, no_file=no_file.strip())
        done_on: date = claim.done_on  # type: ignore[assignment]
        Task.objects.filter(pk=row.pk).update(status="done", done_on=done_on, closed_by=by)
        payload = {"report": claim.pk, "done_on": done_on.isoformat(), "no_file": no_file.strip()}
        events.note(verb="task.closed", by=by, object=name_of(row), at=now, payload=payload)
    row.refresh_from_db()
    return row


def send_back(*, task: int, reason: str, by: str, at: datetime | None = None) -> Task:
    """Send a task back that is not done as it was reported; its clock never stopped.

    Raises:  NotFound if there is no such task; NotAllowed unless it is reported as done, and for everybody
             who reported on it; Invalid without a reason.
    """
    now = at or timezone.now()
    with transaction.atomic():
        row = lock(task=task, states=("reported",))
        _require_second(row, by)
        _require_text(reason, "reason", "A reason is missing", "Write what is missing; it stays on record.")
        claim = _claim(row)
        _note(row, claim, by, now, is_closed=False, reason=reason.strip())
        Task.objects.filter(pk=row.pk).update(status="open", reported_by="")
        payload = {"report": claim.pk, "reason": reason.strip()}
        events.note(verb="task.sent_back", by=by, object=name_of(row), at=now, payload=payload)
    row.refresh_from_db()
    return row


def _require_second(row: Task, by: str) -> None:
    """Refuse whoever had a hand in it: nobody closes their own task."""
    is_own = row.reports.filter(by=by).exists() or row.products.filter(by=by).exists()
    if is_own or row.reported_by == by:
        raise NotAllowed("You reported this yourself; another person has to close it.")


def _require_evidence(row: Task, no_file: str) -> None:
    if not row.products.exists():
        detail = "Attach the product, or write why it is not a file."
        _require_text(no_file, "no_file", "The task has no product yet", detail)


def _require_text(text: str, column: str, title: str, detail: str) -> None:
    if len(text) > _LONGEST:
        title, detail = "The text is too long", "Shorten it."
    elif text.strip():
        return
    raise Invalid(title, detail, findings=(Finding(column, title, detail, Place(column=column)),))


def _claim(row: Task) -> TaskReport:
    """Return the report that says that the task is done and that nobody has judged yet."""
    return row.reports.filter(done_on__isnull=False).latest("id")


def _note(row: Task, claim: TaskReport, by: str, at: datetime, **told: object) -> None:
    day = timezone.localdate(at)
    TaskVerdict.objects.create(task=row, report=claim, on=day, at=at, by=by, **told)
