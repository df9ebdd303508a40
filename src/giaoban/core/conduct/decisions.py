"""Decisions: each line of a minutes' text of decisions is one, and keeps its number while it is edited."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

#: What people put before an entry of a list.
_BULLET = re.compile(r"^(?:[-–•+*]|\d{1,3}[.)])(?:\s+|$)")
#: From this likeness on, a line is an earlier one that was edited.
_ALIKE = 0.6


@dataclass(frozen=True)
class Decision:
    """One decision; its number stays, and belongs to no other one afterwards."""

    number: int
    text: str


def lines_of(text: str) -> tuple[str, ...]:
    """Return the decisions that a text lists: its lines, without the mark before each."""
    bare = (_BULLET.sub("", line.strip()) for line in text.split("\n"))
    return tuple(line for line in bare if line)


def number(text: str, before: Sequence[Decision], last: int) -> tuple[Decision, ...]:
    """Return the decisions of a text, each with its number: those of `before` keep theirs.

    A line that stood before is the same decision wherever it was moved; one that is most like an earlier
    line is that one edited; where a single line is left on both sides, it was written anew. All others are
    new and numbered after `last`, the highest number ever given.
    """
    lines, rest = lines_of(text), list(before)
    found: dict[int, int] = {}
    for place, line in enumerate(lines):
        _claim(found, place, next((one for one in rest if one.text == line), None), rest)
    for place, line in _open(lines, found):
        alike = get_close_matches(line, [one.text for one in rest], 1, _ALIKE)
        _claim(found, place, next((one for one in rest if [one.text] == alike), None), rest)
    left = _open(lines, found)
    if len(left) == len(rest) == 1:
        _claim(found, left[0][0], rest[0], rest)
    for place, _ in _open(lines, found):
        last += 1
        found[place] = last
    return tuple(Decision(found[place], line) for place, line in enumerate(lines))


def _open(lines: Sequence[str], found: dict[int, int]) -> list[tuple[int, str]]:
    return [(place, line) for place, line in enumerate(lines) if place not in found]


def _claim(found: dict[int, int], place: int, one: Decision | None, rest: list[Decision]) -> None:
    if one is not None:
        found[place] = one.number
        rest.remove(one)
