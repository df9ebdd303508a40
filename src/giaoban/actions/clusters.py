"""Clusters: positions that ask the same are put together by people, to be answered once, and taken out."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, positions
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import petition_rules
from giaoban.queries import positions as reading
from giaoban.queries.positions import Written
from giaoban.records.models import ClusterMember, Conference, PositionCluster

_LONGEST_TITLE = 300


def form(*, conference: str, position_ids: Sequence[int], title: str, subject: str, by: str) -> int:
    """Put positions of one kind together under a title, and return the key of the cluster.

    Raises:  NotFound for what was not filed; Invalid without a title or two positions of one kind;
             Conflict if one of them is split, withdrawn, or lies in a cluster.
    """
    if subject:
        positions.require_subject(petition_rules.setting(conference), subject)
    said = _titled(title)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.arrange")
        wanted = _free(conference, position_ids)
        if len(wanted) < 2 or len({one.content.kind for one in wanted}) > 1:
            raise Invalid("A cluster takes two of one kind at least", "Choose those that ask the same.")
        kind, at = wanted[0].content.kind, timezone.now()
        told = {"kind": kind, "subject": subject, "title": said, "at": at, "by": by}
        cluster = PositionCluster.objects.create(conference=found, **told)
        _put(cluster, wanted, by)
        _note("cluster.formed", found, cluster, wanted, by)
    return cluster.pk


def add(*, conference: str, cluster_id: int, position_ids: Sequence[int], by: str) -> None:
    """Put more positions into a cluster.

    Raises:  NotFound for a cluster that there is not, or what was not filed; Invalid for another kind, or
             nothing; Conflict if one of them is split, withdrawn, or lies in a cluster.
    """
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.arrange")
        cluster = reading.cluster_of(conference, cluster_id)
        wanted = _free(conference, position_ids)
        if {one.content.kind for one in wanted} != {cluster.kind}:
            raise Invalid("A cluster takes one kind only", "Choose those that ask the same.")
        _put(cluster, wanted, by)
        _note("cluster.joined", found, cluster, wanted, by)


def leave(*, conference: str, position_id: int, by: str) -> None:
    """Take a position out of the cluster that it lies in; that it lay there stays known.

    Raises:  NotFound for what was not filed; Conflict if it lies in none.
    """
    with transaction.atomic():
        found = moments.lock(conference=conference, action="position.arrange")
        there = reading.one_filed(conference, position_id)
        if not there.cluster:
            raise Conflict("It lies in no cluster", "Nothing was changed.")
        lying = ClusterMember.objects.filter(position_id=position_id, left_at=None)
        lying.update(left_at=timezone.now(), left_by=by)
        _note("cluster.left", found, reading.cluster_of(conference, there.cluster), (there,), by)


def _titled(title: str) -> str:
    said = " ".join(title.split())
    if not said:
        raise Invalid("The cluster has no title", "Say in one line what is asked.")
    if len(said) > _LONGEST_TITLE:
        raise Invalid("The title is too long", "Say it in one line.")
    return said


def _free(conference: str, position_ids: Sequence[int]) -> tuple[Written, ...]:
    """Return the positions that are to be put together, once each, if every one of them waits alone."""
    wanted = reading.some_filed(conference, position_ids)
    if not all(one.is_live and not one.cluster for one in wanted):
        raise Conflict(
            "One of them is split, withdrawn or clustered by now", "Reload the page and choose anew."
        )
    return wanted


def _put(cluster: PositionCluster, wanted: Sequence[Written], by: str) -> None:
    at = timezone.now()
    for one in wanted:
        told = {"version": one.version, "at": at, "by": by}
        ClusterMember.objects.create(cluster=cluster, position=one.row, **told)


def _note(
    verb: str, conference: Conference, cluster: PositionCluster, wanted: Sequence[Written], by: str
) -> None:
    payload = {"cluster": cluster.pk, "positions": [one.row.number for one in wanted]}
    told = {"object": f"conference/{conference.key}", "at": timezone.now(), "payload": payload}
    events.note(verb=verb, by=by, **told)
