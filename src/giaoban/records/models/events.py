"""The audit: one row per write, in the same transaction as the write, chained by hashes."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from giaoban.records.models.history import Appended


class Event(Appended):
    """Who did what to which object, when, with the particulars in `payload`, and the event before it."""

    number = models.PositiveBigIntegerField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=200)
    object = models.CharField(max_length=200)
    at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(verb=""), name="event_has_a_verb"),
            models.CheckConstraint(condition=~models.Q(actor=""), name="event_has_an_actor"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="event_number_from_one"),
            models.CheckConstraint(condition=Exact(Length("hash"), 64), name="event_hash_is_sha256"),
            models.UniqueConstraint(fields=["number"], name="event_number_once"),
            models.UniqueConstraint(fields=["previous"], name="event_chain_never_forks"),
        ]
        indexes = [models.Index(fields=["object", "number"], name="event_by_object_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.object}"


class ChainHead(models.Model):
    """The last event of the chain: the one row that every write locks, so that events stand in one line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="chain_has_one_head")]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash[:16]}"
