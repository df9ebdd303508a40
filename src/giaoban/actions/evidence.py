"""Evidence: files that stand beside a line or that a form asks for; what is refused leaves no trace."""

import hashlib
import os
import unicodedata
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, refusals, submissions
from giaoban.core.errors import NotFound
from giaoban.core.figures.forms import Form
from giaoban.files.writing import replace
from giaoban.queries import evidence, forms, packs
from giaoban.records.models import Evidence


def attach(
    *,
    round_id: str,
    unit_key: str,
    content: bytes,
    name: str,
    classification: str,
    line_id: str = "",
    attachment: str = "",
    by: str,
) -> Evidence:
    """Keep a file beside one line, or as one that the form asks for; a later one stands beside it.

    Edges:   the bytes are on the disk before the row: a file without a row is one that nobody attached.
    Raises:  NotFound for a line or attachment that the form does not have; Invalid, with every finding, for
             a file that is not taken in: then the audit keeps time, person and reason, and nothing else.
    """
    _require_place(forms.of_unit(round_id, unit_key), line_id, attachment)
    pack, _ = packs.of_round(round_id)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    at = timezone.now()
    _keep(evidence.path_of(admitted.sha256), content)
    with transaction.atomic():
        submission = submissions.lock(round_id=round_id, unit_key=unit_key, action="evidence.attach", by=by)
        row = Evidence.objects.create(
            submission=submission,
            line_id=line_id,
            attachment=attachment,
            name=unicodedata.normalize("NFC", name),
            **admitted.columns,
            findings=[{"code": one.code} for one in admitted.findings],
            at=at,
            by=by,
        )
        where = submissions.name(submission)
        payload = {"line": line_id, "attachment": attachment, "sha256": admitted.sha256}
        events.note(verb="evidence.attached", by=by, object=where, at=at, payload=payload)
    return row


def hold(*, content: bytes) -> str:
    """Keep bytes that were admitted until somebody decides about them, and return the hash they lie under."""
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(evidence.path_of(sha256), content)
    return sha256


def _require_place(form: Form, line_id: str, attachment: str) -> None:
    if line_id:
        form.line(line_id)
    elif attachment not in {one.attachment for one in form.attachments}:
        raise NotFound(f"The form asks for no file “{attachment}”", "Reload the form.")


def _keep(path: Path, content: bytes) -> None:
    if not path.is_file():
        replace(path, lambda temporary: _write(temporary, content))


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
