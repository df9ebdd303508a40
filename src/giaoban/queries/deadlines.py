"""Deadlines: every day that people of a pack's rounds wait for and that is still to come, by its name."""

from collections.abc import Iterable, Iterator
from datetime import date

from giaoban.core.conduct.deadlines import Moved, Term, due_on, follow_all
from giaoban.core.conduct.schedules import DEADLINE
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack, Round
from giaoban.queries import notices, rounds, screens
from giaoban.queries.task_standings import in_force
from giaoban.records.models import Conference, Contribution, Petition, RoundStage, Task


def of_pack(pack: Pack, calendar: Calendar) -> dict[str, date]:
    """Return each deadline under a calendar: reports, stages not entered yet, replies and notices waited for.

    Shape:   named by the round and what is due: `2026-annual/reporting_deadline`, `2026-annual/verifying`,
             `2026-annual/reply:0123456789abcdef`, `2026-annual/notice:2026-annual`.
    """
    named = ((review, dict(_of_round(pack, review, calendar))) for review in pack.rounds.values())
    return {f"{review.round_id}/{name}": day for review, found in named for name, day in found.items()}


def moved_by(pack: Pack, before: Calendar, after: Calendar, today: date) -> tuple[Moved, ...]:
    """Return the open deadlines of petitions, contributions and tasks that a changed calendar moves.

    Shape:   named by what they are of: `petition/12`, `contribution/3`, `task/5`.
    """
    return follow_all(_set_in(tuple(pack.rounds), today), before, after, today)


def objects(names: Iterable[str]) -> dict[str, str]:
    """Return what deadlines are of, in words: the number of a petition, what a task asks for."""
    keys: dict[str, list[int]] = {"petition": [], "contribution": [], "task": []}
    for name in names:
        kind, _slash, key = name.partition("/")
        if kind in keys:
            keys[kind].append(int(key))
    tables = (
        ("petition", Petition.objects, "number"),
        ("contribution", Contribution.objects, "petition__number"),
        ("task", Task.objects, "what"),
    )
    return {
        f"{kind}/{key}": said
        for kind, rows, column in tables
        if keys[kind]
        for key, said in rows.filter(pk__in=keys[kind]).values_list("id", column)
    }


def _set_in(round_ids: tuple[str, ...], today: date) -> Iterator[Term]:
    """Yield every deadline that was set in these rounds and is still to come.

    Edges:   none of a draft: it is settled when the notice is issued, by the calendar as it stands then.
    """
    to_come = {"due_on__gte": today}
    led = Petition.objects.filter(round_id__in=round_ids, stage="assigned", **to_come).order_by("id")
    for key, day, days, since in led.values_list("id", "due_on", "due_days", "due_from"):
        yield Term(f"petition/{key}", day, days, since)
    # Also of who leads by now: given back, the petition finds a contribution owed by a working day.
    asked = Contribution.objects.filter(
        petition__round_id__in=round_ids, petition__stage="assigned", given_on=None, **to_come
    ).order_by("id")
    for key, day, days, since in asked.values_list("id", "due_on", "due_days", "asked_on"):
        yield Term(f"contribution/{key}", day, days, since)
    tasks = in_force().filter(round_id__in=round_ids, **to_come).exclude(status="done").order_by("id")
    for key, day in tasks.values_list("id", "due_on"):
        yield Term(f"task/{key}", day)


def _of_round(pack: Pack, review: Round, calendar: Calendar) -> Iterator[tuple[str, date]]:
    entered = set(RoundStage.objects.filter(round_id=review.round_id).values_list("stage", flat=True))
    for name, day in rounds.plan_of(pack, review, calendar).deadlines().items():
        if name == DEADLINE or name not in entered:
            yield name, day
    for signal_id, day in screens.replies_due(review.round_id).items():
        yield f"reply:{signal_id}", due_on(day, calendar)
    for conference in Conference.objects.filter(round_id=review.round_id, stage="adjourned"):
        day = notices.due_under(conference, pack, calendar)
        if day:
            yield f"notice:{conference.key}", day
