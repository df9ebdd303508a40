"""A published site: the real packs installed, their rounds loaded and frozen, once for all tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

PACKS = Path(__file__).parents[2] / "packs"


@dataclass(frozen=True)
class Prepared:
    """A workspace on disk and the rows that belong to it."""

    workspace: Path
    rows: tuple


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker) -> Prepared:
    """Return a workspace with every round frozen that has figures; its rows leave the database again."""
    from giaoban.records.models import FrozenFactsheet, InstalledPack

    folder = tmp_path_factory.mktemp("site") / "workspace"
    with django_db_blocker.unblock(), override_settings(WORKSPACE=folder), transaction.atomic():
        _publish()
        rows = (*InstalledPack.objects.all(), *FrozenFactsheet.objects.all())
        transaction.set_rollback(True)
    return Prepared(folder, rows)


def _publish() -> None:
    from giaoban.actions import figures, installation, rounds
    from giaoban.queries import packs

    directories = sorted(path.parent for path in PACKS.glob("*/pack.yaml"))
    installation.initialise(packs=directories)
    for directory, pack in zip(directories, map(packs.check, directories), strict=True):
        for review in (one for one in pack.rounds.values() if one.files):
            files = [directory / name for name in review.files]
            figures.load(files=files, round_id=review.round_id, by="tester")
            rounds.freeze(round_id=review.round_id, by="tester")


@pytest.fixture
def site(db, prepared: Prepared, settings) -> Iterator[Path]:
    """Return the workspace of a site on which every round that has figures is published."""
    settings.WORKSPACE = prepared.workspace
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    for row in prepared.rows:
        type(row).objects.bulk_create([row])
    return prepared.workspace
