"""An installation of its own, on this run's kind of database, for processes that write at once, or die."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).parents[2]
_ADDRESS = "GIAOBAN_DATABASE_URL"


@contextmanager
def separate(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of an installation in `folder`; its database is made here and dropped after."""
    environment = {
        **os.environ,
        "GIAOBAN_HOME": str(folder / "workspace"),
        "DJANGO_SETTINGS_MODULE": "giaoban.config.settings",
    }
    address = os.environ.get(_ADDRESS)
    if not address:
        yield environment
        return
    # A name of its own: other workers make theirs on the same server.
    name = f"separate_{uuid4().hex}"
    _run(address, f"CREATE DATABASE {name}")
    try:
        yield {**environment, _ADDRESS: urlsplit(address)._replace(path=f"/{name}").geturl()}
    finally:
        _run(address, f"DROP DATABASE {name} WITH (FORCE)")


def write(environment: dict[str, str], *words: object, program: str = "writers") -> dict[str, Any]:
    """Run a program of `tests.factories` in the installation and return what it tells."""
    command = [sys.executable, "-m", f"tests.factories.{program}", *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _run(address: str, sql: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql)
