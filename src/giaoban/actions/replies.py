"""Replies: what a unit's leader says to what was found, before anything is published."""

from django.db import transaction
from django.utils import timezone

from giaoban.actions import comments, events, submissions
from giaoban.queries import forms
from giaoban.records.models import Reply


def write(*, round_id: str, unit_key: str, line_id: str = "", text: str, by: str) -> None:
    """Add the unit's reply on one line, or on the whole; it stands beside the figures for ever.

    Raises:  NotFound for a line that the unit does not owe; Invalid without a text; NotAllowed while the
             round takes no replies.
    """
    if line_id:
        forms.of_unit(round_id, unit_key).line(line_id)
    comments.require_text(text)
    with transaction.atomic():
        submission = submissions.lock(round_id=round_id, unit_key=unit_key, action="reply.write", by=by)
        at = timezone.now()
        Reply.objects.create(submission=submission, line_id=line_id, text=text.strip(), at=at, by=by)
        where, payload = submissions.name(submission), {"line": line_id}
        events.note(verb="reply.written", by=by, object=where, at=at, payload=payload)
