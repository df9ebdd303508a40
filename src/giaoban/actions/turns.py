"""Turns: what every step of a petition has in common: its lock, in whose hands it lies, and the audit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from giaoban.actions import events, search
from giaoban.core.conduct.petitions import OFFICE, TEXTS, TOGETHER, Step, obstacle
from giaoban.core.errors import Conflict, NotFound
from giaoban.queries import petitions
from giaoban.records.models import Petition, PetitionTurn


def lock(*, petition: int, step: Step) -> tuple[Petition, ...]:
    """Return a petition, locked, that can take this step, and after it those that take it together with it.

    Raises:  NotFound if there is none; Conflict if it cannot take the step as it stands by now.
    """
    its_own = Petition.objects.filter(pk=petition, cluster__isnull=False).values("cluster_id")
    wanted = Q(pk=petition) | Q(cluster_id__in=its_own)
    rows = list(Petition.objects.select_for_update().filter(wanted).order_by("pk"))
    row = next((one for one in rows if one.pk == petition), None)
    if row is None:
        raise NotFound("There is no such petition", "See the list of petitions.")
    code = obstacle(step, petitions.standing(row))
    if code:
        raise Conflict(*TEXTS[code])
    if step not in TOGETHER or not row.cluster_id:
        return (row,)
    like = (row.cluster_id, row.stage)
    return (row, *(one for one in rows if one.pk != petition and (one.cluster_id, one.stage) == like))


def take(
    *,
    rows: Sequence[Petition],
    verb: str,
    by: str,
    at: datetime | None = None,
    changes: Mapping[str, Any] | None = None,
    kind: str = "",
    body: str = OFFICE,
    reason: str = "",
    told: Mapping[str, Any] | None = None,
) -> None:
    """Write what one step changes of petitions that are locked: columns, whose turn it is, and the audit.

    Edges:   a clock that was set back does not turn the time of a petition back.
    """
    now = at or timezone.now()
    with transaction.atomic():
        for row in rows:
            if changes:
                Petition.objects.filter(pk=row.pk).update(**changes)
            if kind:
                _turn(row, kind, body, reason, by, now)
        search.keep(objects=(f"petition/{row.pk}" for row in rows))
        for row in rows:
            payload = {"number": row.number, **(told or {}), **({"reason": reason} if reason else {})}
            events.note(verb=verb, by=by, object=f"petition/{row.pk}", at=now, payload=payload)


def _turn(row: Petition, kind: str, body: str, reason: str, by: str, at: datetime) -> None:
    last = PetitionTurn.objects.filter(petition=row).latest("id")
    on = max(timezone.localdate(at), last.on)
    PetitionTurn.objects.create(petition=row, on=on, kind=kind, body=body, reason=reason, at=at, by=by)
