"""Where tasks stand, asked of the database: which are in force, whose they are, who is silent, how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, F, Q, QuerySet

from giaoban.core.conduct.escalation import TOPIC, rules_of
from giaoban.core.conduct.policy import Scope
from giaoban.core.conduct.tasks import OPEN, STANDINGS, Rates, Standing, rates, silence
from giaoban.queries import packs
from giaoban.records.models import CoordinatingBody, Task

#: By what rates are told apart, as columns of a task.
By = Literal["body", "unit", "conference", "round"]
_COLUMNS: Mapping[By, str] = {
    "body": "lead",
    "unit": "unit_key",
    "conference": "clause__notice__conference__key",
    "round": "round_id",
}


@dataclass(frozen=True)
class Group:
    """The rates of one body, unit, conference or round, against deadlines as they are and the first ones."""

    key: str
    now: Rates
    first: Rates


def in_force() -> QuerySet[Task]:
    """Return every task that was issued; what stands in a draft is nobody's yet."""
    return Task.objects.filter(issued_on__isnull=False)


def reached(scope: Scope) -> Q:
    """Select what a scope holds: what its bodies lead or co-ordinate, and what is about its units."""
    if scope.is_all:
        return Q()
    found = Q(unit_key__in=scope.unit_keys) if scope.unit_keys else Q(pk__in=())
    if scope.bodies:
        co_ordinated = CoordinatingBody.objects.filter(body__in=scope.bodies)
        found |= Q(lead__in=scope.bodies) | Q(pk__in=co_ordinated.values("task_id"))
    return found


def standing(one: Standing, on: date, deadline: str = "due_on") -> Q:
    """Select the tasks that stand so on a day, against one of their deadlines; as core.conduct.tasks says."""
    has_one = Q(**{f"{deadline}__isnull": False})
    is_open = Q(status__in=OPEN)
    return {
        "done_on_time": Q(status="done", done_on__lte=F(deadline)),
        "done_late": Q(status="done", done_on__gt=F(deadline)),
        "open_in_time": is_open & Q(**{f"{deadline}__gte": on}),
        "open_overdue": is_open & Q(**{f"{deadline}__lt": on}),
        "no_deadline": ~has_one,
    }[one]


def silent(on: date) -> Q:
    """Select the tasks whose owners are silent on a day, each by the rules and the calendar of its pack."""
    found = Q(pk__in=())
    for pack in packs.installed():
        rules = rules_of(pack.rules.get(TOPIC, ()), on)
        if rules is not None:
            window = silence(on, pack.calendar, rules.silent_days, rules.days_before)
            near = Q(due_on__gte=on, due_on__lte=window.until, heard_on__lte=window.since)
            found |= near & Q(status="open", round_id__in=list(pack.rounds))
    return found


def grouped(rows: QuerySet[Task], on: date, by: By) -> tuple[Group, ...]:
    """Return the rates of each group, by its key; those that are of none stand under an empty one."""
    column = _COLUMNS[by]
    told = rows.order_by().values(column).annotate(**_counts(on, "due_on"), **_counts(on, "first_due_on"))
    return tuple(
        Group(row[column] or "", _rates(row, "due_on"), _rates(row, "first_due_on"))
        for row in sorted(told, key=lambda row: row[column] or "")
    )


def _counts(on: date, deadline: str) -> dict[str, Count]:
    return {f"{deadline}_{one}": Count("pk", filter=standing(one, on, deadline)) for one in STANDINGS}


def _rates(row: Mapping[str, int], deadline: str) -> Rates:
    return rates({one: row[f"{deadline}_{one}"] for one in STANDINGS})
