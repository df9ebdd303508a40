"""Figures: whole files of figures, targets and results, taken in as one unit or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.figures.intake import read_placed
from giaoban.core.figures.tables import COLUMNS, Table, kind_of, mentioned_targets
from giaoban.core.figures.targets import Target
from giaoban.core.figures.validation import (
    Placed,
    check_duplicates,
    check_links,
    check_owners,
    check_versions,
    contents,
    find_corrections,
    known_contents,
)
from giaoban.core.registry.packs import Pack
from giaoban.files.tables import read_tables
from giaoban.queries import figures as known_figures
from giaoban.queries import packs, workspace
from giaoban.queries.figures import Known
from giaoban.records.models import InstalledPack, Segment
from giaoban.store.segments import write_segment

#: Targets first: a result may speak of a target of the same load.
_ORDER = ("targets", "figures", "results")


@dataclass(frozen=True)
class LoadedFile:
    """One file of a load: how many of its rows were new and how many already known."""

    file: str
    new: int
    known: int


@dataclass(frozen=True)
class Loaded:
    """What a load did, with the warnings that did not stop it."""

    files: tuple[LoadedFile, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Read:
    """What the tables of one load say, by kind."""

    placed: Mapping[str, tuple[Placed, ...]]
    findings: tuple[Finding, ...]


def load(*, files: Sequence[Path], round_id: str, by: str) -> Loaded:
    """Take in the files as one unit: every row of every file, or none.

    Edges:   rows that are known already are not stored again; a row that differs from a known one of the
             same release and source corrects it, and both stay in the store.
    Raises:  Invalid, with all findings of all files at once, if any is an error; NotFound for the round.
    """
    pack, _ = packs.of_round(round_id)
    labels = _labels(files)
    tables, findings = _open(labels)
    with transaction.atomic():
        # One load at a time per pack: what is new is told by what is known.
        InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
        known = known_figures.known(pack.pack_id)
        read = _read(tables, pack, known.targets)
        findings += read.findings
        if any(finding.severity == "error" for finding in findings):
            listed = _in_order(findings, labels)
            raise Invalid("The files were not loaded", "Mend what is listed.", findings=listed)
        corrections = find_corrections(chain(*read.placed.values()), chain(*known))
        fresh, counts = _sift(read, known)
        _record(fresh, pack=pack, round_id=round_id, by=by, files=list(labels.values()))
    rows = tuple(LoadedFile(label, *counts.get(label, (0, 0))) for label in labels.values())
    return Loaded(rows, _in_order((*findings, *corrections), labels))


@transaction.atomic
def record(
    *, pack: Pack, round_id: str, observations: Sequence[Any], results: Sequence[Any], by: str, source: str
) -> int:
    """Store what was approved, in the transaction of its approval; return how many records were new."""
    InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
    where = Place(source)
    placed = {
        kind: tuple(Placed(one, where) for one in records)
        for kind, records in (("figures", observations), ("results", results))
    }
    fresh, _ = _sift(_Read(placed, ()), known_figures.known(pack.pack_id))
    _record(fresh, pack=pack, round_id=round_id, by=by, files=[source])
    return sum(map(len, fresh.values()))


def _labels(files: Sequence[Path]) -> dict[Path, str]:
    """Return how each file is called in findings: by its name, or its whole path where two share a name."""
    paths = list(dict.fromkeys(files))
    names = [path.name for path in paths]
    return {path: path.name if path.name and names.count(path.name) == 1 else str(path) for path in paths}


def _in_order(findings: Iterable[Finding], labels: Mapping[Path, str]) -> tuple[Finding, ...]:
    order = {label: index for index, label in enumerate(labels.values())}
    return tuple(
        sorted(findings, key=lambda one: (order[one.where.file], one.where.sheet, one.where.row or 0))
    )


def _open(labels: Mapping[Path, str]) -> tuple[list[tuple[str, Table]], list[Finding]]:
    tables: list[tuple[str, Table]] = []
    findings: list[Finding] = []
    for path, label in labels.items():
        try:
            found = [(kind_of(table), table) for table in read_tables(path, label)]
        except Invalid as fault:
            findings += fault.findings
            continue
        is_known = any(kind for kind, _ in found)
        findings += [_unknown(table, is_known=is_known) for kind, table in found if kind is None]
        tables += [(kind, table) for kind, table in found if kind]
    return tables, findings


def _unknown(table: Table, *, is_known: bool) -> Finding:
    """Return the finding for a table of no known kind: a warning where its file holds a known one too."""
    if table.header is None:
        where = Place(table.file)
        return Finding("empty_file", "The file holds no rows", "Fill in one row per value.", where)
    where = Place(table.file, table.sheet, table.header.number)
    if is_known:
        return Finding(
            "sheet_not_read",
            "The sheet was not read",
            "Its heading is not that of figures, targets or results.",
            where,
            "warning",
        )
    headings = "; ".join(f"{kind}: {', '.join(columns)}" for kind, columns in COLUMNS.items())
    return Finding(
        "unknown_heading", "The heading is of no known kind", f"Write one of these. {headings}.", where
    )


def _read(tables: Iterable[tuple[str, Table]], pack: Pack, known: Sequence[Target]) -> _Read:
    ordered = sorted(tables, key=lambda one: _ORDER.index(one[0]))
    mentioned = [mentioned_targets(table) for kind, table in ordered if kind == "targets"]
    targets: dict[str, Target | None] = dict.fromkeys(chain(*mentioned))
    targets |= {target.target_id: target for target in known}
    placed: dict[str, tuple[Placed, ...]] = {}
    findings: list[Finding] = []
    for kind, table in ordered:
        records, found = read_placed(kind, table, pack, targets)
        placed[kind] = placed.get(kind, ()) + records
        findings += found
        if kind == "targets":
            targets |= {one.record.target_id: one.record for one in records}
    findings += check_duplicates(chain(*placed.values()))
    findings += check_versions(placed.get("targets", ()), known)
    findings += check_owners(placed.get("targets", ()), known)
    findings += check_links(placed.get("targets", ()), known)
    return _Read(placed, tuple(findings))


def _sift(read: _Read, known: Known) -> tuple[dict[str, list[Any]], dict[str, tuple[int, int]]]:
    """Return the records that are not known yet, by kind, and new and known rows by file."""
    seen = {content for record in chain(*known) for content in known_contents(record)}
    fresh: dict[str, list[Any]] = {}
    counts: dict[str, tuple[int, int]] = {}
    for kind, placed in read.placed.items():
        for one in placed:
            content, (new, old) = contents(one.record), counts.get(one.where.file, (0, 0))
            is_new = content not in seen
            counts[one.where.file] = (new + is_new, old + (not is_new))
            if is_new:
                seen.add(content)
                fresh.setdefault(kind, []).append(one.record)
    return fresh, counts


def _record(fresh: Mapping[str, list[Any]], *, pack: Pack, round_id: str, by: str, files: list[str]) -> None:
    """Write the segments, then their rows and the event; nothing at all where nothing is new."""
    if not fresh:
        return
    at = timezone.now()
    written = [write_segment(workspace.segments(), kind, records) for kind, records in fresh.items()]
    for segment in written:
        Segment.objects.create(
            sha256=segment.sha256, pack_id=pack.pack_id, kind=segment.kind, round_id=round_id,
            rows=segment.rows, files=files, recorded_at=at, recorded_by=by,
        )  # fmt: skip
    payload = {"files": files, "segments": {one.kind: [one.sha256, one.rows] for one in written}}
    events.note(verb="submission.loaded", by=by, object=round_id, at=at, payload=payload)
