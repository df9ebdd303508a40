"""Minutes: every version of the texts of an item, and the steps by which minutes are signed and reopened."""

from django.db import models

from giaoban.core.conduct.minutes import PARTS, STEPS
from giaoban.records.models.conferences import AgendaItem, Conference
from giaoban.records.models.history import Appended


class MinuteVersion(Appended):
    """One version of one text of an item of the agenda; the audit holds its seal, never the text."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minute_versions")
    part = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    #: Typed over an older version than the one that stood: kept, but it does not stand.
    is_aside = models.BooleanField(default=False)
    #: Of a text of decisions: the number of each in its order.
    decisions = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ["item", "part", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "part", "number"], name="minute_version_once"),
            models.CheckConstraint(condition=models.Q(part__in=PARTS), name="minute_part_is_known"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="minute_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.part} v{self.number}"


class MinuteStep(Appended):
    """One step with the minutes of a conference; `digest` is of what was signed."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="minute_steps")
    kind = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=STEPS), name="minute_step_is_known"),
            models.CheckConstraint(
                condition=~models.Q(kind="reopened") | ~models.Q(reason=""), name="reopening_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference} {self.kind}"
