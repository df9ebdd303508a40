"""Reports on tasks: what the bodies of a task say of it, and the files that it brought forth."""

import unicodedata
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, evidence, refusals
from giaoban.core.conduct.tasks import OPEN, Status
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound, broken
from giaoban.queries import packs, tasks
from giaoban.queries.task_histories import name as name_of
from giaoban.records.models import Task, TaskProduct, TaskReport

_LONGEST = 10_000


def report(
    *, task: int, text: str, by: str, done_on: date | None = None, body: str = "", at: datetime | None = None
) -> TaskReport:
    """Add what a body says of a task; with `done_on` its lead says that it was done on that day.

    Edges:   without `body` the lead speaks. What is said to be done stays open until a second person has
             seen that it is.
    Raises:  NotFound if there is no such task; NotAllowed once it is done; Conflict if it is reported as
             done already; Invalid without a text, from another body, or for a day on which it cannot have
             been done.
    """
    now = at or timezone.now()
    on = timezone.localdate(now)
    with transaction.atomic():
        row = lock(task=task, states=OPEN)
        speaking = body or row.lead
        _require_sound(row, text, speaking, done_on, on)
        told = {"body": speaking, "text": text.strip(), "done_on": done_on, "on": on, "at": now, "by": by}
        found = TaskReport.objects.create(task=row, **told)
        heard = {"heard_on": on} if speaking == row.lead else {}
        claimed = {"status": "reported", "reported_by": by} if done_on else {}
        if heard or claimed:
            Task.objects.filter(pk=row.pk).update(**heard, **claimed)
        payload = {"report": found.pk, "body": speaking, "done_on": done_on.isoformat() if done_on else ""}
        events.note(verb="task.reported", by=by, object=name_of(row), at=now, payload=payload)
    return found


def attach(
    *, task: int, content: bytes, name: str, classification: str, by: str, at: datetime | None = None
) -> TaskProduct:
    """Keep a file that a task brought forth; it is evidence when the task is closed.

    Edges:   the bytes are on the disk before the row: a file without a row is one that nobody attached.
    Raises:  NotFound if there is no such task; NotAllowed once it is done; Conflict if the task has this
             file; Invalid, with every finding, for a file that is not taken in: then the audit keeps time,
             person and reason, and nothing else.
    """
    now, about = at or timezone.now(), tasks.issued(task)
    pack, _ = packs.of_round(about.round_id)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    evidence.hold(content=content)
    with transaction.atomic():
        row = lock(task=task, states=OPEN)
        if row.products.filter(sha256=admitted.sha256).exists():
            raise Conflict("The task has this file already", "See the list of its products.")
        found = TaskProduct.objects.create(
            task=row,
            name=unicodedata.normalize("NFC", name),
            **admitted.columns,
            findings=[{"code": one.code} for one in admitted.findings],
            at=now,
            by=by,
        )
        payload = {"product": found.pk, "sha256": admitted.sha256}
        events.note(verb="task.evidenced", by=by, object=name_of(row), at=now, payload=payload)
    return found


def lock(*, task: int, states: tuple[Status, ...]) -> Task:
    """Return a task that is in force, locked, if it is in one of these states.

    Raises:  NotFound if there is no such task; NotAllowed in another state.
    """
    # By its own key: a row cannot be locked across the table of clauses, by which tasks are ordered.
    found = tasks.in_force().select_for_update().order_by("pk").filter(pk=task).first()
    if found is None:
        raise NotFound("There is no such task", "See the list of tasks.")
    if found.status not in states:
        raise NotAllowed(_WHY[found.status])  # type: ignore[index]
    return found


#: Why nothing is done to a task in its state.
_WHY: dict[Status, str] = {
    "open": "Nobody has reported yet that the task is done.",
    "reported": "The task is reported as done; it waits for a second person.",
    "done": "The task is done; nothing of it changes any more.",
}


def _require_sound(row: Task, text: str, body: str, done_on: date | None, on: date) -> None:
    """Refuse a report that says nothing, comes from elsewhere, or claims what cannot be; with every fault."""
    if done_on and row.status == "reported":
        raise Conflict(_WHY["reported"], "It is closed or sent back first.")
    others = frozenset(row.others.values_list("body", flat=True))
    faults = (
        ("text", not text.strip(), "The report says nothing", "Write what was done."),
        ("text", len(text) > _LONGEST, "The report is too long", "Shorten it, and attach a file."),
        ("body", body not in {row.lead, *others}, "This body has no part in the task", "See whose it is."),
        (
            "done_on",
            done_on is not None and body in others,
            "Only the body that leads reports that the task is done",
            "Report what your body did.",
        ),
        *_of_day(row, done_on, on),
    )
    found = broken(faults)
    if found:
        raise Invalid("The report was not stored", "Mend what is listed.", findings=found)


def _of_day(row: Task, done_on: date | None, on: date) -> tuple[tuple[str, bool, str, str], ...]:
    """Return what is wrong with the day on which a task is said to have been done.

    Edges:   it was not done before a day on which its lead still reported it as open, or it was sent back.
    """
    if done_on is None:
        return ()
    since = _not_done_before(row)
    return (
        ("done_on", done_on > on, "The day has not come yet", "Report it on the day on which it is done."),
        (
            "done_on",
            done_on < since,
            "The task was not done on that day yet",
            "It was set, reported as open or sent back later; name the day on which it was done.",
        ),
    )


def _not_done_before(row: Task) -> date:
    """Return the latest day on which it is on record that a task was not done yet."""
    known = [row.issued_on]
    known += row.reports.filter(done_on=None, body=row.lead).values_list("on", flat=True)
    known += row.verdicts.values_list("on", flat=True)
    return max(known)
