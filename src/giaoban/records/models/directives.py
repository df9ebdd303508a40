"""Directives: documents by which a level directs those below it, and how they hang together."""

from django.db import models

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
    in_force_to = models.DateField(null=True)
    #: The attached text; a reference only where there is none.
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=500, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.symbol


class DirectiveEdge(Appended):
    """How one document bears on another, from a day on."""

    source = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="edges")
    target = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="edges_back")
    kind = models.CharField(max_length=12)
    #: Whether only a part of the target is meant.
    is_partial = models.BooleanField(default=False)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="directive_edge_once"),
            models.CheckConstraint(condition=models.Q(kind__in=EDGES), name="directive_edge_is_known"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="directive_is_not_its_own_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.target}"
