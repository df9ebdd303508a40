"""The program that judges one file and is gone: `python -m giaoban.files.uploads.confined`.

Standard input: four bytes that say how long the order is, the order as JSON, the file. Standard output: JSON.
"""

import json
import resource
import sys

from giaoban.core.conduct.classification import Markings
from giaoban.files.uploads.judgement import judge
from giaoban.files.uploads.pieces import Limits


def main() -> None:
    """Judge the file on standard input, within the limits of the order."""
    length = int.from_bytes(sys.stdin.buffer.read(4), "big")
    order = json.loads(sys.stdin.buffer.read(length))
    limits = Limits(**order["limits"])
    _confine(limits)
    verdict = judge(sys.stdin.buffer.read(), order["name"], Markings(**order["marked"]), limits)
    findings = [(one.code, one.where.sheet, one.where.row) for one in verdict.findings]
    json.dump({"kind": verdict.kind, "media_type": verdict.media_type, "findings": findings}, sys.stdout)


def _confine(limits: Limits) -> None:
    """Give this process so much time and memory, and no file to write to, not even where it fails."""
    _limit(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1)
    _limit(resource.RLIMIT_AS, limits.memory, limits.memory)
    _limit(resource.RLIMIT_FSIZE, 0, 0)
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(kind: int, most: int, end: int) -> None:
    """Set a limit; one that the machine has set lower stays."""
    ceiling = resource.getrlimit(kind)[1]
    held = end if ceiling == resource.RLIM_INFINITY else min(end, ceiling)
    resource.setrlimit(kind, (min(most, held), held))


if __name__ == "__main__":
    main()
