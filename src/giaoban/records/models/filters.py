"""Saved filters: pages that a person comes back to, by a name and the address with all that it asks."""

from django.db import models

from giaoban.records.models.people import Person


class SavedFilter(models.Model):
    """One page of a register as a person narrowed it; the address is a path of this site, with its query."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filters")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=600)
    at = models.DateTimeField()

    class Meta:
        ordering = ["person", "name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="filter_name_once_a_person"),
            models.CheckConstraint(condition=~models.Q(name=""), name="filter_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(address__startswith="/") & ~models.Q(address__startswith="//"),
                name="filter_leads_to_this_site",
            ),
        ]

    def __str__(self) -> str:
        return self.name
