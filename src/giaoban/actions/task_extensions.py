"""Extensions of tasks: a later deadline is asked for and decided; the first one stays as it was set."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.actions.task_reports import lock
from giaoban.core.conduct.deadlines import due_on
from giaoban.core.errors import Conflict, Finding, Invalid, NotAllowed, NotFound, Place
from giaoban.queries import packs, task_histories
from giaoban.queries.task_histories import name as name_of
from giaoban.records.models import DeadlineChange, ExtensionDecision, ExtensionRequest, Task

_LONGEST = 2_000


def ask_extension(
    *, task: int, to_on: date, reason: str, by: str, body: str = "", at: datetime | None = None
) -> ExtensionRequest:
    """Ask for a later deadline; nothing changes until somebody else has decided.

    Raises:  NotFound if there is no such task; NotAllowed unless it is open; Conflict while another request
             waits; Invalid without a reason, or for a day that is not later.
    """
    now = at or timezone.now()
    with transaction.atomic():
        row = lock(task=task, states=("open",))
        _require_later(row, to_on, reason, timezone.localdate(now))
        if task_histories.open_request(row):
            raise Conflict("A later deadline was asked for already", "Wait until it is decided.")
        told = {"body": body or row.lead, "to_on": to_on, "reason": reason.strip(), "at": now, "by": by}
        found = ExtensionRequest.objects.create(task=row, **told)
        payload = {"request": found.pk, "to_on": to_on.isoformat(), "reason": reason.strip()}
        events.note(verb="task.extension_asked", by=by, object=name_of(row), at=now, payload=payload)
    return found


def extend(*, task: int, to_on: date, reason: str, by: str, at: datetime | None = None) -> Task:
    """Set a later deadline, on a working day; a request that waits is decided by it.

    Edges:   the first deadline stays; the change is kept with both days and the reason.
    Raises:  NotFound if there is no such task; NotAllowed unless it is open, and for whoever asked for it;
             Invalid without a reason, or for a day that is not later.
    """
    now = at or timezone.now()
    with transaction.atomic():
        row = lock(task=task, states=("open",))
        day = due_on(to_on, packs.of_round(row.round_id)[0].calendar)
        _require_later(row, day, reason, timezone.localdate(now))
        asked = _decide(row, day, reason.strip(), by, now)
        told = {"was_on": row.due_on, "is_on": day, "cause": "extended", "reason": reason.strip()}
        DeadlineChange.objects.create(object=name_of(row), **told, at=now, by=by)
        Task.objects.filter(pk=row.pk).update(due_on=day)
        payload = {**told, "was_on": row.due_on.isoformat(), "is_on": day.isoformat()}
        payload |= {"request": asked.pk} if asked else {}
        events.note(verb="task.extended", by=by, object=name_of(row), at=now, payload=payload)
    row.due_on = day
    return row


def refuse_extension(*, task: int, reason: str, by: str, at: datetime | None = None) -> ExtensionDecision:
    """Refuse the later deadline that was asked for; the one that holds stays.

    Raises:  NotFound if there is no such task, or nothing was asked for; NotAllowed unless it is open, and
             for whoever asked; Invalid without a reason.
    """
    now = at or timezone.now()
    with transaction.atomic():
        row = lock(task=task, states=("open",))
        _refuse(_of_reason(reason))
        asked = _decide(row, None, reason.strip(), by, now)
        if asked is None:
            raise NotFound("No later deadline was asked for", "See the requests of the task.")
        payload = {"request": asked.pk, "reason": reason.strip()}
        events.note(verb="task.extension_refused", by=by, object=name_of(row), at=now, payload=payload)
    return asked.decision


def _decide(row: Task, day: date | None, reason: str, by: str, at: datetime) -> ExtensionRequest | None:
    """Note what became of the request that waits, if one does; whoever asked does not decide."""
    asked = task_histories.open_request(row)
    if asked is None:
        return None
    if asked.by == by:
        raise NotAllowed("You asked for this yourself; another person has to decide.")
    told = {"granted_on": day, "reason": reason, "at": at, "by": by}
    asked.decision = ExtensionDecision.objects.create(request=asked, **told)
    return asked


def _require_later(row: Task, day: date, reason: str, on: date) -> None:
    """Refuse a day that is not later than the deadline and today, and a missing reason; both at once."""
    if row.due_on is None:
        raise Invalid("The task has no deadline", "There is nothing to extend.")
    found = _of_reason(reason)
    if day <= max(row.due_on, on):
        detail = "Name a day after the deadline that holds, and after today."
        found.append(Finding("to_on", "The day is not later", detail, Place(column="to_on")))
    _refuse(found)


def _of_reason(reason: str) -> list[Finding]:
    if not reason.strip():
        title, detail = "A reason is missing", "Write why; it stays on record."
    elif len(reason) > _LONGEST:
        title, detail = "The reason is too long", "Shorten it."
    else:
        return []
    return [Finding("reason", title, detail, Place(column="reason"))]


def _refuse(found: Iterable[Finding]) -> None:
    if findings := tuple(found):
        raise Invalid("The deadline was not changed", "Mend what is listed.", findings=findings)
