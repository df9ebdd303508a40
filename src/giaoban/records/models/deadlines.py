"""Deadlines: every change of one, with the day that it was and the day that it is."""

from django.db import models

from giaoban.records.models.history import Appended

#: It was extended by a decision, moved by a changed calendar, or set anew for what came back.
CAUSES = ("extended", "calendar", "reopened")


class DeadlineChange(Appended):
    """One change of the deadline of a petition, a contribution or a task: `petition/12`, `task/5`."""

    object = models.CharField(max_length=80)
    was_on = models.DateField()
    is_on = models.DateField()
    cause = models.CharField(max_length=10)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["object", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(cause__in=CAUSES), name="deadline_cause_is_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="deadline_change_has_a_reason"),
        ]
        indexes = [models.Index(fields=["object"], name="deadline_change_by_object")]

    def __str__(self) -> str:
        return f"{self.object} {self.was_on} → {self.is_on}"
