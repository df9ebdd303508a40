"""The store's manifest: a segment exists for readers from the moment it has a row here."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from giaoban.records.models.history import Appended

KINDS = ("figures", "targets", "results")


class Segment(Appended):
    """One segment of one pack; one content may be recorded again after a correction was taken back."""

    sha256 = models.CharField(max_length=64, db_index=True)
    pack_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    round_id = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    files = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="segment_name_is_sha256"),
            models.CheckConstraint(condition=models.Q(rows__gt=0), name="segment_has_rows"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="segment_kind_is_known"),
        ]
        indexes = [models.Index(fields=["pack_id", "recorded_at"], name="segment_by_pack")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]} ({self.rows} rows)"


class CompactSegment(Appended):
    """A file that holds the rows of many segments again, each with the name of its segment; it adds none."""

    sha256 = models.CharField(max_length=64)
    pack_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    rows = models.PositiveIntegerField()
    covers = models.JSONField()
    compacted_at = models.DateTimeField()
    compacted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["compacted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pack_id", "sha256"], name="compact_is_recorded_once"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="compact_name_is_sha256"),
            models.CheckConstraint(condition=models.Q(rows__gt=0), name="compact_has_rows"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="compact_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]} ({len(self.covers)} segments, {self.rows} rows)"
