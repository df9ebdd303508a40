"""Contributions: a body is asked what it has to say to a petition, with a clock of its own, and says it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import deadlines, turns
from giaoban.core.conduct.resolutions import due_after
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import packs, tasks
from giaoban.records.models import Contribution

_LONGEST = 20_000


def ask(
    *,
    petition: int,
    body: str,
    by: str,
    due_on: date | None = None,
    due_days: int | None = None,
    at: datetime | None = None,
) -> None:
    """Ask a body for its contribution to a petition, and to all that lie with it in a cluster, by a day.

    Raises:  NotFound; Invalid for a body that there is not or that leads, or without a deadline to come;
             Conflict if no body leads it, or this one was asked already.
    """
    now = at or timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="ask")
        calendar = packs.of_round(rows[0].round_id)[0].calendar
        if due_days:
            due_on = due_after(today, due_days, calendar)
        day = deadlines.require_day(due_on=due_on, calendar=calendar, today=today)
        _require_other(body, rows[0].lead, rows[0].round_id)
        if Contribution.objects.filter(petition__in=rows, body=body).exists():
            raise Conflict("This body was asked already", "Nothing was changed.")
        told: dict[str, Any] = {"due_on": day, "first_due_on": day, "due_days": due_days or None}
        for row in rows:
            Contribution.objects.create(petition=row, body=body, asked_on=today, **told, at=now, by=by)
        payload = {"body": body, "due_on": day.isoformat()}
        turns.take(rows=rows, verb="petition.contribution_asked", told=payload, by=by, at=now)


def contribute(*, petition: int, body: str, text: str, by: str, at: datetime | None = None) -> None:
    """Give what a body was asked for, once for all of a cluster.

    Raises:  NotFound; Invalid without a text; Conflict if it was not asked, has said it, or the petition is
             answered.
    """
    said, now = text.strip(), at or timezone.now()
    if not said:
        raise Invalid("The contribution has no text", "Write what the body has to say.")
    if len(said) > _LONGEST:
        raise Invalid("The text is too long", "Shorten it.")
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="contribute")
        asked = Contribution.objects.filter(petition__in=rows, body=body, given_on=None)
        if not asked.update(given_on=timezone.localdate(now), text=said, at=now, by=by):
            raise Conflict("This body has nothing left to say", "Reload the page to see how it stands.")
        turns.take(rows=rows, verb="petition.contributed", told={"body": body}, by=by, at=now)


def _require_other(body: str, lead: str, round_id: str) -> None:
    if body not in {one.key for one in tasks.bodies(round_id).open}:
        raise Invalid("There is no such body", "Choose one of the list.")
    if body == lead:
        raise Invalid("The body that leads also co-ordinates", "Name it once.")
