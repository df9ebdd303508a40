"""Tasks: what a clause of a notice asks of one body that leads, with whom, by when and with which product."""

from django.db import models

from giaoban.core.conduct.resolutions import PRECISIONS
from giaoban.records.models.notices import Clause


class Task(models.Model):
    """One task with its six clarities; a draft's may lack some, an issued notice's none.

    A body is an organisation by its key, or `unit/<unit_key>` where the unit has no office here.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="tasks")
    #: The one body that leads.
    lead = models.CharField(max_length=80, blank=True)
    what = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    #: The deadline that the notice set: it stays, whatever is extended later.
    first_due_on = models.DateField(null=True)
    precision = models.CharField(max_length=5, default="day")
    responsibility = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    product = models.TextField(blank=True)
    status = models.CharField(max_length=12, default="open")
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

    def __str__(self) -> str:
        return self.body
