"""Panels: a round reviewed in bulk, over the months of all units, written as tables with their manifest."""

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Finding
from giaoban.files.writing import replace
from giaoban.queries import panels, segments, workspace
from giaoban.queries.panels import Asked
from giaoban.store.addresses import digest_of
from giaoban.store.engine import Limits
from giaoban.store.exports import export
from giaoban.store.panels import Panel, write_panel, write_table
from giaoban.store.reviews import Block, Reviewed, Sources, review


@dataclass(frozen=True)
class Written:
    """A bulk review on disk: its files with their hashes, the rows of its panel, and what was left out."""

    folder: Path
    manifest: dict[str, Any]
    findings: tuple[Finding, ...]


def write(
    *,
    round_id: str,
    into: Path,
    by: str,
    basis: date | None = None,
    as_of: date | None = None,
    is_partial_wanted: bool = False,
    form: str = "parquet",
) -> Written:
    """Review the round over its panel and write facts, scores, gaps and a manifest into the folder `into`.

    Edges:   what is known does not change by it; the same segments give the same files.
    Raises:  NotFound for the round; Invalid, with every finding, where a figure does not fit a panel.
    """
    asked = panels.of_round(round_id, basis=basis, as_of=as_of, is_partial_wanted=is_partial_wanted)
    shelf = workspace.home() / "store" / "panels"
    names, covered = asked.segments, segments.covered(asked.pack.pack_id)
    panel = write_panel(shelf, (workspace.segments(), names, covered), asked.books, asked.as_of)
    with tempfile.TemporaryDirectory() as temporary:
        made = _review(asked, panel, Path(temporary))
        files = _export(asked, made, into, form)
    manifest = _manifest(asked, panel, names, files, is_partial_wanted=is_partial_wanted)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    replace(into / "manifest.json", lambda path: path.write_text(text, encoding="utf-8"))
    with transaction.atomic():
        payload = {"panel": panel.sha256, "files": manifest["files"], "basis": manifest["basis"]}
        events.note(verb="panel.reviewed", by=by, object=round_id, at=timezone.now(), payload=payload)
    return Written(into, manifest, asked.findings)


def _review(asked: Asked, panel: Panel, folder: Path) -> Reviewed:
    numbers = asked.books.indicators.values()
    tables = {name: write_table(folder / "tables", name, rows) for name, rows in asked.tables.items()}
    sources = Sources((Block(min(numbers), max(numbers), panel.path),), tables)
    return review(sources, folder / "made", Limits(folder / "scratch"))


def _export(asked: Asked, made: Reviewed, into: Path, form: str) -> dict[str, str]:
    """Write each table under the keys of units and indicators; return the files' names with their hashes."""
    period, names = asked.round.period, {}
    into.mkdir(parents=True, exist_ok=True)
    for table, paths in {"facts": made.facts, "scores": (made.scores,), "gaps": (made.gaps,)}.items():
        file = into / f"{table}.{form}"
        replace(file, lambda path, t=table, p=paths: export(t, p, asked.books, period, path))
        names[file.name] = digest_of(file)
    return names


def _manifest(
    asked: Asked, panel: Panel, names: list[str], files: dict[str, str], *, is_partial_wanted: bool
) -> dict[str, Any]:
    return {
        "pack": asked.pack.pack_id,
        "pack_digest": asked.pack.digest,
        "round": asked.round.round_id,
        "period": asked.round.period.text,
        "basis": asked.basis.isoformat(),
        "as_of": asked.as_of,
        "partial": is_partial_wanted,
        "segments": names,
        "panel": panel.sha256,
        "rows": panel.rows,
        "files": files,
    }
