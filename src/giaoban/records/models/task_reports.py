"""What becomes of a task: reports, products, longer deadlines that were asked for, and what was decided."""

from django.db import models

from giaoban.records.models.history import Appended
from giaoban.records.models.tasks import Task


class TaskReport(Appended):
    """What a body said of a task on a day; with `done_on` its lead says that it was done on that day."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    body = models.CharField(max_length=80)
    text = models.TextField()
    done_on = models.DateField(null=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["task", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="task_report_has_a_text"),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(done_on__lte=models.F("on")),
                name="task_is_not_done_in_the_future",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.on}"


class TaskProduct(Appended):
    """One file that a task brought forth, as it came; it is the evidence with which the task is closed."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    classification = models.CharField(max_length=20)
    findings = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["task", "id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "sha256"], name="task_product_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ExtensionRequest(Appended):
    """A body asks for a later deadline; what is decided of it stands beside it."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="requests")
    body = models.CharField(max_length=80)
    to_on = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["task", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="extension_is_asked_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.to_on}"


class ExtensionDecision(Appended):
    """What became of a request: the day that was granted, or that none was; each is decided once."""

    request = models.OneToOneField(ExtensionRequest, on_delete=models.PROTECT, related_name="decision")
    granted_on = models.DateField(null=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["request"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="extension_decided_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.granted_on or '–'}"


class TaskVerdict(Appended):
    """What a second person said of a report that a task is done: closed, or sent back with the reason.

    `no_file` says why there is no file among the products of a task that was closed.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="verdicts")
    report = models.OneToOneField(TaskReport, on_delete=models.PROTECT, related_name="verdict")
    is_closed = models.BooleanField()
    reason = models.TextField(blank=True)
    no_file = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["task", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_closed=True) | ~models.Q(reason=""),
                name="task_is_sent_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.on}"
