"""Positions: what units write before a conference, in versions, split and clustered by the centre."""

from django.db import models

from giaoban.core.conduct.positions import KINDS
from giaoban.records.models.conferences import AgendaItem, Conference
from giaoban.records.models.history import Appended


class Position(models.Model):
    """One position, difficulty or petition of a unit, or one part of a compound one.

    Its conference's row is locked by whoever writes anything of it. `version` is the latest at the unit's
    desk, `filed` the one that the centre reads; None before the leader files it.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="positions")
    unit_key = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    filed = models.PositiveIntegerField(null=True)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=254, blank=True)
    #: Given when it is filed first, and kept: counted by unit, and as its pack writes it.
    ordinal = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=80, blank=True)
    #: What a part was split from, and its place in that.
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    part = models.PositiveIntegerField(default=0)
    #: The subject that the centre gave it; empty where that of the unit stands.
    given_subject = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=254, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["conference", "unit_key", "ordinal", "part", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "number"], condition=~models.Q(number=""), name="position_number_once"
            ),
            models.UniqueConstraint(fields=["origin", "part"], name="position_part_once"),
            models.CheckConstraint(
                condition=models.Q(filed=None, number="", filed_at=None)
                | (models.Q(filed__gt=0, filed_at__isnull=False) & ~models.Q(number="")),
                name="what_is_filed_has_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(filed=None) | models.Q(filed__lte=models.F("version")),
                name="what_is_filed_was_written",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_reason=""),
                name="what_is_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.unit_key} {self.pk}"


class PositionVersion(Appended):
    """One version of a position as somebody saved it.

    The audit holds its seal, the hash of content and salt, and never the content: drafts stay at the unit.
    """

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    text = models.TextField()
    subject = models.CharField(max_length=60, blank=True)
    addressee = models.CharField(max_length=60, blank=True)
    body = models.TextField(blank=True)
    indicator = models.CharField(max_length=80, blank=True)
    cause = models.TextField(blank=True)
    #: An item that is taken off the agenda leaves what was written on it.
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="positions"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ["position", "version"]
        constraints = [
            models.UniqueConstraint(fields=["position", "version"], name="position_version_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="position_kind_is_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="position_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.position} v{self.version}"


class PositionCluster(models.Model):
    """Positions of one kind that ask the same: they are answered together, once."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="clusters")
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["conference", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="cluster_kind_is_known"),
            models.CheckConstraint(condition=~models.Q(title=""), name="cluster_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ClusterMember(models.Model):
    """One position in a cluster: with which version it was put there, and when it was taken out again."""

    cluster = models.ForeignKey(PositionCluster, on_delete=models.PROTECT, related_name="members")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="memberships")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["cluster", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["position"], condition=models.Q(left_at=None), name="one_cluster_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.position}"
