"""The audit: one row per write, in the same transaction as the write."""

from django.db import models

from giaoban.records.models.history import Appended


class Event(Appended):
    """Who did what to which object, when, with the particulars in `payload`."""

    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=200)
    object = models.CharField(max_length=200)
    at = models.DateTimeField()
    payload = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(verb=""), name="event_has_a_verb"),
            models.CheckConstraint(condition=~models.Q(actor=""), name="event_has_an_actor"),
        ]
        indexes = [models.Index(fields=["object", "at"], name="event_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.object}"
