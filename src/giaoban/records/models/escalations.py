"""Escalations: which person was told of which thing in which step, so that no step is told twice."""

from django.db import models

from giaoban.records.models.history import Appended


class Escalation(Appended):
    """One step of one thing (`task/5`, `petition/7`, `contribution/3`) towards one person, before its mail.

    A step is counted from `due_on`, so a deadline that was extended has its steps anew. The mail of a day
    itself has no object.
    """

    person = models.CharField(max_length=254)
    object = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "object", "due_on", "step"], name="one_escalation_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.object} {self.step}"
