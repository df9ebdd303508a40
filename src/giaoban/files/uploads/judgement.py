"""Judgement: what a file is and what keeps it out, its secrecy marks among it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from giaoban.core.conduct.classification import Markings, find_marks
from giaoban.core.conduct.refusals import refusal
from giaoban.core.errors import Finding, Place
from giaoban.files.uploads.inspection import Inspected, inspect
from giaoban.files.uploads.pieces import LIMITS, Limits, Piece, Verdict

#: So many marks are named one by one; whoever sees them has seen enough.
_MOST_MARKS = 20


def judge(content: bytes, name: str, marked: Markings, limits: Limits = LIMITS) -> Verdict:
    """Return the verdict on a file by what it holds; no finding quotes it.

    Edges:   in this process, so a file made to be slow is slow: what comes from outside is judged apart.
    """
    inspected = inspect(content, name, limits)
    is_sound = all(one.severity == "warning" for one in inspected.findings)
    marks = _marks(inspected, name, marked) if is_sound else ()
    return Verdict(inspected.kind, inspected.media_type, (*marks, *inspected.findings))


def _marks(inspected: Inspected, name: str, marked: Markings) -> tuple[Finding, ...]:
    """Return one finding per place that carries a mark, the certain ones first."""
    found: dict[Place, str] = {}
    for place, code in _places(inspected, name, marked):
        if found.get(place) != "marked":
            found[place] = code
        if len(found) == _MOST_MARKS:
            break
    ordered = sorted(found.items(), key=lambda one: one[1] != "marked")
    return tuple(refusal(code, place) for place, code in ordered)


def _places(inspected: Inspected, name: str, marked: Markings) -> Iterator[tuple[Place, str]]:
    stem = PurePosixPath(name).stem.replace("_", " ")
    for piece in (Piece(stem, "file name"), *inspected.texts):
        for mark in find_marks(piece.text, marked, is_wrapped=piece.is_wrapped):
            place = Place(name, piece.part, piece.number or mark.line)
            yield place, "marked" if mark.is_certain else "doubted"
