"""Convocations: the letters that called people to a conference, each with what it told."""

from django.db import models

from giaoban.core.conduct.convocations import METHODS
from giaoban.records.models.conferences import Delegate


class Convocation(models.Model):
    """One letter to one delegate. Its row is there before the mail goes out, so none goes out twice."""

    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="convocations")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=8)
    #: What it told (core.conduct.convocations.Programme.digest).
    digest = models.CharField(max_length=64)
    #: The mail server said no: it is tried again, with a row of its own.
    is_refused = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["delegate", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method__in=METHODS), name="convocation_method_is_known"
            ),
            models.UniqueConstraint(
                fields=["delegate", "sequence"],
                condition=models.Q(is_refused=False),
                name="convocation_is_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} {self.method} {self.sequence}"
