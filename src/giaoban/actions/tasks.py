"""Tasks: set by the clauses of a notice before it is issued; each has one body that leads."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from giaoban.actions import clauses, events
from giaoban.core.conduct import resolutions
from giaoban.core.conduct.resolutions import PRECISIONS, TEXTS, Assignment
from giaoban.core.errors import Finding, Invalid
from giaoban.queries import notices, tasks
from giaoban.records.models import Clause, CoordinatingBody, Task

_LONGEST = 5_000
#: What cannot be kept, even in a draft: there is no place for it.
_IMPOSSIBLE = ("two_leads", "lead_co_ordinates")


def assign(*, conference: str, clause: int, sent: Assignment, by: str) -> Task:
    """Set a task of a clause, or put this in the place of the task that `sent` names.

    Edges:   what is still missing may be missing until the notice is issued; a reason for having no task is
             taken back. A month is due on its last day.
    Raises:  NotFound without such a clause or task; Invalid, with every finding, if more than one body leads,
             the one that leads also co-ordinates, or there is no such body; NotAllowed in another phase.
    """
    with transaction.atomic():
        notice, at = clauses.lock(conference=conference), timezone.now()
        row = notices.by_id(conference, clause)
        if row.section not in resolutions.ASKING:
            raise Invalid("This clause asks for nothing", "Add a clause to the tasks or to the petitions.")
        _require_possible(sent, tasks.bodies(notice.conference.round_id).open)
        task = _store(row, sent, by)
        Clause.objects.filter(pk=row.pk).update(no_task="")
        told = {"clause": row.pk, "task": task.pk, "lead": task.lead, "others": list(sent.others)}
        payload = {**told, "due_on": task.due_on.isoformat() if task.due_on else ""}
        events.note(verb="task.assigned", by=by, object=f"conference/{conference}", at=at, payload=payload)
    return task


def withdraw(*, conference: str, task: int, by: str) -> None:
    """Take a task back that was never issued; the audit keeps that there was one.

    Raises:  NotFound if there is none; NotAllowed once the notice is issued.
    """
    with transaction.atomic():
        clauses.lock(conference=conference)
        row, at = tasks.by_id(conference, task), timezone.now()
        told = {"clause": row.clause_id, "task": row.pk, "lead": row.lead, "what": row.what}
        Task.objects.filter(pk=row.pk).delete()
        events.note(verb="task.withdrawn", by=by, object=f"conference/{conference}", at=at, payload=told)


def _require_possible(sent: Assignment, open_: Sequence[tasks.Body]) -> None:
    known = {one.key for one in open_}
    codes = [code for code in resolutions.check_task(sent, date.min) if code in _IMPOSSIBLE]
    found = [Finding(code, *TEXTS[code]) for code in codes]
    if {*sent.leads, *sent.others} - known:
        found.append(Finding("unknown_body", "There is no such body", "Choose one of the list."))
    texts = (sent.what, sent.responsibility, sent.authority, sent.product)
    if any(len(text) > _LONGEST for text in texts) or sent.precision not in PRECISIONS:
        found.append(Finding("too_long", "A text of the task is too long", "Shorten it."))
    if found:
        raise Invalid("The task cannot be set like this", "Settle what is listed.", findings=tuple(found))


def _store(clause: Clause, sent: Assignment, by: str) -> Task:
    """Write the task with its bodies; its first deadline is the one with which it will be issued."""
    due_on = _due_on(sent)
    told = {
        "clause": clause,
        "round_id": clause.notice.conference.round_id,
        "lead": next(iter(sent.leads), ""),
        "what": sent.what.strip(),
        "due_on": due_on,
        "first_due_on": due_on,
        "precision": sent.precision,
        "responsibility": sent.responsibility.strip(),
        "authority": sent.authority.strip(),
        "product": sent.product.strip(),
        "by": by,
        "at": timezone.now(),
    }
    if sent.task_id:
        task = tasks.by_id(clause.notice.conference.key, sent.task_id)
        Task.objects.filter(pk=task.pk).update(**told)
        task.others.all().delete()
        task.refresh_from_db()
    else:
        task = Task.objects.create(**told)
    for number, body in enumerate(dict.fromkeys(sent.others), 1):
        CoordinatingBody.objects.create(task=task, body=body, number=number)
    return task


def _due_on(sent: Assignment) -> date | None:
    if sent.due_on and sent.precision == "month":
        return resolutions.last_of_month(sent.due_on.year, sent.due_on.month)
    return sent.due_on
