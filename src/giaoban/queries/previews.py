"""Previews: what a review would say of the units' own targets from what they have sent."""

from django.utils import timezone

from giaoban.core.review.previews import Preview, preview
from giaoban.queries import forms, packs, submissions


def of_unit(round_id: str, unit_key: str) -> Preview:
    """Return what a review of today would say of one unit's targets."""
    pack, _ = packs.of_round(round_id)
    entries = [one.entry for one in submissions.sent(round_id, unit_key).values()]
    pending = submissions.pending(round_id).get(unit_key, frozenset())
    today = timezone.localdate().isoformat()
    return preview(forms.of_unit(round_id, unit_key), entries, pending, pack.indicators, today)
