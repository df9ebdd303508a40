"""Every test has a workspace of its own."""

from pathlib import Path

import pytest

from tests.factories.packs import write_pack

pytest_plugins = ["tests.machine"]


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, settings) -> Path:
    """Return the folder of this test's installation; nothing is in it yet."""
    settings.WORKSPACE = tmp_path / "workspace"
    # The real one takes half a second on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.WORKSPACE


@pytest.fixture
def installed(db, workspace: Path, tmp_path: Path) -> Path:
    """Return a workspace in which the small pack of an invented country is installed."""
    from giaoban.actions import installation

    installation.initialise(packs=[write_pack(tmp_path / "pack")])
    return workspace
