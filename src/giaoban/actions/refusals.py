"""Refusals: the audit keeps that an upload was refused, when, whose and why, and nothing of the file."""

from datetime import datetime

from django.db import transaction

from giaoban.actions import events
from giaoban.core.conduct.refusals import REASONS


def note_refused(*, by: str, reason: str, at: datetime) -> None:
    """Note that an upload of this person was refused; neither its name nor its content goes into the log.

    Raises:  ValueError for a reason that is no code of the list, so that no other text can slip in.
    """
    if reason not in REASONS:
        raise ValueError("A refusal is noted by the code of its reason")
    with transaction.atomic():
        events.note(verb="upload.refused", by=by, object="upload", at=at, payload={"reason": reason})
