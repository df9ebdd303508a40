"""Papers: the files of a conference or of one of its items, for whom they are, and who has opened them."""

from django.db import models

from giaoban.core.conduct.papers import READERS
from giaoban.records.models.conferences import AgendaItem, Conference
from giaoban.records.models.history import Appended


class Paper(models.Model):
    """One file. One that is replaced or withdrawn stays, and no longer holds."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="papers")
    #: Empty where it belongs to the conference as a whole.
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="papers"
    )
    title = models.CharField(max_length=300)
    audience = models.CharField(max_length=10)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    classification = models.CharField(max_length=30)
    #: It came later than the rules ask for.
    is_late = models.BooleanField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["conference", "item__number", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="paper_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(audience__in=tuple(READERS)), name="paper_audience_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(reason=""),
                name="paper_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperReading(Appended):
    """When a person opened a paper for the first time."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="readings")
    person = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["paper", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "person"], name="paper_is_first_opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.paper}"
