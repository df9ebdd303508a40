"""Polls: what was asked, the roll of those who have a vote, and secret ballots apart from it."""

from django.db import models

from giaoban.core.conduct.polls import BASES, OUTCOMES, QUORUMS
from giaoban.records.models.conferences import Conference, Delegate


class Poll(models.Model):
    """One question to the room, and what it came to once it is closed."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="polls")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=300)
    options = models.JSONField()
    is_secret = models.BooleanField()
    quorum = models.CharField(max_length=12)
    base = models.CharField(max_length=8)
    #: Of how many the quorum is a part, and how many votes make it, both when the poll was opened.
    of = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=254)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=254, blank=True)
    outcome = models.CharField(max_length=14, blank=True)
    #: The votes by option as they were counted at the close; a recount is held against them.
    counts = models.JSONField(default=list)

    class Meta:
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="poll_number_once"),
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(closed_at=None), name="one_open_poll_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(question=""), name="poll_has_a_question"),
            models.CheckConstraint(condition=models.Q(base__in=BASES), name="poll_base_is_known"),
            models.CheckConstraint(condition=models.Q(quorum__in=tuple(QUORUMS)), name="quorum_is_known"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | models.Q(closed_at__isnull=False, outcome__in=OUTCOMES),
                name="poll_has_an_outcome_once_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.question}"


class PollVoter(models.Model):
    """One line of the roll: a delegate who has a vote, whether it was cast, and in an open poll for what."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="roll")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="votes")
    has_voted = models.BooleanField(default=False)
    #: The place of the option; always empty in a secret poll.
    choice = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["poll", "delegate__precedence", "delegate_id"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "delegate"], name="one_vote_a_delegate"),
            models.CheckConstraint(
                condition=models.Q(choice=None) | models.Q(has_voted=True), name="who_chose_has_voted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.delegate_id}"


class PollBallot(models.Model):
    """One ballot of a secret poll: a chance key and an option. Nothing here leads to whoever cast it.

    No time and no counting number either; when the poll is closed its ballots are written anew in the order
    of their keys, so that not even the order of the rows tells the order of the votes.
    """

    key = models.CharField(max_length=20, primary_key=True)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots")
    choice = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
