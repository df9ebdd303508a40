"""Tasks: set by the clauses of a notice before it is issued, or by a directive; each has one body that leads.

What becomes of them stands beside: task_reports, task_extensions and task_verdicts; all verbs are found here.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import clauses, events, search
from giaoban.actions.task_extensions import ask_extension, extend, refuse_extension
from giaoban.actions.task_reports import attach, report
from giaoban.actions.task_verdicts import close, send_back
from giaoban.core.conduct import deadlines, resolutions
from giaoban.core.conduct.resolutions import PRECISIONS, TEXTS, Assignment
from giaoban.core.errors import Finding, Invalid, NotFound
from giaoban.queries import notices, packs, task_histories, tasks
from giaoban.records.models import Clause, CoordinatingBody, Directive, Notice, Task

__all__ = [
    "ask_extension",
    "assign",
    "attach",
    "close",
    "extend",
    "issue",
    "refuse_extension",
    "report",
    "send_back",
    "set_by_directive",
    "withdraw",
]

_LONGEST = 5_000
#: What cannot be kept, even in a draft: there is no place for it.
_IMPOSSIBLE = ("two_leads", "lead_co_ordinates")
#: What a directive may leave open: it need not say by when, and a month is due on its last day.
_OPTIONAL = ("no_due_on", "month_cut_short")


def assign(*, conference: str, clause: int, sent: Assignment, by: str) -> Task:
    """Set a task of a clause, or put this in the place of the task that `sent` names.

    Edges:   what is still missing may be missing until the notice is issued; a reason for having no task is
             taken back. A month is due on its last day.
    Raises:  NotFound without such a clause or task; Invalid, with every finding, if more than one body leads,
             the one that leads also co-ordinates, or there is no such body, indicator or unit; NotAllowed in
             another phase.
    """
    with transaction.atomic():
        notice, at = clauses.lock(conference=conference), timezone.now()
        row = notices.by_id(conference, clause)
        if row.section not in resolutions.ASKING:
            raise Invalid("This clause asks for nothing", "Add a clause to the tasks or to the petitions.")
        codes = [code for code in resolutions.check_task(sent, date.min) if code in _IMPOSSIBLE]
        _require_possible(sent, tasks.bodies(notice.conference.round_id).open, codes)
        _require_known(sent, notice.conference.round_id)
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


def issue(*, notice: Notice, by: str, at: datetime) -> None:
    """Put the tasks of a notice into force as it is issued, in its transaction.

    Edges:   what falls due on a day off is due on the next working day; that is the first deadline.
    """
    pack, _ = packs.of_round(notice.conference.round_id)
    on = timezone.localdate(at)
    with transaction.atomic():
        rows = Task.objects.select_for_update().filter(clause__notice=notice, clause__is_removed=False)
        found = list(rows.order_by("pk"))
        for row in found:
            day = deadlines.due_on(row.due_on, pack.calendar)
            told = {"due_on": day, "first_due_on": day, "issued_on": on, "heard_on": on}
            Task.objects.filter(pk=row.pk).update(**told)
            row.due_on = day
        search.keep(objects=map(task_histories.name, found))
        for row in found:
            name, payload = task_histories.name(row), {"lead": row.lead, "due_on": row.due_on.isoformat()}
            events.note(verb="task.issued", by=by, object=name, at=at, payload=payload)


def set_by_directive(
    *,
    directive: int,
    round_id: str,
    sent: Assignment,
    by: str,
    indicator: str = "",
    unit_key: str = "",
    at: datetime | None = None,
) -> Task:
    """Set a task that a directive asks for; it is in force at once, by the calendar of a round's pack.

    Edges:   it may have no deadline: then it is counted apart. What falls due on a day off is due on the next
             working day; a month on its last day.
    Raises:  NotFound without such a directive or round; Invalid, with every finding, if one of the other
             clarities is missing, or the bodies do not fit.
    """
    now = at or timezone.now()
    on, (pack, _) = timezone.localdate(now), packs.of_round(round_id)
    codes = [code for code in resolutions.check_task(sent, on) if code not in _OPTIONAL]
    _require_possible(sent, tasks.bodies(round_id).open, codes)
    with transaction.atomic():
        found = Directive.objects.select_for_update().filter(pk=directive).first()
        if found is None:
            raise NotFound("There is no such directive", "See the register of directives.")
        nominal = _due_on(sent)
        day = deadlines.due_on(nominal, pack.calendar) if nominal else None
        about = {"directive": found, "round_id": round_id, "indicator": indicator, "unit_key": unit_key}
        days = {"due_on": day, "first_due_on": day, "issued_on": on, "heard_on": on}
        task = Task.objects.create(**about, **_told(sent), **days, by=by, at=now)
        _name_others(task, sent.others)
        search.keep(objects=(task_histories.name(task),))
        payload = {"directive": found.pk, "lead": task.lead, "due_on": day.isoformat() if day else ""}
        events.note(verb="task.issued", by=by, object=task_histories.name(task), at=now, payload=payload)
    return task


def _require_possible(sent: Assignment, open_: Sequence[tasks.Body], codes: Iterable[str]) -> None:
    known = {one.key for one in open_}
    found = [Finding(code, *TEXTS[code]) for code in codes]
    if {*sent.leads, *sent.others} - known:
        found.append(Finding("unknown_body", "There is no such body", "Choose one of the list."))
    texts = (sent.what, sent.responsibility, sent.authority, sent.product)
    if any(len(text) > _LONGEST for text in texts) or sent.precision not in PRECISIONS:
        found.append(Finding("too_long", "A text of the task is too long", "Shorten it."))
    if found:
        raise Invalid("The task cannot be set like this", "Settle what is listed.", findings=tuple(found))


def _require_known(sent: Assignment, round_id: str) -> None:
    """Require that the figure that a task is to move is one of the round's pack and units."""
    pack, review = packs.of_round(round_id)
    units = {one.unit_key for one in pack.units_of(review)}
    if {sent.indicator} - {"", *pack.indicators} or {sent.unit_key} - {"", *units}:
        raise Invalid("There is no such indicator or unit", "Choose one of the list.")


def _store(clause: Clause, sent: Assignment, by: str) -> Task:
    """Write the task with its bodies; its first deadline is the one with which it will be issued."""
    due_on, at = _due_on(sent), timezone.now()
    about = {"clause": clause, "round_id": clause.notice.conference.round_id, "by": by, "at": at}
    figure = {"indicator": sent.indicator, "unit_key": sent.unit_key}
    told = {**about, **figure, **_told(sent), "due_on": due_on, "first_due_on": due_on}
    if sent.task_id:
        task = tasks.by_id(clause.notice.conference.key, sent.task_id)
        Task.objects.filter(pk=task.pk).update(**told)
        task.others.all().delete()
        task.refresh_from_db()
    else:
        task = Task.objects.create(**told)
    _name_others(task, sent.others)
    return task


def _told(sent: Assignment) -> dict[str, str]:
    """Return what a task says beside its days."""
    texts = ("what", "responsibility", "authority", "product")
    lead = next(iter(sent.leads), "")
    return {"lead": lead, "precision": sent.precision, **{one: getattr(sent, one).strip() for one in texts}}


def _name_others(task: Task, others: Iterable[str]) -> None:
    for number, body in enumerate(dict.fromkeys(others), 1):
        CoordinatingBody.objects.create(task=task, body=body, number=number)


def _due_on(sent: Assignment) -> date | None:
    if sent.due_on and sent.precision == "month":
        return resolutions.last_of_month(sent.due_on.year, sent.due_on.month)
    return sent.due_on
