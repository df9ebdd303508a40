"""Companions: the worker that runs beside the site, started again when it dies and stopped with it."""

import os
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

from giaoban.cli.outcomes import progress

#: Seconds before a worker that died is started again, and until one that was told to stop is killed.
_PAUSE, _PATIENCE = 2.0, 30.0


class Companion:
    """One worker as a process of its own; it also ends by itself when this process is gone."""

    def __init__(self) -> None:
        self._is_over = threading.Event()
        self._process = self._started()
        self._watch = threading.Thread(target=self._keep, name="companion", daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the worker after the job that it is at."""
        self._is_over.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        """Look after the worker until the site ends."""
        while not self._is_over.wait(_PAUSE):
            if self._process.poll() is not None:
                progress("The worker has ended; it is started again")
                self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "giaoban.config.wiring", "work", "--beside", str(os.getpid())]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 our own program
