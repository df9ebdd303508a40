"""Answers: the body that leads answers in writing, once for a whole cluster; each unit accepts or reopens."""

import unicodedata
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import assignments, evidence, reasons, refusals, turns
from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.petitions import Reply, check_reply
from giaoban.core.errors import Finding, Invalid, Place
from giaoban.queries import packs, petitions
from giaoban.queries.uploads import Upload
from giaoban.records.models import AnsweredPetition, Petition, PetitionAnswer, PetitionVerdict

_LONGEST, _LONGEST_SYMBOL = 20_000, 80


def answer(
    *,
    petition: int,
    answer_class: str,
    text: str,
    by: str,
    symbol: str = "",
    settled_by: date | None = None,
    file: Upload | None = None,
    at: datetime | None = None,
) -> PetitionAnswer:
    """Answer a petition, and all that lie with it in a cluster, in writing; it is in the units' hands then.

    Edges:   the clock goes on in the hands of the unit; an answer ends a pause.
    Raises:  NotFound; Invalid with every finding, also for a file that is not taken in; Conflict if no body
             has it by now.
    """
    now = at or timezone.now()
    reply = Reply(answer_class, text.strip(), settled_by if answer_class == "in_progress" else None)
    _require_sound(reply, symbol.strip(), timezone.localdate(now))
    held = _hold(petition, file, by) if file else {}
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="answer")
        told = {**vars(reply), **held, "body": rows[0].lead, "symbol": symbol.strip()}
        given = PetitionAnswer.objects.create(**told, on=timezone.localdate(now), at=now, by=by)
        changes = {"stage": "answered", "is_paused": False, "answer_class": answer_class}
        payload = {"answer": given.pk, "class": answer_class, "sha256": given.sha256}
        for row in rows:
            AnsweredPetition.objects.create(answer=given, petition=row, due_on=row.due_on)
            how: dict[str, Any] = {"kind": "held", "body": f"{UNIT}{row.unit_key}", "told": payload}
            turns.take(rows=(row,), verb="petition.answered", changes=changes, **how, by=by, at=now)
    return given


def accept(*, petition: int, by: str, at: datetime | None = None) -> None:
    """Accept the latest answer for the unit: the petition is closed.

    Raises:  NotFound; Conflict unless it is answered.
    """
    now = at or timezone.now()
    with transaction.atomic():
        (row,) = turns.lock(petition=petition, step="accept")
        _judge(row, True, "", by, now)
        changes = {"stage": "accepted", "closed_on": timezone.localdate(now)}
        turns.take(rows=(row,), verb="petition.accepted", changes=changes, kind="closed", by=by, at=now)


def reopen(
    *, petition: int, reason: str, by: str, due_on: date | None = None, at: datetime | None = None
) -> None:
    """Send a petition back to the body that leads, alone and under its number, with a new deadline.

    Edges:   without a day it has as many working days as it had at first; the first deadline stays. What was
             accepted may come back, too: then what passed meanwhile makes it no older.
    Raises:  NotFound; Invalid without a reason; Conflict unless it is answered or accepted.
    """
    reasons.require(reason)
    now = at or timezone.now()
    with transaction.atomic():
        (row,) = turns.lock(petition=petition, step="reopen")
        _judge(row, False, reason.strip(), by, now)
        assignments.set_anew(row=row, due_on=due_on, reason=reason, by=by, at=now)
        changes = {"stage": "assigned", "cluster": None, "closed_on": None}
        how: dict[str, Any] = {"kind": "held", "body": row.lead, "reason": reason.strip()}
        turns.take(rows=(row,), verb="petition.reopened", changes=changes, **how, by=by, at=now)


def _require_sound(reply: Reply, symbol: str, on: date) -> None:
    found = list(check_reply(reply, on))
    for column, text, most in (("text", reply.text, _LONGEST), ("symbol", symbol, _LONGEST_SYMBOL)):
        if len(text) > most:
            found.append(Finding("too_long", "The text is too long", "Shorten it.", Place(column=column)))
    if found:
        raise Invalid("The answer cannot be given like this", "Mend what is listed.", findings=tuple(found))


def _hold(petition: int, file: Upload, by: str) -> dict[str, Any]:
    """Keep the signed file as it came, before the answer that names it."""
    pack, _ = packs.of_round(petitions.by_id(petition).round_id)
    admitted = refusals.admit(pack=pack, **vars(file), by=by)
    evidence.hold(content=file.content)
    name = unicodedata.normalize("NFC", file.name)
    told = {"media_type": admitted.media_type, "size": admitted.size, "sha256": admitted.sha256}
    return {"name": name, **told}


def _judge(row: Petition, is_accepted: bool, reason: str, by: str, at: datetime) -> None:
    last = row.answers.latest("id").answer
    told = {"is_accepted": is_accepted, "reason": reason, "on": timezone.localdate(at)}
    PetitionVerdict.objects.create(petition=row, answer=last, **told, at=at, by=by)
