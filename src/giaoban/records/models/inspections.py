"""Inspections: a year's plan, whom and what each of its rows inspects, and what was decided of overlaps."""

from django.db import models

from giaoban.core.conduct.inspections import DECISIONS
from giaoban.records.models.history import Appended


class Inspection(models.Model):
    """One row of a plan: which body of which branch inspects, from when on; `ends_on` is the day after it.

    `branch` is a code of the pack, `number` what the plan calls the row. `version` counts its changes: a
    decision of an overlap holds for the versions that it saw.
    """

    pack_id = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60)
    body = models.CharField(max_length=200)
    branch = models.CharField(max_length=60)
    begins_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    #: Number, body and objects without case and marks, to be searched.
    folded = models.TextField(blank=True)
    cancelled = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["begins_on", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack_id", "year", "number"], name="inspection_number_once_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("begins_on")), name="inspection_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(body="") & ~models.Q(branch=""),
                name="inspection_is_named",
            ),
        ]
        indexes = [models.Index(fields=["pack_id", "begins_on", "ends_on"], name="inspection_by_days")]

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


class InspectionObject(models.Model):
    """One organisation that is inspected, as the plan names it."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="objects_of")
    name = models.CharField(max_length=200)
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["inspection", "place"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "name"], name="object_inspected_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="inspected_object_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class InspectionContent(models.Model):
    """One content that is looked at: a code of the pack, "finance.budget" within "finance"."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="contents_of")
    code = models.CharField(max_length=80)

    class Meta:
        ordering = ["inspection", "code"]
        constraints = [models.UniqueConstraint(fields=["inspection", "code"], name="content_inspected_once")]

    def __str__(self) -> str:
        return self.code


class OverlapDecision(Appended):
    """What people decided of an overlap of two rows, in the versions that they saw; the last one counts."""

    first = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="decided_first")
    second = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="decided_second")
    first_version = models.PositiveIntegerField()
    second_version = models.PositiveIntegerField()
    decision = models.CharField(max_length=10)
    #: Which of the two is dropped.
    dropped = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=DECISIONS), name="overlap_decision_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="dropped", dropped__isnull=False)
                | (~models.Q(decision="dropped") & models.Q(dropped=None)),
                name="who_drops_says_which",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="overlap_decision_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="overlap_is_of_two_in_order"
            ),
        ]
        indexes = [models.Index(fields=["first", "second"], name="overlap_decision_by_pair")]

    def __str__(self) -> str:
        return f"{self.first} × {self.second}: {self.decision}"
