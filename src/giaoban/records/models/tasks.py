"""Tasks: what a clause of a notice or a directive asks of one body that leads, with whom and by when."""

from typing import Any

from django.db import models
from django.db.models.lookups import In

from giaoban.core.conduct.resolutions import PRECISIONS
from giaoban.core.conduct.tasks import STATUSES
from giaoban.records.models.directives import Directive
from giaoban.records.models.notices import Clause


@models.BigAutoField.register_lookup
class Among(In):
    """Whether a key is one of some thousands that are asked first; each row is then looked up by its key.

    PostgreSQL would read the whole table beside them, as it takes every such look for one at a slow disk.
    """

    lookup_name = "among"

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """Return the condition over the keys as an array, which is made before anything else."""
        condition, values = self.as_sql(compiler, connection)
        return f"{condition.replace(' IN (', ' = ANY (ARRAY(', 1)})", values


class Task(models.Model):
    """One task with its six clarities; a draft's may lack some, an issued notice's none.

    It comes from a clause or from a directive. A body is an organisation by its key, or `unit/<unit_key>`
    where the unit has no office here.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    #: The round in which it was set: its pack and its calendar hold.
    round_id = models.CharField(max_length=80)
    #: The figure that it is to move, and of which unit, where there is one.
    indicator = models.CharField(max_length=80, blank=True)
    unit_key = models.CharField(max_length=60, blank=True)
    #: The one body that leads.
    lead = models.CharField(max_length=80, blank=True)
    what = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    #: The deadline that the notice set, as a working day: it stays, whatever is extended later.
    first_due_on = models.DateField(null=True)
    #: The day from which it holds; empty while its notice is a draft.
    issued_on = models.DateField(null=True)
    #: The day on which its lead last said anything of it; that of its issue before.
    heard_on = models.DateField(null=True)
    precision = models.CharField(max_length=5, default="day")
    responsibility = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    product = models.TextField(blank=True)
    #: `reported` its lead says that it is done; `done` a second person has seen that it is.
    status = models.CharField(max_length=12, default="open")
    #: Who said that it is done: another person has to see that it is.
    reported_by = models.CharField(max_length=254, blank=True)
    #: The day on which it was done, as a second person confirmed it.
    done_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=254, blank=True)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["clause__place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(precision__in=PRECISIONS), name="task_precision_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on=None) | models.Q(first_due_on__isnull=False),
                name="task_keeps_its_first_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(clause=None) ^ models.Q(directive=None), name="task_comes_from_one_thing"
            ),
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="task_status_is_known"),
            models.CheckConstraint(
                condition=(~models.Q(status="done") & models.Q(done_on=None, closed_by=""))
                | (models.Q(status="done", done_on__isnull=False) & ~models.Q(closed_by="")),
                name="only_a_done_task_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="done") | ~models.Q(closed_by=models.F("reported_by")),
                name="nobody_closes_their_own_task",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="task_by_status_and_day"),
            models.Index(fields=["lead", "status", "due_on"], name="task_by_lead"),
            models.Index(fields=["unit_key"], name="task_by_unit"),
            models.Index(fields=["round_id"], name="task_by_round"),
            models.Index(fields=["indicator", "round_id"], name="task_by_indicator"),
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(status__in=("open", "reported")),
                name="task_open_by_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class CoordinatingBody(models.Model):
    """One body that works on a task beside the one that leads, in the order in which it is named."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="others")
    body = models.CharField(max_length=80)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["task", "number"]
        verbose_name_plural = "co-ordinating bodies"
        constraints = [
            models.CheckConstraint(condition=~models.Q(body=""), name="coordinating_body_is_named"),
            models.UniqueConstraint(fields=["task", "body"], name="body_co_ordinates_once"),
        ]
        indexes = [models.Index(fields=["body", "task"], name="task_by_co_ordinating_body")]

    def __str__(self) -> str:
        return self.body
