"""Ballots: of a confidence vote on paper, whether it was held, on which day, and on how many posts."""

from django.db import models

from giaoban.records.models.conferences import Conference


class BallotRecord(models.Model):
    """One confidence vote. Of persons, posts by name and numbers of votes nothing stands here."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="ballot_records")
    number = models.PositiveIntegerField()
    is_held = models.BooleanField()
    on = models.DateField()
    posts = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="ballot_number_once"),
            models.CheckConstraint(condition=models.Q(posts__gt=0), name="ballot_on_a_post_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.number}"
