"""Directives: documents by which a level directs those below it, and how they hang together."""

from django.db import models

from giaoban.core.conduct.directive_reviews import KINDS
from giaoban.core.conduct.directives import EDGES
from giaoban.records.models.history import Appended


class Directive(models.Model):
    """One document by its symbol; who issued it and what kind it is stand apart, as the symbol says neither.

    `unit_key` is the unit at whose level it was issued, empty for the centre.
    """

    symbol = models.CharField(max_length=80)
    #: The number without leading zeros, and the type as the symbol has it; kept to be searched by.
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200)
    unit_key = models.CharField(max_length=60, blank=True)
    #: The term in which its issuer counts from one again, or the year.
    term = models.CharField(max_length=20)
    title = models.CharField(max_length=500)
    issued_on = models.DateField()
    in_force_from = models.DateField(null=True)
    #: The first day on which it no longer holds, and why, where it was ended by hand.
    in_force_to = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    #: Units are to carry it out by documents of their own, by a day where one is set.
    is_cascaded = models.BooleanField(default=False)
    concretised_by = models.DateField(null=True)
    #: The attached text; a reference only where there is none.
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=500, blank=True)
    #: What it is found by, without case and marks.
    folded = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["-issued_on", "symbol"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "type", "kind", "number", "term"], name="directive_number_once_a_term"
            ),
            models.CheckConstraint(
                condition=~models.Q(symbol="") & ~models.Q(issuer="") & ~models.Q(title=""),
                name="directive_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_to=None)
                | models.Q(in_force_to__gte=models.F("in_force_from"))
                | models.Q(in_force_from=None),
                name="directive_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(concretised_by=None) | models.Q(is_cascaded=True),
                name="only_a_cascaded_directive_has_a_day_for_units",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_key", "is_cascaded"], name="directive_by_unit"),
            models.Index(fields=["symbol"], name="directive_by_symbol"),
        ]

    def __str__(self) -> str:
        return self.symbol


class DirectiveEdge(models.Model):
    """How one document bears on another, from a day on; one that was entered wrongly is taken back."""

    source = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="edges")
    target = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="edges_back")
    kind = models.CharField(max_length=12)
    #: Whether only a part of the target is replaced.
    is_partial = models.BooleanField(default=False)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=254, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=models.Q(withdrawn_at=None),
                name="directive_edge_once",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=EDGES), name="directive_edge_is_known"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="directive_is_not_its_own_basis"
            ),
            models.CheckConstraint(
                condition=models.Q(is_partial=False) | models.Q(kind="replaces"),
                name="only_a_replacement_is_of_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.target}"


class DirectiveWaiver(Appended):
    """What a unit said once: that it needs no document of its own, and why; its latest word counts."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="waivers")
    unit_key = models.CharField(max_length=60)
    reason = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["directive", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_a_reason"),
            models.CheckConstraint(condition=~models.Q(unit_key=""), name="waiver_is_of_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.unit_key}"


class DirectiveReview(models.Model):
    """One review of a document, in between or at its end: when it is due, and when and how it was held."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=7)
    due_on = models.DateField()
    #: The day that was set first: it stays, whatever is put off later.
    first_due_on = models.DateField()
    held_on = models.DateField(null=True)
    #: By which report, or with which result.
    outcome = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="directive_review_is_known"),
            models.UniqueConstraint(
                fields=["directive", "kind", "first_due_on"], name="directive_review_planned_once"
            ),
            models.CheckConstraint(
                condition=models.Q(held_on=None, outcome="")
                | (~models.Q(outcome="") & ~models.Q(held_on=None)),
                name="held_review_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.kind} {self.due_on}"
