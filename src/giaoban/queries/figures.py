"""Figures as the store knows them: observations, targets and results."""

from datetime import datetime
from typing import NamedTuple

from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target
from giaoban.core.figures.vintages import Recorded
from giaoban.queries import segments, workspace
from giaoban.records.models import Segment
from giaoban.store.segments import read_recorded, read_segments


class Known(NamedTuple):
    """All that a pack's segments say, each in a stable order."""

    observations: tuple[Observation, ...]
    targets: tuple[Target, ...]
    results: tuple[Result, ...]


def known(pack_id: str, recorded_by: datetime | None = None) -> Known:
    """Return the records in force in the segments of a pack that were recorded at or before `recorded_by`.

    Edges:   without `recorded_by`, all segments; a segment without a row in the manifest does not exist.
    """
    rows = Segment.objects.filter(pack_id=pack_id).order_by("recorded_at", "id")
    if recorded_by is not None:
        rows = rows.filter(recorded_at__lte=recorded_by)
    names: dict[str, list[str]] = {"figures": [], "targets": [], "results": []}
    for kind, sha256 in rows.values_list("kind", "sha256"):
        names[kind].append(sha256)
    folder, covered = workspace.segments(), segments.covered(pack_id)
    return Known(*(read_segments(folder, kind, sha256s, covered) for kind, sha256s in names.items()))


def history(pack_id: str) -> tuple[Recorded, ...]:
    """Return every figure that was ever recorded of a pack, in the order of recording.

    Edges:   a row that a later one corrects stands in it too; a segment that was recorded again, to take a
             correction back, stands at both times.
    """
    manifest = Segment.objects.filter(pack_id=pack_id, kind="figures").order_by("recorded_at", "id")
    rows = list(manifest.values_list("sha256", "recorded_at", "recorded_by"))
    names = [sha256 for sha256, *_ in rows]
    by_segment = read_recorded(workspace.segments(), names, segments.covered(pack_id))
    return tuple(Recorded(one, at, by) for sha256, at, by in rows for one in by_segment[sha256])
