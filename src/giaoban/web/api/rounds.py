"""Rounds: in which one reports or verifies, with the deadline and where one's own reports stand."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest

from giaoban.core.conduct import workflow
from giaoban.core.conduct.people import Actor
from giaoban.core.conduct.phases import Phase
from giaoban.core.conduct.policy import Subject, may
from giaoban.core.conduct.workflow import Status
from giaoban.queries import desks, rounds
from giaoban.queries.desks import Owed
from giaoban.queries.rounds import Schedule
from giaoban.web.actors import actor_of
from giaoban.web.api.calls import serves
from giaoban.web.api.schemas import Told
from giaoban.web.components.wordings import words_of


class Report(Told):
    """One unit's report: where it stands, and how many required lines have no answer yet."""

    unit_key: str
    unit_name: str
    status: Status
    waits_for: str
    unanswered: int


class Round(Told):
    """A round under way: its stage, its deadline, the working days left, and one's own units' reports."""

    round_id: str
    title: str
    period: str
    stage: Phase
    due_on: date
    days_left: int
    reports: list[Report]


class Rounds(Told):
    """The rounds in which one reports or verifies, the nearest deadline first."""

    rounds: list[Round]


@serves("desk.read", tells=Rounds)
def list_rounds(request: HttpRequest) -> Rounds:
    """List the rounds in which I report or verify."""
    actor = actor_of(request)
    owed = desks.owed(actor.unit_keys)
    mine = {one.schedule.review.round_id for one in owed}
    found = [one for one in rounds.schedules() if one.review.round_id in mine or _may_verify(actor, one)]
    found.sort(key=lambda one: (one.phase == "closed", one.plan.due_on))
    return Rounds(rounds=[_told(one, owed) for one in found])


def _may_verify(actor: Actor, schedule: Schedule) -> bool:
    has_form = bool(schedule.review.settings.get("form"))
    return has_form and may(actor, "submission.read", Subject("submission"), schedule.phase).allowed


def _told(schedule: Schedule, owed: Iterable[Owed]) -> Round:
    review = schedule.review
    reports = [_report(one) for one in owed if one.schedule.review.round_id == review.round_id]
    return Round(
        round_id=review.round_id,
        title=words_of(schedule.pack).title(review),
        period=review.period.text,
        stage=schedule.phase,
        due_on=schedule.plan.due_on,
        days_left=schedule.days_left,
        reports=reports,
    )


def _report(owed: Owed) -> Report:
    status = owed.standing.status
    return Report(
        unit_key=owed.unit.unit_key,
        unit_name=owed.unit.full_name,
        status=status,
        waits_for=workflow.next_role(status),
        unanswered=owed.unanswered,
    )
