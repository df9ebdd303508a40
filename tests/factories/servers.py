"""An installation as its operator runs it: own processes, own workspace, a real server on a real port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

GIAOBAN = Path(sys.executable).with_name("giaoban")


@dataclass(frozen=True)
class Installation:
    """A workspace with its settings, and the address that it is served at."""

    environment: dict[str, str]
    address: str
    pid: int = 0
    #: Where rooms are followed live; 0: nowhere.
    live_port: int = 0

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server, with all its processes in a group of their own; return it once it listens."""
        port = urlsplit(self.address).port or 0
        command = [str(GIAOBAN), "serve", "--port", str(port), "--live-port", str(self.live_port)]
        with self.log.open("ab") as log:
            server = subprocess.Popen(command, env=self.environment, stderr=log, start_new_session=True)
        for one in filter(None, (port, self.live_port)):
            _wait(one)
        return server

    @property
    def log(self) -> Path:
        """Return the file of what the server says on its standard error."""
        return Path(self.environment["GIAOBAN_HOME"]).with_name("server.log")

    def beside(self) -> list[int]:
        """Return the processes of the program that the server has started beside itself: the worker first."""
        children = Path(f"/proc/{self.pid}/task").glob("*/children")
        pids = [int(pid) for path in children for pid in path.read_text().split()]
        return [pid for pid in pids if b"--beside" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the program, as typed."""
        command = [str(GIAOBAN), *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def ask(self, program: str) -> str:
        """Return what a few lines of Python print inside this installation."""
        start = "import django; django.setup()\n"
        settings = {**self.environment, "DJANGO_SETTINGS_MODULE": "giaoban.config.settings"}
        command = [sys.executable, "-c", start + program]
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
        return done.stdout.strip()


@contextmanager
def served(folder: Path, *, is_live: bool = False, **settings: str) -> Iterator[Installation]:
    """Make a workspace in `folder` from the packs in `folder/packs`, and serve it; `is_live`: rooms, too."""
    installation = replace(installed(folder, **settings), live_port=free_port() if is_live else 0)
    server = installation.start()
    try:
        yield replace(installation, pid=server.pid)
    finally:
        server.terminate()
        server.wait(timeout=20)


def installed(folder: Path, **settings: str) -> Installation:
    """Make a workspace in `folder` from the packs in `folder/packs`; nothing serves it yet."""
    address = f"http://127.0.0.1:{free_port()}"
    own = {"GIAOBAN_HOME": str(folder / "workspace"), "GIAOBAN_PACKS": str(folder / "packs")}
    installation = Installation({**os.environ, **own, "GIAOBAN_ORIGINS": address, **settings}, address)
    assert installation.run("init").returncode == 0
    return installation


def free_port() -> int:
    """Return a port that nobody listens on, and that the machine gives to nobody else for a minute.

    A connection to it is opened and closed: until that is forgotten, whoever asks for any free port gets
    another one, in this test run and in those beside it; a server that asks for this one by number gets it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with socket.create_connection(listening.getsockname()):
            listening.accept()[0].close()
        return listening.getsockname()[1]


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so that another process brings about."""
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.1)
    raise TimeoutError("It never came about")


def _wait(port: int) -> None:
    def listens() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    until(listens)
