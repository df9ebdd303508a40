"""Rounds: which have been reviewed, in which stage each stands, and when which stage begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from giaoban.core.conduct.phases import STAGES, Phase, Stage, following
from giaoban.core.conduct.schedules import TOPIC, Plan, plan
from giaoban.core.conduct.workflow import is_open_phase
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack, Round
from giaoban.queries import factsheets, packs
from giaoban.records.models import Event, FrozenFactsheet, RoundStage

OPENED, ADVANCED = "round.opened", "round.advanced"


@dataclass(frozen=True)
class Step:
    """One stage of a round: when it is to begin, if that was set; when it did, by whom and why, if it did."""

    stage: Stage
    planned_on: date | None
    at: datetime | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Schedule:
    """A round in time, on one day: where it stands, what is laid down for it, and each of its stages.

    `days_left` are the working days until the deadline of reports; below 0 it has passed.
    """

    pack: Pack
    review: Round
    today: date
    phase: Phase
    plan: Plan
    steps: tuple[Step, ...]
    days_left: int

    @property
    def conference_on(self) -> date:
        """Return the day of the conference."""
        return self.plan.begins_on("conference") or date.fromisoformat(
            str(self.review.settings["conference_on"])
        )

    @property
    def next(self) -> Stage | None:
        """Return the stage that comes next; None once the round is closed."""
        return following(self.phase)


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


def moving() -> tuple[str, ...]:
    """Return the rounds in whose stage figures move, by id."""
    stages = dict(RoundStage.objects.order_by("id").values_list("round_id", "stage"))
    return tuple(sorted(round_id for round_id, one in stages.items() if is_open_phase(one)))  # type: ignore[arg-type]


def plan_of(pack: Pack, review: Round, calendar: Calendar | None = None) -> Plan:
    """Return what is laid down for a round, by the calendar that holds or by another one."""
    return plan(review, pack.rules.get(TOPIC, ()), calendar or pack.calendar)


def schedule(round_id: str, on: date | None = None) -> Schedule:
    """Return the round in time as it stands on a day, today if none is given.

    Raises:  NotFound if there is no such round.
    """
    pack, review = packs.of_round(round_id)
    return _schedule(pack, review, on or timezone.localdate())


def schedules(on: date | None = None) -> tuple[Schedule, ...]:
    """Return every round of every pack in time, the latest conference first."""
    today = on or timezone.localdate()
    found = [_schedule(pack, review, today) for pack in packs.installed() for review in pack.rounds.values()]
    order = [(str(one.review.settings["conference_on"]), one.review.round_id) for one in found]
    return tuple(one for _, one in sorted(zip(order, found, strict=True), key=lambda pair: pair[0])[::-1])


def _schedule(pack: Pack, review: Round, today: date) -> Schedule:
    laid_down = plan_of(pack, review)
    steps = tuple(_steps(review.round_id, laid_down))
    entered = [one.stage for one in steps if one.at]
    return Schedule(
        pack,
        review,
        today,
        entered[-1] if entered else "unpublished",
        laid_down,
        steps,
        pack.calendar.days_left(today, laid_down.due_on),
    )


def _steps(round_id: str, laid_down: Plan) -> Iterator[Step]:
    entered = {row.stage: row for row in RoundStage.objects.filter(round_id=round_id)}
    told = Event.objects.filter(object=round_id, verb__in=(OPENED, ADVANCED)).values_list(
        "payload", flat=True
    )
    reasons = {one["to"]: one.get("reason", "") for one in told} if entered else {}
    for name in STAGES:
        row, planned = entered.get(name), laid_down.begins_on(name)
        known = (row.at, row.by, reasons.get(name, "")) if row else ()
        yield Step(name, planned, *known)
