"""Histories of tasks: what was reported, brought, asked for, decided and moved, as one page of it shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from giaoban.core.conduct.tasks import Standing, status
from giaoban.core.errors import NotFound
from giaoban.queries import conferences, evidence
from giaoban.records.models import (
    Clause,
    DeadlineChange,
    ExtensionRequest,
    Task,
    TaskProduct,
    TaskReport,
    TaskVerdict,
)


@dataclass(frozen=True)
class History:
    """All that became of one task, each kind in the order in which it came.

    `taken_up` are the clauses of later notices whose item of the agenda took the task up.
    """

    reports: tuple[TaskReport, ...]
    products: tuple[TaskProduct, ...]
    requests: tuple[ExtensionRequest, ...]
    changes: tuple[DeadlineChange, ...]
    verdicts: tuple[TaskVerdict, ...]
    taken_up: tuple[Clause, ...]

    @property
    def claim(self) -> TaskReport | None:
        """Return the latest report that says that the task is done; None where none does."""
        return next((one for one in reversed(self.reports) if one.done_on), None)

    @property
    def asked(self) -> ExtensionRequest | None:
        """Return the request that waits for a decision; None where none does."""
        return next((one for one in self.requests if not hasattr(one, "decision")), None)


def of_task(task: Task) -> History:
    """Return the history of a task."""
    return History(
        tuple(task.reports.all()),
        tuple(task.products.all()),
        tuple(task.requests.select_related("decision")),
        tuple(DeadlineChange.objects.filter(object=name(task)).order_by("id")),
        tuple(task.verdicts.select_related("report")),
        conferences.taken_up(name(task)),
    )


def name(task: Task) -> str:
    """Return what a task is called wherever something is said of it: `task/5`."""
    return f"{conferences.TASK}{task.pk}"


def first_standing(task: Task, on: date) -> Standing:
    """Return where a task stands against the deadline that was set first."""
    return status(task.first_due_on, task.done_on, on)


def open_request(task: Task) -> ExtensionRequest | None:
    """Return the request for a later deadline that waits for a decision; None where none does."""
    return task.requests.filter(decision=None).first()


def product(task_id: int, product_id: int) -> TaskProduct:
    """Return one product of a task.

    Raises:  NotFound if there is none.
    """
    found = TaskProduct.objects.filter(Q(pk=product_id), task_id=task_id).first()
    if found is None:
        raise NotFound("There is no such file", "See the list of files.")
    return found


def content(one: TaskProduct) -> bytes:
    """Return the bytes of a product, as they came.

    Raises:  NotFound if they are not in the workspace any more, or are no longer what they were.
    """
    return evidence.stored(one.sha256)
