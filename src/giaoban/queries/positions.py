"""Positions: what units wrote for a conference; a unit reads its own, the centre only what was filed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from giaoban.core.conduct.positions import Content
from giaoban.core.errors import NotFound
from giaoban.core.registry.units import Unit, versions_of
from giaoban.queries import conferences, packs
from giaoban.records.models import (
    AgendaItem,
    ClusterMember,
    Petition,
    Position,
    PositionCluster,
    PositionVersion,
)

#: What a version says, as columns of its row and of its content; beside them the item of the agenda.
COLUMNS = ("kind", "text", "subject", "addressee", "body", "indicator", "cause")


@dataclass(frozen=True)
class Written:
    """One position with one of its versions: at the unit's desk the latest, at the centre the filed one.

    `cluster` is the one that it lies in, 0 if in none, and `clustered` the version with which it was put
    there; `parts` are those into which it is split now.
    """

    row: Position
    content: Content
    version: int
    at: datetime
    by: str
    item: AgendaItem | None = None
    cluster: int = 0
    clustered: int = 0
    parts: tuple[int, ...] = ()

    @property
    def position_id(self) -> int:
        """Return the key of the position."""
        return self.row.pk

    @property
    def subject(self) -> str:
        """Return the subject that the centre gave it, else the unit's own."""
        return self.row.given_subject or self.content.subject

    @property
    def is_draft(self) -> bool:
        """Return whether it was never filed."""
        return self.row.filed is None

    @property
    def is_changed(self) -> bool:
        """Return whether it was written on since it was filed."""
        return self.row.filed is not None and self.row.filed < self.row.version

    @property
    def is_live(self) -> bool:
        """Return whether it waits for an answer itself: it is filed, stands, and is not split."""
        return not self.is_draft and self.row.withdrawn_at is None and not self.parts


@dataclass(frozen=True)
class Bundle:
    """A cluster with what lies in it now."""

    cluster: PositionCluster
    members: tuple[Written, ...]

    @property
    def unit_keys(self) -> frozenset[str]:
        """Return the units that ask this."""
        return frozenset(one.row.unit_key for one in self.members)


@dataclass(frozen=True)
class Shelf:
    """What was filed on one subject: clusters, the widest first, and what lies in none."""

    subject: str
    bundles: tuple[Bundle, ...]
    loose: tuple[Written, ...]

    @property
    def unit_keys(self) -> frozenset[str]:
        """Return the units that filed something on the subject."""
        own = frozenset(one.row.unit_key for one in self.loose)
        return own.union(*(bundle.unit_keys for bundle in self.bundles))

    @property
    def count(self) -> int:
        """Return how many positions stand here, each of a cluster counted."""
        return len(self.loose) + sum(len(bundle.members) for bundle in self.bundles)


def units_at(conference: str) -> dict[str, Unit]:
    """Return the units that have a site at a conference, by key, as they are on its day.

    Raises:  NotFound if there is no such conference.
    """
    found = conferences.by_key(conference)
    pack, _ = packs.of_round(found.round_id)
    keys = [site.unit_key for site in conferences.sites(conference) if site.unit_key]
    day = timezone.localdate(found.begins_at)
    versions = {key: versions_of(pack.units.values(), key) for key in keys}
    return {key: _on(day, known) for key, known in versions.items() if known}


def unit_at(conference: str, unit_key: str) -> Unit:
    """Return a unit that takes part in a conference, as it is on its day.

    Raises:  NotFound if there is no such conference, or the unit has no site at it.
    """
    found = units_at(conference).get(unit_key)
    if found is None:
        raise NotFound("There is no such unit at this conference", "See the list of its sites.")
    return found


def of_unit(conference: str, unit_key: str) -> tuple[Written, ...]:
    """Return all that a unit wrote for a conference, drafts too, each in its latest version.

    Raises:  NotFound if there is no such conference, or the unit has no site at it.
    """
    unit_at(conference, unit_key)
    rows = Position.objects.filter(conference__key=conference, unit_key=unit_key)
    return _written(rows, F("position__version"))


def own(conference: str, unit_key: str, position_id: int) -> Written:
    """Return one position of a unit in its latest version.

    Raises:  NotFound if the unit has none of this key: another unit's is one that there is not.
    """
    return _one(of_unit(conference, unit_key), position_id)


def filed(conference: str) -> tuple[Written, ...]:
    """Return all that was filed for a conference, by unit and number, each as it was filed last.

    Edges:   what was withdrawn, and what was split, stands in it beside its parts: nothing is lost.
    """
    rows = Position.objects.filter(conference__key=conference, filed__isnull=False)
    return _written(rows, F("position__filed"))


def one_filed(conference: str, position_id: int) -> Written:
    """Return one position as it was filed last.

    Raises:  NotFound if there is none of this key; a draft is one that there is not.
    """
    return _one(filed(conference), position_id)


def some_filed(conference: str, position_ids: Iterable[int]) -> tuple[Written, ...]:
    """Return these positions as they were filed last, once each, in the order asked.

    Raises:  NotFound if one of them was not filed.
    """
    known = filed(conference)
    return tuple(_one(known, position_id) for position_id in dict.fromkeys(position_ids))


def versions(written: Written) -> tuple[PositionVersion, ...]:
    """Return every version of a position that a unit wrote, the latest first."""
    return tuple(written.row.versions.select_related("item").order_by("-version"))


def shelves(conference: str, written: Iterable[Written] | None = None) -> tuple[Shelf, ...]:
    """Return what waits for an answer by subject, the subject of most units first, what has none last."""
    live = [one for one in (filed(conference) if written is None else written) if one.is_live]
    bundles = _bundles(conference, live)
    on_shelf: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in sorted(bundles, key=lambda one: (-len(one.unit_keys), one.cluster.pk)):
        on_shelf[bundle.cluster.subject].append(bundle)
    loose: dict[str, list[Written]] = defaultdict(list)
    for one in live:
        if not one.cluster:
            loose[one.subject].append(one)
    found = [Shelf(one, tuple(on_shelf[one]), tuple(loose[one])) for one in sorted({*on_shelf, *loose})]
    return tuple(sorted(found, key=lambda shelf: (not shelf.subject, -len(shelf.unit_keys), shelf.subject)))


def cluster_of(conference: str, cluster_id: int) -> PositionCluster:
    """Return a cluster of a conference.

    Raises:  NotFound if it has none of this key.
    """
    found = PositionCluster.objects.filter(conference__key=conference, pk=cluster_id).first()
    if found is None:
        raise NotFound("There is no such cluster", "See the list of the conference.")
    return found


def begun_items(conference: str) -> tuple[int, ...]:
    """Return the numbers of the items that were begun, in their order."""
    begun = (one for one in conferences.moments(conference) if one.verb == "item.begun")
    return tuple(number for one in begun if isinstance(number := one.payload.get("item"), int))


def last_ordinal(round_id: str, unit_key: str) -> int:
    """Return the last number that a unit was given in a round, filed or lodged; 0 before the first."""
    filed = Position.objects.filter(conference__round_id=round_id, unit_key=unit_key)
    lodged = Petition.objects.filter(round_id=round_id, unit_key=unit_key)
    found = (rows.aggregate(last=Max("ordinal"))["last"] for rows in (filed, lodged))
    return max(filter(None, found), default=0)


def _bundles(conference: str, live: Iterable[Written]) -> list[Bundle]:
    members: dict[int, list[Written]] = defaultdict(list)
    for one in live:
        if one.cluster:
            members[one.cluster].append(one)
    rows = PositionCluster.objects.filter(conference__key=conference, pk__in=members)
    return [Bundle(row, tuple(members[row.pk])) for row in rows]


def _on(day: date, versions: Sequence[Unit]) -> Unit:
    return next((one for one in versions if one.is_valid_on(day)), versions[-1])


def _one(written: Iterable[Written], position_id: int) -> Written:
    found = next((one for one in written if one.position_id == position_id), None)
    if found is None:
        raise NotFound("There is no such position", "See the list.")
    return found


def _written(rows: QuerySet[Position], shown: F) -> tuple[Written, ...]:
    """Return the rows with the version that is shown of each; as many statements for one as for all."""
    found = tuple(rows.select_related("conference", "origin"))
    texts = PositionVersion.objects.filter(position__in=rows, version=shown).select_related("item")
    by_position = {one.position_id: one for one in texts}
    lying = ClusterMember.objects.filter(position__in=rows, left_at=None)
    members = {one.position_id: one for one in lying}
    parts = _parts(found)
    return tuple(
        _told(row, by_position[row.pk], members.get(row.pk), tuple(parts.get(row.pk, ()))) for row in found
    )


def _parts(rows: Iterable[Position]) -> Mapping[int, list[int]]:
    parts: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.origin_id and row.withdrawn_at is None:
            parts[row.origin_id].append(row.pk)
    return parts


def _told(
    row: Position, version: PositionVersion, member: ClusterMember | None, parts: tuple[int, ...]
) -> Written:
    item = version.item
    content = Content(**{one: getattr(version, one) for one in COLUMNS}, item=item.number if item else None)
    lying = (member.cluster_id, member.version) if member else (0, 0)
    return Written(row, content, version.version, version.at, version.by, item, *lying, parts)
