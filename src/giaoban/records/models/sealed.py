"""Sealed: the count of a confidence vote by person, in a database of its own, where it is switched on.

Every model here begins with `Sealed`: by that name the router keeps its table out of the main database.
Nothing refers to a row of the main database but by key, and nothing there refers to these.
"""

from django.db import models


class SealedBallot(models.Model):
    """The sealed side of one ballot, locked by whoever writes below it; agreed once two tellers agree."""

    conference_key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference_key", "number"], name="sealed_ballot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.conference_key}: {self.number}"


class SealedPerson(models.Model):
    """Somebody on whom is voted, by name and post, in the order of the paper ballot."""

    ballot = models.ForeignKey(SealedBallot, on_delete=models.PROTECT, related_name="persons")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=300)

    class Meta:
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="sealed_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.number}"


class SealedCount(models.Model):
    """What one teller counted; `persons` lists votes by level and then the invalid ones, person by person."""

    ballot = models.ForeignKey(SealedBallot, on_delete=models.PROTECT, related_name="counts")
    teller = models.CharField(max_length=254)
    #: Counts how often this teller entered it, so that two windows do not overwrite each other unseen.
    version = models.PositiveIntegerField()
    issued = models.PositiveBigIntegerField()
    returned = models.PositiveBigIntegerField()
    valid = models.PositiveBigIntegerField()
    invalid = models.PositiveBigIntegerField()
    persons = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["ballot", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "teller"], name="sealed_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.teller}"


class SealedScan(models.Model):
    """The signed record of the count on paper, scanned; its bytes lie here and in no folder."""

    ballot = models.ForeignKey(SealedBallot, on_delete=models.PROTECT, related_name="scans")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["ballot", "id"]

    def __str__(self) -> str:
        return self.sha256
