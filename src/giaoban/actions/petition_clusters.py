"""Petition clusters: petitions that ask the same are put together by people, to be answered once for all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import turns
from giaoban.core.conduct.petitions import TEXTS
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import packs, petition_rules
from giaoban.records.models import Petition, PetitionCluster

_LONGEST_TITLE = 300


def form(
    *,
    petitions: Sequence[int],
    title: str,
    by: str,
    subject: str = "",
    cluster: int = 0,
    at: datetime | None = None,
) -> int:
    """Put petitions that ask the same together, or more into a cluster, and return its key.

    Raises:  NotFound for what there is not; Invalid without a title or two petitions of one round; Conflict
             unless every one of them waits to be assigned and lies in no cluster.
    """
    said, now = " ".join(title.split()), at or timezone.now()
    with transaction.atomic():
        rows = [turns.lock(petition=one, step="cluster")[0] for one in sorted(set(petitions))]
        found, there = _found_cluster(cluster, said, subject, rows, by, now)
        if len({row.round_id for row in (*rows, *there)}) != 1 or len(rows) + len(there) < 2:
            raise Invalid("A cluster takes two of one round at least", "Choose those that ask the same.")
        told = {"cluster": found.pk, "title": found.title}
        changes = {"cluster": found}
        turns.take(rows=rows, verb="petition.clustered", changes=changes, told=told, by=by, at=now)
    return found.pk


def leave(*, petition: int, by: str, at: datetime | None = None) -> None:
    """Take a petition out of its cluster; who leads it and by when stays as it is.

    Raises:  NotFound; Conflict if it lies in none, or is answered.
    """
    with transaction.atomic():
        (row,) = turns.lock(petition=petition, step="leave_cluster")
        told = {"cluster": row.cluster_id}
        turns.take(
            rows=(row,), verb="petition.left_cluster", changes={"cluster": None}, told=told, by=by, at=at
        )


def _found_cluster(
    key: int, title: str, subject: str, rows: Sequence[Petition], by: str, at: datetime
) -> tuple[PetitionCluster, tuple[Petition, ...]]:
    """Return the cluster that is named, with what lies in it; or a new one."""
    if key:
        there = tuple(Petition.objects.select_for_update().filter(cluster_id=key).order_by("pk"))
        found = PetitionCluster.objects.filter(pk=key).first()
        if found is None:
            raise NotFound("There is no such cluster", "See the list of petitions.")
        if any(one.stage != "lodged" for one in there):
            raise Conflict(*TEXTS["other_stage"])
        return found, there
    if not title:
        raise Invalid("The cluster has no title", "Say in one line what is asked.")
    if len(title) > _LONGEST_TITLE:
        raise Invalid("The title is too long", "Say it in one line.")
    if subject not in ("", *{row.subject for row in rows}):
        _require_subject(rows, subject)
    return PetitionCluster.objects.create(title=title, subject=subject, at=at, by=by), ()


def _require_subject(rows: Sequence[Petition], subject: str) -> None:
    pack, _ = packs.of_round(rows[0].round_id)
    if subject not in petition_rules.choices(pack).subjects:
        raise Invalid("This is no subject of the list", "Choose one that is offered.")
