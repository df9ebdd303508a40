"""Waits: what each office has to do with petitions, tasks and directives, as far as the policy lets it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, NamedTuple

from django.db.models import F, QuerySet

from giaoban.core.conduct.people import UNIT, Actor
from giaoban.core.conduct.policy import scope_of
from giaoban.queries import cascades, contributions, directive_reviews, directives, inspections
from giaoban.queries.inspections import Met
from giaoban.queries.task_standings import in_force
from giaoban.records.models import (
    Contribution,
    Directive,
    DirectiveReview,
    ExtensionRequest,
    Petition,
    Task,
)

#: Why something waits, which is also what is to be done.
Why = Literal[
    "answer", "contribute", "accept", "assign", "chase_petition", "report", "close", "decide_extension",
    "chase_task", "concretise", "review", "overlap",
]  # fmt: skip
#: A review is on the desk from this many working days before its day on.
_AHEAD = 20


class Told(NamedTuple):
    """One thing that waits: key, name, text, whose it is, its deadline, and by whose calendar it counts."""

    object: str
    label: str
    text: str
    who: str
    due_on: date | None
    place: str = ""


@dataclass(frozen=True)
class Wait:
    """All that waits for one reason, the most urgent first; `unit_key` where it is of one unit."""

    why: Why
    rows: Any
    read: Callable[[Any], Told]
    unit_key: str = ""

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def first(self, most: int) -> list[Told]:
        """Return the most urgent ones."""
        return [self.read(row) for row in self.rows[:most]]


def waits(actor: Actor, on: date) -> Iterator[Wait]:
    """Yield everything that waits for somebody on a day, reason by reason, also where it is nothing.

    Edges:   what only another person may do is not theirs: who reported a task does not close it.
    """
    yield from _of_bodies(actor)
    yield from _of_unit(actor, on)
    yield from _of_office(actor, on)


def _of_bodies(actor: Actor) -> Iterator[Wait]:
    """Yield what waits for the bodies for which somebody answers, contributes and reports."""
    if bodies := scope_of(actor, "petition.answer").bodies:
        rows = Petition.objects.filter(lead__in=bodies, stage="assigned").order_by("due_on", "id")
        yield Wait("answer", rows, _petition_of_unit)
    if bodies := scope_of(actor, "petition.contribute").bodies:
        asked = contributions.owed().filter(body__in=bodies)
        yield Wait("contribute", asked.select_related("petition").order_by("due_on", "id"), _contribution)
    if bodies := scope_of(actor, "task.report").bodies:
        rows = in_force().filter(lead__in=bodies, status="open")
        yield Wait("report", rows.order_by(_BY_DAY, "id"), _task)


def _of_unit(actor: Actor, on: date) -> Iterator[Wait]:
    """Yield what waits for who leads a unit: answers to judge, documents of the centre to carry out."""
    if units := scope_of(actor, "petition.accept").unit_keys:
        rows = Petition.objects.filter(unit_key__in=units, stage="answered").order_by("id")
        yield Wait("accept", rows, _answered)
    units = sorted(scope_of(actor, "directive.concretise").unit_keys)
    if units and (keeper := _keeper()):
        for unit_key in units:
            owed = cascades.owed(unit_key, on)
            rows = [one.directive for one in owed if one.step.answer.state == "missing"]
            yield Wait("concretise", rows, partial(_directive, keeper=keeper), unit_key)


def _of_office(actor: Actor, on: date) -> Iterator[Wait]:
    """Yield what waits for the office that assigns, follows up and confirms."""
    if scope_of(actor, "petition.assign").is_all:
        rows = Petition.objects.filter(stage="lodged").order_by("lodged_on", "id")
        yield Wait("assign", rows, _lodged)
        late = Petition.objects.filter(waits_until__lt=on).order_by("waits_until", "lodged_on", "id")
        yield Wait("chase_petition", late, _petition_of_lead)
    if scope_of(actor, "task.close").is_all:
        rows = in_force().filter(status="reported").exclude(reported_by=actor.person)
        yield Wait("close", rows.order_by(_BY_DAY, "id"), _task)
        yield Wait("chase_task", _late(on), _task)
    if scope_of(actor, "task.extend").is_all:
        asked = ExtensionRequest.objects.filter(decision=None, task__status="open").exclude(by=actor.person)
        yield Wait("decide_extension", asked.select_related("task").order_by("task__due_on", "id"), _request)
    if scope_of(actor, "directive.review").is_all and (keeper := _keeper()):
        due = [one.row for one in directive_reviews.waiting(on) if one.days_left <= _AHEAD]
        yield Wait("review", due, partial(_review, keeper=keeper))
    if scope_of(actor, "inspection.decide").is_all:
        kept = [pack.pack_id for pack in inspections.planning_packs()]
        met = [one for pack_id in kept for one in inspections.overlaps(pack_id, on.year)]
        yield Wait("overlap", [one for one in met if one.decision is None], _overlap)


def _late(on: date) -> QuerySet[Task]:
    """Return the overdue tasks of which their leads have not said that they are done."""
    return in_force().filter(status="open", due_on__lt=on).order_by("due_on", "id")


#: What has no deadline comes last.
_BY_DAY = F("due_on").asc(nulls_last=True)


def _petition(row: Petition, who: str, due_on: date | None) -> Told:
    return Told(f"petition/{row.pk}", row.number, row.text, who, due_on, row.round_id)


def _petition_of_unit(row: Petition) -> Told:
    return _petition(row, f"{UNIT}{row.unit_key}", row.due_on)


def _petition_of_lead(row: Petition) -> Told:
    return _petition(row, row.lead, row.due_on)


def _lodged(row: Petition) -> Told:
    return _petition(row, f"{UNIT}{row.unit_key}", None)


def _answered(row: Petition) -> Told:
    return _petition(row, row.lead, None)


def _contribution(row: Contribution) -> Told:
    return _petition(row.petition, f"{UNIT}{row.petition.unit_key}", row.due_on)


def _task(row: Task) -> Told:
    return Told(f"task/{row.pk}", "", row.what, row.lead, row.due_on, row.round_id)


def _request(row: ExtensionRequest) -> Told:
    return _task(row.task)._replace(who=row.body)


def _keeper() -> str:
    """Return the pack by whose calendar documents fall due; empty where none keeps a register of them."""
    return directives.keeper().pack_id if directives.is_kept() else ""


def _directive(row: Directive, keeper: str) -> Told:
    return Told(f"directive/{row.pk}", row.symbol, row.title, "", row.concretised_by, keeper)


def _review(row: DirectiveReview, keeper: str) -> Told:
    return _directive(row.directive, keeper)._replace(due_on=row.due_on)


def _overlap(met: Met) -> Told:
    """Return two inspections that meet; it is to be decided before the later of them begins."""
    first, second = met.first, met.second
    name, bodies = f"{first.number} × {second.number}", f"{first.body} × {second.body}"
    key = f"overlap/{first.pk}/{second.pk}"
    return Told(key, name, bodies, "", met.overlap.begins_on, first.pack_id)
