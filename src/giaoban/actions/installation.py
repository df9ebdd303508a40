"""Installation: the workspace, its key, its tables and its packs."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from giaoban.actions import calendars, events, search
from giaoban.actions.deadlines import move_deadlines
from giaoban.core.conduct.deadlines import moved
from giaoban.core.errors import Finding, Invalid, NotFound, Place
from giaoban.core.registry.packs import Pack
from giaoban.files.packs import read_pack
from giaoban.queries import calendars as reading
from giaoban.queries import deadlines, workspace
from giaoban.records.models import InstalledPack, SearchEntry


@dataclass(frozen=True)
class Installed:
    """One pack and what `initialise` did about it."""

    pack_id: str
    version: str
    state: Literal["installed", "replaced", "unchanged"]


def initialise(*, packs: Sequence[Path], by: str = "init") -> tuple[Installed, ...]:
    """Make the workspace ready, or bring it up to date, and install the packs.

    Edges:   done twice it changes nothing; a pack whose content changed replaces the one installed.
    Raises:  Invalid, with every fault of every pack, before anything is written.
    """
    sources = _read_all(packs)
    workspace.home().mkdir(parents=True, exist_ok=True)
    _make_key(workspace.secret_key_file())
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if settings.BALLOTS:
        _make_sealed()
    done = tuple(_install(directory, pack, by) for directory, pack in sources)
    # Names of units and subjects come from packs; and an older installation has no entries yet.
    if any(one.state != "unchanged" for one in done) or not SearchEntry.objects.exists():
        search.rebuild()
    return done


def _read_all(directories: Sequence[Path]) -> list[tuple[Path, Pack]]:
    sources: list[tuple[Path, Pack]] = []
    findings: list[Finding] = []
    for directory in directories:
        if not directory.is_dir():
            raise NotFound(f"There is no folder {directory}", "Name the folder of a pack.")
        try:
            sources.append((directory, read_pack(directory)))
        except Invalid as fault:
            findings += fault.findings or (Finding("bad_pack", fault.title, fault.detail, fault.where),)
    findings += _twins([pack.pack_id for _, pack in sources])
    if findings:
        raise Invalid("The packs have faults", "Mend them; nothing was written.", findings=tuple(findings))
    return sources


def _twins(pack_ids: list[str]) -> list[Finding]:
    return [
        Finding("pack_twice", f"Two packs have the id “{pack_id}”", "Name one of them.", Place("pack.yaml"))
        for pack_id in sorted({one for one in pack_ids if pack_ids.count(one) > 1})
    ]


def _make_key(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))


def _make_sealed() -> None:
    """Make the tables of ballots by person, in a file that only its owner may open, or on their server."""
    sealed = connections["sealed"]
    if sealed.vendor == "sqlite" and not sealed.is_in_memory_db():
        Path(sealed.settings_dict["NAME"]).touch(mode=0o600)
    call_command("migrate", database="sealed", verbosity=0, interactive=False)


def _install(source: Path, pack: Pack, by: str) -> Installed:
    target = workspace.packs() / pack.pack_id
    with transaction.atomic():
        row = InstalledPack.objects.select_for_update().filter(pack_id=pack.pack_id).first()
        if row and row.digest == pack.digest and target.is_dir():
            return Installed(pack.pack_id, pack.version, "unchanged")
        at = timezone.now()
        was = {"version": row.version, "digest": row.digest} if row else None
        fresh = {"version": pack.version, "digest": pack.digest}
        InstalledPack.objects.update_or_create(pack_id=pack.pack_id, defaults={**fresh, "installed_at": at})
        events.note(verb="pack.installed", by=by, object=pack.pack_id, at=at, payload={**fresh, "was": was})
        if row and target.is_dir():
            _move_deadlines(read_pack(target), pack, by, at)
        _replace(source, target)
    return Installed(pack.pack_id, pack.version, "replaced" if row else "installed")


def _move_deadlines(old: Pack, new: Pack, by: str, at: datetime) -> None:
    """Log each open deadline that the new pack moves, with its old and its new date."""
    before, after = reading.effective(old), reading.effective(new)
    was, now = deadlines.of_pack(old, before), deadlines.of_pack(new, after)
    calendars.note_moved(moved=moved(was, now, timezone.localdate()), by=by, at=at)
    held, reason = replace(old, calendar=before), f"{new.pack_id} {new.version}"
    move_deadlines(pack=held, after=after, reason=reason, by=by, at=at)


def _replace(source: Path, target: Path) -> None:
    """Put a whole copy of `source` in the place of `target`; a half copy never stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".installing-") as temporary:
        shutil.copytree(source, Path(temporary) / "new")
        if target.exists():
            target.rename(Path(temporary) / "old")
        (Path(temporary) / "new").rename(target)
