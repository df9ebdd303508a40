"""Confinement: a file from outside is read by a process of its own, which can neither run on nor write."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict

from giaoban.core.conduct.classification import Markings
from giaoban.core.conduct.refusals import REASONS, refusal, warning
from giaoban.core.errors import Finding, Place
from giaoban.files.uploads.pieces import LIMITS, Limits, Verdict

_PROGRAM = (sys.executable, "-P", "-m", "giaoban.files.uploads.confined")
#: All that the process is told of its surroundings; the installation's settings are not among it.
_SURROUNDINGS = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
#: A busy machine gives a process a third of its time.
_WAITING = 3
_WORDS = ("marks", "before", "after", "doubts", "symbols")


def judge_apart(content: bytes, name: str, marked: Markings, limits: Limits = LIMITS) -> Verdict:
    """Return what `judge` says of the file, found out in a process with limits on time, memory and writing.

    Edges:   a process that runs out of time means a file of too many parts, one that ends otherwise a damaged
             file. What a library says of the file while it reads it goes nowhere.
    """
    words = {word: getattr(marked, word) for word in _WORDS}
    order = json.dumps({"name": name, "marked": words, "limits": asdict(limits)}).encode()
    try:
        done = subprocess.run(  # noqa: S603 our own program
            _PROGRAM,
            input=len(order).to_bytes(4, "big") + order + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WAITING * limits.seconds,
            env={key: os.environ[key] for key in _SURROUNDINGS if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _refused("too_long", name)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return _refused("too_long", name)
    try:
        return _told(done.stdout, name)
    except ValueError:  # it ended without an answer, whatever it ended of
        return _refused("damaged", name)


def _refused(code: str, name: str) -> Verdict:
    return Verdict("", "", (refusal(code, Place(name)),))


def _told(answer: bytes, name: str) -> Verdict:
    said = json.loads(answer)
    return Verdict(said["kind"], said["media_type"], tuple(_finding(name, *one) for one in said["findings"]))


def _finding(name: str, code: str, part: str, number: int | None) -> Finding:
    say = refusal if code in REASONS else warning
    return say(code, Place(name, part, number))
