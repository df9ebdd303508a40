"""Deadlines: every day that people of a pack's rounds wait for and that is still to come, by its name."""

from collections.abc import Iterator
from datetime import date

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.conduct.schedules import DEADLINE
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack, Round
from giaoban.queries import rounds, screens
from giaoban.records.models import RoundStage


def of_pack(pack: Pack, calendar: Calendar) -> dict[str, date]:
    """Return each deadline under a calendar: reports, stages not entered yet, replies that are waited for.

    Shape:   named by the round and what is due: `2026-annual/reporting_deadline`, `2026-annual/verifying`,
             `2026-annual/reply:0123456789abcdef`.
    """
    named = ((review, dict(_of_round(pack, review, calendar))) for review in pack.rounds.values())
    return {f"{review.round_id}/{name}": day for review, found in named for name, day in found.items()}


def _of_round(pack: Pack, review: Round, calendar: Calendar) -> Iterator[tuple[str, date]]:
    entered = set(RoundStage.objects.filter(round_id=review.round_id).values_list("stage", flat=True))
    for name, day in rounds.plan_of(pack, review, calendar).deadlines().items():
        if name == DEADLINE or name not in entered:
            yield name, day
    for signal_id, day in screens.replies_due(review.round_id).items():
        yield f"reply:{signal_id}", due_on(day, calendar)
