"""Admission: a file is taken in, or refused for every reason at once; nothing is kept of it here."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from giaoban.core.conduct.classification import Markings, find_marks
from giaoban.core.conduct.refusals import refusal
from giaoban.core.errors import Finding, Invalid, Place
from giaoban.files.uploads.inspection import Inspected, inspect
from giaoban.files.uploads.pieces import LIMITS, Limits, Piece
from giaoban.files.uploads.scanning import scan

#: So many marks are named one by one; whoever sees them has seen enough.
_MOST_MARKS = 20


@dataclass(frozen=True)
class Admitted:
    """A file that may be kept: its kind, what it was declared as, its hash, and what to know of it."""

    kind: str
    media_type: str
    classification: str
    sha256: str
    size: int
    findings: tuple[Finding, ...]


def admit(
    content: bytes, name: str, declared: str, marked: Markings, scanner: str = "", limits: Limits = LIMITS
) -> Admitted:
    """Return the file as one that may be kept.

    Edges:   what was declared as secret is not looked into, and only what carries no mark goes on to the
             scanner, which may write it down.
    Raises:  Invalid with every finding; none quotes the file, and no other error comes with it.
    """
    findings = _declaration(declared, marked, name)
    inspected = Inspected("", "", (), ()) if findings else inspect(content, name, limits)
    findings += [one for one in inspected.findings if one.severity == "error"]
    if not findings:
        findings += _marks(inspected, name, marked)
    if not findings and (fault := scan(content, scanner)):
        findings.append(replace(fault, where=Place(name)))
    if findings:
        raise Invalid(findings[0].title, findings[0].detail, findings[0].where, tuple(findings))
    digest = hashlib.sha256(content).hexdigest()
    return Admitted(inspected.kind, inspected.media_type, declared, digest, len(content), inspected.findings)


def _declaration(declared: str, marked: Markings, name: str) -> list[Finding]:
    chosen = marked.classification(declared)
    if chosen is None:
        return [refusal("undeclared", Place(name))]
    return [] if chosen.is_taken else [refusal("declared", Place(name))]


def _marks(inspected: Inspected, name: str, marked: Markings) -> list[Finding]:
    """Return one finding per place that carries a mark, the certain ones first."""
    found: dict[Place, str] = {}
    for place, code in _places(inspected, name, marked):
        if found.get(place) != "marked":
            found[place] = code
        if len(found) == _MOST_MARKS:
            break
    return [refusal(code, place) for place, code in sorted(found.items(), key=lambda one: one[1] != "marked")]


def _places(inspected: Inspected, name: str, marked: Markings) -> Iterator[tuple[Place, str]]:
    """Yield where a mark stands; a text that stands in many places is told once."""
    seen: set[tuple[str, bool]] = set()
    stem = PurePosixPath(name).stem.replace("_", " ")
    for piece in (Piece(stem, "file name"), *inspected.texts):
        key = (piece.text, piece.is_wrapped)
        if key in seen:
            continue
        seen.add(key)
        for mark in find_marks(piece.text, marked, is_wrapped=piece.is_wrapped):
            place = Place(name, piece.part, piece.number or mark.line)
            yield place, "marked" if mark.is_certain else "doubted"
