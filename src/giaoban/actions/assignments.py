"""Assignments: a petition is given to one body that leads, with a deadline; paused, handed on, extended.

What lies in a cluster goes together. A pause tells whose time it was and moves no deadline: more time is a
decision of its own, by somebody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import contributions, deadlines, reasons, turns
from giaoban.core.conduct.petitions import check_assignment
from giaoban.core.conduct.resolutions import due_after
from giaoban.core.errors import Invalid
from giaoban.core.registry.calendars import Calendar
from giaoban.queries import packs, petitions, tasks
from giaoban.records.models import Petition


@dataclass(frozen=True)
class _Term:
    """By when something is due: a working day, and how many of them after which day, if they were counted."""

    due_on: date | None
    due_days: int | None = None
    due_from: date | None = None


def assign(
    *,
    petition: int,
    lead: str,
    by: str,
    others: Sequence[str] = (),
    due_on: date | None = None,
    due_days: int | None = None,
    others_due_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Give a petition to one body that leads and those that co-ordinate, each with a deadline of its own.

    Shape:   by when is a day, or `due_days` working days from today; a day off becomes the next working day.
    Edges:   who co-ordinates has until `others_due_on`, or as long as who leads.
    Raises:  NotFound; Invalid, with every finding, without a deadline, one body that leads, or such bodies;
             Conflict if it was assigned meanwhile.
    """
    now = at or timezone.now()
    today, named = timezone.localdate(now), tuple(dict.fromkeys(others))
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="assign")
        term = _term(rows[0], due_on, due_days, today)
        _require_possible(rows[0], lead, named, term.due_on, today)
        told = {"lead": lead, "others": list(named), "due_on": str(term.due_on)}
        changes = {**vars(term), "stage": "assigned", "lead": lead, "first_due_on": term.due_on}
        how: dict[str, Any] = {"kind": "held", "body": lead, "told": told}
        turns.take(rows=rows, verb="petition.assigned", changes=changes, **how, by=by, at=now)
        until = {"due_on": others_due_on or term.due_on, "due_days": None if others_due_on else due_days}
        for body in named:
            contributions.ask(petition=petition, body=body, **until, by=by, at=now)


def pause(*, petition: int, reason: str, by: str, at: datetime | None = None) -> None:
    """Let a petition wait, in the hands of who leads, for a reason that is logged.

    Raises:  NotFound; Invalid without a reason; Conflict if no body has it, or it waits already.
    """
    reasons.require(reason)
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="pause")
        how: dict[str, Any] = {"kind": "paused", "body": rows[0].lead, "reason": reason.strip()}
        turns.take(rows=rows, verb="petition.paused", changes={"is_paused": True}, **how, by=by, at=at)


def resume(*, petition: int, by: str, at: datetime | None = None) -> None:
    """Let a petition that waits go on.

    Raises:  NotFound; Conflict if it does not wait.
    """
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="resume")
        how: dict[str, Any] = {"kind": "held", "body": rows[0].lead}
        turns.take(rows=rows, verb="petition.resumed", changes={"is_paused": False}, **how, by=by, at=at)


def transfer(*, petition: int, lead: str, reason: str, by: str, at: datetime | None = None) -> None:
    """Hand a petition on to another body that leads from now on; it stays as old as it is.

    Edges:   the deadline stays; whoever may extend it does so apart, and says why.
    Raises:  NotFound; Invalid without a reason, or another body that there is; Conflict if no body has it, or
             it is paused.
    """
    reasons.require(reason)
    now = at or timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="transfer")
        if lead == rows[0].lead:
            raise Invalid("This body leads already", "Choose another one.")
        _require_possible(rows[0], lead, (), max(today, rows[0].due_on), today)
        told = {"was": rows[0].lead, "lead": lead}
        how: dict[str, Any] = {"kind": "held", "body": lead, "reason": reason.strip()}
        turns.take(
            rows=rows, verb="petition.transferred", changes={"lead": lead}, **how, told=told, by=by, at=now
        )


def extend(*, petition: int, to_on: date, reason: str, by: str, at: datetime | None = None) -> None:
    """Give the body that leads until a later day; the first deadline and every one since stay known.

    Raises:  NotFound; Invalid without a reason, or a day after the deadline that holds; Conflict if no body
             has it.
    """
    reasons.require(reason)
    now = at or timezone.now()
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="extend")
        day = deadlines.require_day(due_on=to_on, calendar=_calendar(rows[0]), today=timezone.localdate(now))
        if any(day <= row.due_on for row in rows):
            raise Invalid("The new deadline is not later than the old one", "Set a later day.")
        _set_deadline(rows, _Term(day), "extended", reason, by, now)
        told = {"due_on": day.isoformat()}
        turns.take(rows=rows, verb="petition.extended", told=told, reason=reason.strip(), by=by, at=now)


def set_anew(*, row: Petition, due_on: date | None, reason: str, by: str, at: datetime) -> None:
    """Set a new deadline for a locked petition that came back: a day, or as long as it had at first."""
    today = timezone.localdate(at)
    days = petitions.first_term(row, _calendar(row)) if due_on is None else None
    with transaction.atomic():
        _set_deadline((row,), _term(row, due_on, days, today), "reopened", reason, by, at)


def _set_deadline(
    rows: Sequence[Petition], term: _Term, cause: str, reason: str, by: str, at: datetime
) -> None:
    for row in rows:
        if term.due_on == row.due_on:
            continue
        told = {"was_on": row.due_on, "is_on": term.due_on, "cause": cause, "reason": reason.strip()}
        Petition.objects.filter(pk=row.pk).update(**vars(term))
        deadlines.change(object=f"petition/{row.pk}", **told, by=by, at=at)


def _term(row: Petition, due_on: date | None, days: int | None, today: date) -> _Term:
    """Return by when a petition is due; no day where none was given."""
    if days:
        return _Term(due_after(today, days, _calendar(row)), days, today)
    return _Term(_calendar(row).working_day(due_on) if due_on else None)


def _calendar(row: Petition) -> Calendar:
    return packs.of_round(row.round_id)[0].calendar


def _require_possible(
    row: Petition, lead: str, others: tuple[str, ...], due_on: date | None, today: date
) -> None:
    known = frozenset(one.key for one in tasks.bodies(row.round_id).open)
    found = check_assignment(lead, others, known, due_on, today)
    if found:
        raise Invalid("It cannot be assigned like this", "Settle what is listed.", findings=found)
