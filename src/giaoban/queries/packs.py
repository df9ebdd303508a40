"""Packs of this installation, read from the workspace, each with its working calendar as it stands now."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef

from giaoban.core.errors import Invalid, NotFound
from giaoban.core.registry.packs import Pack, Round
from giaoban.files.packs import read_pack
from giaoban.queries import calendars, workspace
from giaoban.records.models import CalendarDay, InstalledPack

#: Put together once: no other question is asked as often.
_INSTALLED = InstalledPack.objects.annotate(
    is_changed=Exists(CalendarDay.objects.filter(pack_id=OuterRef("pack_id")))
).values_list("pack_id", "digest", "is_changed")


def installed() -> tuple[Pack, ...]:
    """Return every installed pack, by id; its calendar is the one that holds, with all that was changed."""
    return tuple(
        _current(workspace.packs() / pack_id, digest, calendars.changed_days(pack_id) if is_changed else ())
        for pack_id, digest, is_changed in _INSTALLED.all()
    )


def pack(pack_id: str) -> Pack:
    """Return one installed pack; NotFound names those there are."""
    known = {one.pack_id: one for one in installed()}
    if pack_id not in known:
        raise NotFound(f"There is no pack “{pack_id}”", f"Installed packs: {', '.join(known) or 'none'}.")
    return known[pack_id]


def of_round(round_id: str) -> tuple[Pack, Round]:
    """Return the round and the pack that defines it.

    Raises:  NotFound if no installed pack has such a round; Invalid if two have.
    """
    packs = installed()
    found = [one for one in packs if round_id in one.rounds]
    if not found:
        known = ", ".join(sorted(name for one in packs for name in one.rounds))
        raise NotFound(f"There is no round “{round_id}”", f"Known rounds: {known or 'none'}.")
    if len(found) > 1:
        names = " and ".join(one.pack_id for one in found)
        raise Invalid(f"The packs {names} both have a round “{round_id}”", "Rename one of the two.")
    return found[0], found[0].round(round_id)


def files_of_round(round_id: str) -> tuple[Path, ...]:
    """Return the files of figures, targets and results that a pack brings with its round."""
    found, review = of_round(round_id)
    return tuple(workspace.packs() / found.pack_id / name for name in review.files)


def beside_the_code() -> tuple[Path, ...]:
    """Return the folders of the packs that come with the program (GIAOBAN_PACKS)."""
    return tuple(sorted(path.parent for path in Path(settings.PACKS).glob("*/pack.yaml")))


def check(directory: Path) -> Pack:
    """Return the pack that lies in `directory`, installed or not.

    Raises:  NotFound if there is no such folder; Invalid, with every fault, if it is no sound pack.
    """
    if not directory.is_dir():
        raise NotFound(f"There is no folder {directory}", "Name the folder of a pack.")
    return read_pack(directory)


@lru_cache(maxsize=16)
def _current(directory: Path, digest: str, days: tuple[tuple[date, str], ...]) -> Pack:
    """Return the pack of this content with these days of its calendar changed."""
    stored = _read(directory, digest)
    return replace(stored, calendar=stored.calendar.with_days(dict(days))) if days else stored


@lru_cache(maxsize=16)
def _read(directory: Path, digest: str) -> Pack:
    """Return the pack of this content; the digest is what tells one content from the next."""
    return read_pack(directory)
