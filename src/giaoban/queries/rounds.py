"""Rounds: which have been reviewed, and in which stage each stands."""

from typing import Any

from giaoban.core.conduct.phases import Phase
from giaoban.queries import factsheets
from giaoban.records.models import FrozenFactsheet, RoundStage


def published() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return each round that has a factsheet, with the header of its latest one, by id."""
    rows = FrozenFactsheet.objects.order_by("as_of", "id").values_list("round_id", "digest")
    latest = dict(rows)
    return tuple(
        (round_id, factsheets.by_digest(digest)["header"]) for round_id, digest in sorted(latest.items())
    )


def stage(round_id: str) -> Phase:
    """Return the stage in which a round stands; one that was never opened is not published."""
    entered = RoundStage.objects.filter(round_id=round_id).values_list("stage", flat=True)
    return entered.order_by("id").last() or "unpublished"
