"""A network of this process and of what it starts: nobody else is in it, and nothing leads out of it."""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The one address besides the loopback's, which media are not sent over.
ADDRESS = "10.99.0.1"
_NEW_NETWORK = 0x40000000
_SYSTEM = ctypes.CDLL(None, use_errno=True)


@contextmanager
def own_network() -> Iterator[str]:
    """Let this thread, and every program that it starts, live in a network of their own; give its address.

    It goes with the last program in it. Needs root, as tests/machine.py finds out beforehand.
    """
    before = os.open(f"/proc/self/task/{_thread()}/ns/net", os.O_RDONLY)
    try:
        _call(_SYSTEM.unshare(_NEW_NETWORK))
        for line in (
            "link set lo up",
            "link add video0 type veth peer name video1",
            f"addr add {ADDRESS}/24 dev video0",
            "link set video0 up",
            "link set video1 up",
        ):
            subprocess.run(["ip", *line.split()], check=True)
        yield ADDRESS
    finally:
        _call(_SYSTEM.setns(before, _NEW_NETWORK))
        os.close(before)


def _thread() -> str:
    return Path("/proc/thread-self").resolve().name


def _call(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
