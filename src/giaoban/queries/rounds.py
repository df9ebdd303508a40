"""Rounds that have been reviewed."""

from typing import Any

from giaoban.queries import factsheets
from giaoban.records.models import FrozenFactsheet


def published() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return each round that has a factsheet, with the header of its latest one, by id."""
    rows = FrozenFactsheet.objects.order_by("as_of", "id").values_list("round_id", "digest")
    latest = dict(rows)
    return tuple(
        (round_id, factsheets.by_digest(digest)["header"]) for round_id, digest in sorted(latest.items())
    )
