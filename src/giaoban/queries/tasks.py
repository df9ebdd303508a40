"""Tasks: what the clauses of a conference's notice ask of whom, and which bodies may be asked."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.resolutions import Assignment
from giaoban.core.errors import NotFound
from giaoban.queries import packs
from giaoban.records.models import CoordinatingBody, Organisation, Task


@dataclass(frozen=True)
class Body:
    """One body that may be given a task: an organisation, or the office of a unit that has none here."""

    key: str
    name: str


@dataclass(frozen=True)
class Bodies:
    """Every body that may be given a task of a round; `known` also names those that no longer act."""

    open: tuple[Body, ...]
    known: tuple[Body, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what each body is called, by its key."""
        return {one.key: one.name for one in (*self.known, *self.open)}


def bodies(round_id: str) -> Bodies:
    """Return the bodies that may be given a task: organisations that act, then units without one."""
    pack, review = packs.of_round(round_id)
    rows = list(Organisation.objects.order_by("name"))
    with_office = {one.unit_key for one in rows if one.is_active}
    units = {one.unit_key: Body(f"{UNIT}{one.unit_key}", one.full_name) for one in pack.units_of(review)}
    acting = tuple(Body(one.key, one.name) for one in rows if one.is_active)
    without = tuple(body for unit_key, body in units.items() if unit_key not in with_office)
    return Bodies((*acting, *without), (*(Body(one.key, one.name) for one in rows), *units.values()))


def of_conference(conference: str) -> tuple[Task, ...]:
    """Return the tasks of a conference's notice in the order of its clauses, each with its bodies."""
    rows = Task.objects.filter(clause__notice__conference__key=conference, clause__is_removed=False)
    others = Prefetch("others", CoordinatingBody.objects.order_by("number"))
    return tuple(rows.select_related("clause").prefetch_related(others).order_by("clause__place", "id"))


def by_id(conference: str, task_id: int) -> Task:
    """Return one task of a conference's notice.

    Raises:  NotFound if there is none.
    """
    found = next((one for one in of_conference(conference) if one.pk == task_id), None)
    if found is None:
        raise NotFound("There is no such task", "See the tasks of the conference.")
    return found


def assignment(task: Task) -> Assignment:
    """Return a task as the rules see it."""
    return Assignment(
        task.pk,
        tuple(filter(None, [task.lead])),
        tuple(one.body for one in task.others.all()),
        task.what,
        task.due_on,
        task.precision,  # type: ignore[arg-type]
        task.responsibility,
        task.authority,
        task.product,
    )
