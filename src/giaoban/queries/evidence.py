"""Evidence: the files that stand beside a submission's lines, and those that the form asks for."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from giaoban.core.errors import Finding, NotFound, Place
from giaoban.core.figures.faults import fault
from giaoban.core.figures.forms import Form
from giaoban.queries import workspace
from giaoban.records import models


@dataclass(frozen=True)
class Piece:
    """One file: what it stands beside, what it is, and who brought it."""

    evidence_id: int
    line_id: str
    attachment: str
    name: str
    media_type: str
    size: int
    sha256: str
    findings: tuple[dict[str, Any], ...]
    at: datetime
    by: str


def of_submission(round_id: str, unit_key: str) -> tuple[Piece, ...]:
    """Return every file of the submission, in the order in which they came."""
    rows = models.Evidence.objects.filter(submission__round_id=round_id, submission__unit_key=unit_key)
    return tuple(map(_piece, rows))


def sent(round_id: str, unit_key: str) -> tuple[Piece, ...]:
    """Return the files that the unit has sent to the central office: those that came before it submitted."""
    sendings = models.Event.objects.filter(object=f"{round_id}/{unit_key}", verb="submission.submitted")
    last = sendings.order_by("number").values_list("at", flat=True).last()
    return tuple(one for one in of_submission(round_id, unit_key) if last and one.at <= last)


def piece(round_id: str, unit_key: str, evidence_id: int, *, is_own: bool) -> Piece:
    """Return one file of the submission; who is not of the unit finds only what was sent.

    Raises:  NotFound if there is no such file for who asks.
    """
    there = of_submission(round_id, unit_key) if is_own else sent(round_id, unit_key)
    found = {one.evidence_id: one for one in there}
    if evidence_id not in found:
        raise NotFound("There is no such file", "See the list of files.")
    return found[evidence_id]


def path_of(sha256: str) -> Path:
    """Return where the bytes of a file lie."""
    return workspace.evidence() / sha256[:2] / sha256


def content(one: Piece) -> bytes:
    """Return the bytes of a file, as they came.

    Raises:  NotFound if they are not in the workspace any more, or are no longer what they were.
    """
    return stored(one.sha256)


def stored(sha256: str) -> bytes:
    """Return the bytes that lie under a hash.

    Raises:  NotFound if they are not in the workspace any more, or are no longer what they were.
    """
    path = path_of(sha256)
    found = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(found).hexdigest() != sha256:
        raise NotFound("The file is not in the workspace as it came", "Tell the administrator.")
    return found


def attachments(round_id: str, unit_key: str) -> dict[str, Piece]:
    """Return the latest file of each attachment that the form asks for."""
    return {one.attachment: one for one in of_submission(round_id, unit_key) if one.attachment}


def sent_attachments(round_id: str, unit_key: str) -> dict[str, Piece]:
    """Return the latest file of each attachment that the central office was sent."""
    return {one.attachment: one for one in sent(round_id, unit_key) if one.attachment}


def attached(round_id: str) -> dict[str, frozenset[str]]:
    """Return which of the attachments that the form asks for are there, by unit."""
    rows = models.Evidence.objects.filter(submission__round_id=round_id).exclude(attachment="")
    found: dict[str, set[str]] = {}
    for unit_key, attachment in rows.values_list("submission__unit_key", "attachment"):
        found.setdefault(unit_key, set()).add(attachment)
    return {unit_key: frozenset(names) for unit_key, names in found.items()}


def missing(form: Form, there: Collection[str]) -> tuple[Finding, ...]:
    """Return one finding per file that the form asks for and that is not there."""
    return tuple(
        fault("attachment_missing", Place(column=one.attachment), file=next(iter(one.names.values())))
        for one in form.attachments
        if one.is_required and one.attachment not in there
    )


def _piece(row: models.Evidence) -> Piece:
    names = ("line_id", "attachment", "name", "media_type", "size", "sha256", "at", "by")
    return Piece(row.pk, findings=tuple(row.findings), **{name: getattr(row, name) for name in names})
