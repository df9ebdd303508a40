"""Every test has a workspace of its own, and none is judged by how long it takes."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.factories.packs import write_pack

pytest_plugins = ["tests.machine"]
# Where every core is busy, how long one example takes says nothing.
settings.register_profile(
    "untimed", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


def pytest_collection_modifyitems(config, items):
    """Begin with the files of long tests where several workers share them: none waits for the last one."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("long") is None)


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
