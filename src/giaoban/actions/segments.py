"""Segments: small files gathered, lost ones written again; no row is added or taken away."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Invalid, NotFound
from giaoban.queries import segments, workspace
from giaoban.records.models import CompactSegment, InstalledPack
from giaoban.records.models.segments import KINDS
from giaoban.store.addresses import is_intact
from giaoban.store.compaction import Compact, differing, rewrite, worth_gathering, write_compact


def compact(*, by: str) -> tuple[Compact, ...]:
    """Gather the segments of each pack and kind that no compact file covers yet, where there are several.

    Edges:   the segments keep their files; a second time, nothing is left to gather.
    Raises:  Invalid if a file is not what its name promises: what is damaged is not copied.
    """
    made = (_compact(pack_id, kind, by) for pack_id in segments.pack_ids() for kind in KINDS)
    return tuple(one for one in made if one is not None)


def restore(*, by: str) -> tuple[str, ...]:
    """Write each missing or damaged file again: segments from compact files, compact files from segments.

    Raises:  Invalid, or NotFound, if one cannot be written again as it was.
    """
    return tuple(sha256 for pack_id in segments.pack_ids() for sha256 in _restore(pack_id, by))


@transaction.atomic
def _compact(pack_id: str, kind: str, by: str) -> Compact | None:
    _hold(pack_id)
    rows, covered = segments.manifest(pack_id, kind), segments.covered(pack_id)
    loose = {sha256: count for sha256, count in rows.items() if sha256 not in covered}
    live = [one for one in segments.in_use(pack_id) if one.kind == kind]
    chosen = worth_gathering(loose, live)
    if not chosen:
        return None
    return _record(pack_id, kind, [sha256 for sha256 in rows if sha256 in chosen], covered, by)


@transaction.atomic
def _restore(pack_id: str, by: str) -> list[str]:
    _hold(pack_id)
    covered, restored = segments.covered(pack_id), []
    lost = segments.lost(pack_id)
    _require_covered(lost, covered)
    for sha256, kind in lost.items():
        rewrite(workspace.segments(), kind, sha256, covered[sha256])
        restored.append(sha256)
    for one in segments.lost_compacts(pack_id):
        restored.append(_record(pack_id, one.kind, list(one.covers), {}, by).sha256)
    if restored:
        payload = {"restored": restored}
        events.note(verb="segments.restored", by=by, object=pack_id, at=timezone.now(), payload=payload)
    return restored


def _hold(pack_id: str) -> None:
    """Let one write at a time work on the segments of a pack, loading included."""
    InstalledPack.objects.select_for_update().get(pack_id=pack_id)


def _record(pack_id: str, kind: str, sha256s: list[str], covered: Mapping[str, str], by: str) -> Compact:
    """Write the compact file, hold it against the segments, then add its row and the event."""
    _require_intact({covered.get(sha256, sha256) for sha256 in sha256s})
    one = write_compact(workspace.segments(), kind, sha256s, covered)
    if differing(workspace.segments(), one):
        raise Invalid("The compact file does not hold what the segments hold", "Nothing was changed.")
    at = timezone.now()
    _, is_new = CompactSegment.objects.get_or_create(
        sha256=one.sha256,
        pack_id=pack_id,
        defaults={
            "kind": kind,
            "rows": one.rows,
            "covers": list(one.covers),
            "compacted_at": at,
            "compacted_by": by,
        },
    )
    if is_new:
        payload = {"kind": kind, "compact": one.sha256, "rows": one.rows, "segments": len(one.covers)}
        events.note(verb="segments.compacted", by=by, object=pack_id, at=at, payload=payload)
    return one


def _require_covered(lost: Iterable[str], covered: Mapping[str, str]) -> None:
    uncovered = sorted(sha256[:12] for sha256 in lost if sha256 not in covered)
    if uncovered:
        raise NotFound(
            f"Segments are in no compact file ({', '.join(uncovered)})",
            "Restore the workspace from a backup.",
        )
    _require_intact({covered[sha256] for sha256 in lost})


def _require_intact(names: set[str]) -> None:
    damaged = sorted(name[:12] for name in names if not is_intact(workspace.segments(), name))
    if damaged:
        raise Invalid(
            f"Files of the store are damaged ({', '.join(damaged)})", "See giaoban segments verify."
        )
