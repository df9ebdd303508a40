"""Refusals: the audit keeps that an upload was refused, when, whose and why, and nothing of the file."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.conduct.classification import TOPIC
from giaoban.core.conduct.refusals import REASONS
from giaoban.core.conduct.refusals import reason as reason_of
from giaoban.core.errors import Invalid
from giaoban.core.registry.packs import Pack
from giaoban.queries import uploads
from giaoban.queries.uploads import Admitted


def admit(*, pack: Pack, content: bytes, name: str, classification: str, by: str) -> Admitted:
    """Return an upload as one that may be kept, or refuse it and note that; call it outside of a transaction.

    Raises:  Invalid, with every finding, for a file that is not taken in: then the audit keeps time, person
             and reason, and nothing else.
    """
    at, rules = timezone.now(), pack.rules.get(TOPIC, ())
    try:
        return uploads.admit(content, name, classification, rules, timezone.localdate(at).isoformat())
    except Invalid as refusal:
        note_refused(by=by, reason=reason_of(refusal.findings), at=at)
        raise


def note_refused(*, by: str, reason: str, at: datetime) -> None:
    """Note that an upload of this person was refused; neither its name nor its content goes into the log.

    Raises:  ValueError for a reason that is no code of the list, so that no other text can slip in.
    """
    if reason not in REASONS:
        raise ValueError("A refusal is noted by the code of its reason")
    with transaction.atomic():
        events.note(verb="upload.refused", by=by, object="upload", at=at, payload={"reason": reason})
