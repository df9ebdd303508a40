"""Admission: a file is taken in, or refused for every reason at once; nothing is kept of it here."""

import hashlib
from dataclasses import dataclass, replace

from giaoban.core.conduct.classification import Markings
from giaoban.core.conduct.refusals import refusal
from giaoban.core.errors import Finding, Invalid, Place
from giaoban.files.uploads.confinement import judge_apart
from giaoban.files.uploads.pieces import LIMITS, Limits
from giaoban.files.uploads.scanning import scan


@dataclass(frozen=True)
class Admitted:
    """A file that may be kept: its kind, what it was declared as, its hash, and what to know of it."""

    kind: str
    media_type: str
    classification: str
    sha256: str
    size: int
    findings: tuple[Finding, ...]

    @property
    def columns(self) -> dict[str, str | int]:
        """Return what a row that keeps the file says of it, by column."""
        names = ("media_type", "size", "sha256", "classification")
        return {name: getattr(self, name) for name in names}


def admit(
    content: bytes, name: str, declared: str, marked: Markings, scanner: str = "", limits: Limits = LIMITS
) -> Admitted:
    """Return the file as one that may be kept.

    Edges:   what was declared as secret is not looked into, and only what carries no mark goes on to the
             scanner, which may write it down.
    Raises:  Invalid with every finding; none quotes the file, and no other error comes with it.
    """
    _check([_declaration(declared, marked)], name)
    verdict = judge_apart(content, name, marked, limits)
    _check([one for one in verdict.findings if one.severity == "error"], name)
    _check([scan(content, scanner)], name)
    digest = hashlib.sha256(content).hexdigest()
    return Admitted(verdict.kind, verdict.media_type, declared, digest, len(content), verdict.findings)


def _declaration(declared: str, marked: Markings) -> Finding | None:
    chosen = marked.classification(declared)
    if chosen is None:
        return refusal("undeclared")
    return None if chosen.is_taken else refusal("declared")


def _check(found: list[Finding | None], name: str) -> None:
    """Refuse the file if anything was found; what has no place yet is about the file as a whole."""
    findings = tuple(
        one if one.where.file else replace(one, where=Place(name)) for one in found if one is not None
    )
    if findings:
        raise Invalid(findings[0].title, findings[0].detail, findings[0].where, findings)
