"""Companions: what runs beside the site, started again when it dies and stopped with it."""

import os
import subprocess
import sys
from threading import Event as Bell
from threading import Thread
from types import TracebackType
from typing import Self

from giaoban.cli.outcomes import progress

#: Seconds between two looks at a companion; at most so many, where it dies again and again.
_PAUSE, _LONGEST_PAUSE = 2.0, 60.0
#: Seconds until one that was told to stop is killed.
_PATIENCE = 30.0


class Companion:
    """A command of the program as a process of its own; it also ends by itself when this process is gone."""

    def __init__(self, name: str, *words: str) -> None:
        self._name, self._words = name, words
        self._is_over = Bell()
        self._process = self._started()
        self._watch = Thread(target=self._keep, name="companion", daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it after what it is at."""
        self._is_over.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        """Look after it until the site ends."""
        pause = _PAUSE
        while not self._is_over.wait(pause):
            if self._process.poll() is None:
                pause = _PAUSE
                continue
            progress(f"“giaoban {self._name}” has ended; it is started again")
            self._process, pause = self._started(), min(2 * pause, _LONGEST_PAUSE)

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "giaoban.config.wiring", self._name, "--beside", str(os.getpid())]
        return subprocess.Popen([*command, *self._words], stdin=subprocess.DEVNULL)  # noqa: S603 our own program
