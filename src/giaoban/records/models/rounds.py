"""Rounds in motion: the stages that a round has entered, and edits of a pack's working calendar."""

from django.db import models

from giaoban.core.conduct.phases import STAGES
from giaoban.records.models.history import Appended


class RoundStage(Appended):
    """One stage that a round entered; the last one is where it stands. No stage is entered twice."""

    round_id = models.CharField(max_length=80)
    stage = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round_id", "stage"], name="one_entry_a_stage"),
            models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="stage_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.stage}"


class CalendarDay(Appended):
    """One day of a pack's calendar as this installation changed it; the last row of a day counts."""

    pack_id = models.CharField(max_length=40)
    day = models.DateField()
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=("off", "working")), name="day_kind_is_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="changed_day_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
