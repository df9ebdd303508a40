"""Comments: what the unit's people and the central office say to each other beside a line."""

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, submissions
from giaoban.core.errors import Invalid
from giaoban.core.figures.entries import LONGEST_EXPLANATION
from giaoban.queries import forms
from giaoban.records.models import Comment


def write(*, round_id: str, unit_key: str, line_id: str = "", text: str, by: str) -> None:
    """Add a comment on one line of a submission, or on the whole of it.

    Raises:  NotFound for a line that the unit does not owe; Invalid without a text, or with too long a one.
    """
    if line_id:
        forms.of_unit(round_id, unit_key).line(line_id)
    require_text(text)
    with transaction.atomic():
        submission = submissions.lock(round_id=round_id, unit_key=unit_key, action="comment.write", by=by)
        at = timezone.now()
        Comment.objects.create(submission=submission, line_id=line_id, text=text.strip(), at=at, by=by)
        where, payload = submissions.name(submission), {"line": line_id}
        events.note(verb="comment.written", by=by, object=where, at=at, payload=payload)


def require_text(text: str) -> None:
    """Refuse a text that says nothing, or more than anybody reads.

    Raises:  Invalid.
    """
    if not text.strip():
        raise Invalid("The text is empty", "Write what is to be said.")
    if len(text) > LONGEST_EXPLANATION:
        raise Invalid(f"The text has more than {LONGEST_EXPLANATION} characters", "Shorten it.")
