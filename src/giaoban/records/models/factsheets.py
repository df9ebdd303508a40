"""Factsheets that were frozen; the text itself lies in the workspace, named by its digest."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from giaoban.records.models.history import Appended


class FrozenFactsheet(Appended):
    """One freezing of one round. The same digest may be frozen again after another one was."""

    digest = models.CharField(max_length=64, db_index=True)
    pack_id = models.CharField(max_length=40)
    round_id = models.CharField(max_length=80)
    as_of = models.CharField(max_length=40)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["as_of", "id"]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("digest"), 64), name="factsheet_digest_is_sha256"),
        ]
        indexes = [models.Index(fields=["round_id", "as_of"], name="factsheet_by_round")]

    def __str__(self) -> str:
        return f"{self.round_id} as of {self.as_of} ({self.digest[:12]})"
