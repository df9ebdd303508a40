"""Publications: a round is frozen and every document is printed from its factsheet."""

import shutil
import tempfile
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, rounds
from giaoban.actions.documents import Progress, print_documents
from giaoban.queries import factsheets, packs, workspace


def publish(
    *, round_id: str, as_of: str | None = None, directory: Path, by: str, progress: Progress
) -> tuple[rounds.FrozenRound, list[Path]]:
    """Freeze the round, print its documents into `directory`, and keep a copy of them for the site.

    Shape:   the frozen round and the printed files, `factsheet.json` first.
    """
    directory.mkdir(parents=True, exist_ok=True)  # a folder that cannot be written is told before the work
    frozen = rounds.freeze(round_id=round_id, as_of=as_of, by=by)
    pack, _ = packs.of_round(round_id)
    target = workspace.documents(round_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".printing-") as temporary:
        printed = Path(temporary) / "new"
        printed.mkdir()
        shutil.copyfile(frozen.path, printed / "factsheet.json")
        print_documents(factsheet=frozen.factsheet, pack=pack, directory=printed, progress=progress)
        names = sorted(path.relative_to(printed) for path in printed.rglob("*") if path.is_file())
        shutil.copytree(printed, directory, dirs_exist_ok=True)
        with transaction.atomic():
            _note(frozen, by, [str(name) for name in names])
            if frozen.factsheet["digest"] == factsheets.latest_digest(round_id):
                _swap(printed, target, Path(temporary) / "old")
    names.sort(key=lambda name: (name.name != "factsheet.json", str(name)))
    return frozen, [directory / name for name in names]


def _note(frozen: rounds.FrozenRound, by: str, names: list[str]) -> None:
    round_id = frozen.factsheet["header"]["round_id"]
    payload = {"digest": frozen.factsheet["digest"], "files": names}
    events.note(verb="round.printed", by=by, object=round_id, at=timezone.now(), payload=payload)


def _swap(new: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    new.rename(target)
