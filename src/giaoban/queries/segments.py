"""Segments: the manifest of the store, and whether every file still holds what its name promises."""

from collections.abc import Iterator

from giaoban.core.errors import Finding
from giaoban.queries import workspace
from giaoban.records.models import CompactSegment, Segment
from giaoban.store.addresses import is_intact, path_of
from giaoban.store.compaction import Compact, differing


def manifest(pack_id: str, kind: str) -> dict[str, int]:
    """Return the segments of one kind with their rows, in the order of their recording."""
    rows = Segment.objects.filter(pack_id=pack_id, kind=kind).order_by("recorded_at", "id")
    # A segment that was recorded again stands at its last place, as it does for readers.
    latest_first = dict(reversed(list(rows.values_list("sha256", "rows"))))
    return dict(reversed(latest_first.items()))


def compacts(pack_id: str, kind: str | None = None) -> tuple[Compact, ...]:
    """Return the compact files of a pack, the newest last."""
    rows = CompactSegment.objects.filter(pack_id=pack_id, **({"kind": kind} if kind else {}))
    found = rows.order_by("compacted_at", "id").values_list("sha256", "kind", "rows", "covers")
    return tuple(Compact(sha256, kind, count, tuple(covers)) for sha256, kind, count, covers in found)


def covered(pack_id: str) -> dict[str, str]:
    """Return the newest compact file of each segment that one covers."""
    return {origin: one.sha256 for one in compacts(pack_id) for origin in one.covers}


def in_use(pack_id: str) -> tuple[Compact, ...]:
    """Return the compact files that readers are sent to: those that no newer one replaces whole."""
    read = set(covered(pack_id).values())
    return tuple(one for one in compacts(pack_id) if one.sha256 in read)


def pack_ids() -> list[str]:
    """Return the packs of which anything was recorded."""
    return sorted(set(Segment.objects.values_list("pack_id", flat=True)))


def named(pack_id: str) -> dict[str, str]:
    """Return every segment of a pack with its kind."""
    return dict(Segment.objects.filter(pack_id=pack_id).values_list("sha256", "kind"))


def lost(pack_id: str) -> dict[str, str]:
    """Return the segments of a pack, with their kind, whose own file is missing or damaged."""
    folder = workspace.segments()
    return {sha256: kind for sha256, kind in named(pack_id).items() if not is_intact(folder, sha256)}


def lost_compacts(pack_id: str) -> tuple[Compact, ...]:
    """Return the compact files in use that are missing or damaged."""
    return tuple(one for one in in_use(pack_id) if not is_intact(workspace.segments(), one.sha256))


def verify() -> tuple[Finding, ...]:
    """Return one finding for each file that is not there, is not what its name promises, or differs.

    Edges:   every file is read whole; a compact file that a newer one replaced may be gone.
    """
    return tuple(finding for pack_id in pack_ids() for finding in _faults(pack_id))


def _faults(pack_id: str) -> Iterator[Finding]:
    held, folder = covered(pack_id), workspace.segments()
    for sha256, kind in lost(pack_id).items():
        yield _finding("segment", kind, sha256, _RESTORE if sha256 in held else _BACKUP)
    for one in lost_compacts(pack_id):
        yield _finding("compact", one.kind, one.sha256, _RESTORE)
    for one in compacts(pack_id):
        for origin in differing(folder, one) if is_intact(folder, one.sha256) else ():
            yield Finding(
                "compact_differs",
                f"The compact file {one.sha256[:12]}… holds other rows of the segment {origin[:12]}…",
                _BACKUP,
            )


_BACKUP = "Restore the workspace from a backup."
_RESTORE = "Write it again: giaoban segments restore."


def _finding(noun: str, kind: str, sha256: str, detail: str) -> Finding:
    state = "damaged" if path_of(workspace.segments(), sha256).is_file() else "missing"
    return Finding(f"{noun}_{state}", f"The {noun} {sha256[:12]}… of {kind} is {state}", detail)
