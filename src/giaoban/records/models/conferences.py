"""Conferences: a round's conference, its sites, its delegates by precedence, its agenda, and its course."""

from django.db import models

from giaoban.core.conduct.agenda import ITEM_KINDS
from giaoban.core.conduct.people import SEATS
from giaoban.core.conduct.phases import SESSIONS
from giaoban.records.models.history import Appended


class Conference(models.Model):
    """One conference on one round. Its row is locked by whoever writes anything that belongs to it."""

    key = models.SlugField(max_length=80, unique=True)
    round_id = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    stage = models.CharField(max_length=12, default="preparing")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    #: How a site that has no picture takes part all the same.
    telephone = models.CharField(max_length=200, blank=True)
    #: Where the pictures come from: a provider's name, and its address or room.
    video = models.CharField(max_length=40, blank=True)
    video_address = models.CharField(max_length=500, blank=True)
    #: Counts what invitations were told (RFC 5545): one that is sent again replaces the one before.
    sequence = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_at", "key"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(key=""), name="conference_has_a_key"),
            models.CheckConstraint(condition=models.Q(stage__in=SESSIONS), name="conference_stage_is_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="conference_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["round_id"],
                condition=~models.Q(stage="called_off"),
                name="one_conference_a_round",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Site(models.Model):
    """One place that takes part: the hall, or a unit's own room; the list holds for the conference's day."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="sites")
    #: Empty for the hall.
    unit_key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "unit_key"], name="one_site_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Delegate(models.Model):
    """Somebody who has a seat: by name, post and rank as the office gave them, in the order it gave."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="delegates")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="delegates")
    #: Empty for somebody without an account, who comes to the hall.
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=300, blank=True)
    seat = models.CharField(max_length=10)
    #: The office's order of precedence; never sorted by anything else.
    precedence = models.PositiveIntegerField()
    #: Whom this person stands in for, and with whose consent.
    stands_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    consent_by = models.CharField(max_length=254, blank=True)
    consent_at = models.DateTimeField(null=True)
    #: Why a substitute was asked for, and why the chair refused, where that was so.
    reason = models.TextField(blank=True)
    refusal = models.TextField(blank=True)
    #: What was answered to the invitation.
    answer = models.CharField(max_length=10, blank=True)
    #: What the personal code says at the door of the hall.
    badge = models.CharField(max_length=40, unique=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["conference", "precedence", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(seat__in=SEATS), name="seat_is_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="delegate_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(answer__in=("", "accepted", "declined")), name="answer_is_known"
            ),
            models.UniqueConstraint(
                fields=["conference", "email", "seat"],
                condition=~models.Q(email="") & models.Q(is_withdrawn=False),
                name="one_seat_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """One item of the agenda: section, title, who speaks, for how long, and which decision is sought."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500)
    speaker = models.ForeignKey(
        Delegate, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    minutes = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, blank=True)
    decision_sought = models.TextField(blank=True)
    #: What it takes up from an earlier conference, where it does: `task/12`, `petition/7`.
    takes_up = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="agenda_number_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="item_has_a_title"),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="item_takes_time"),
            models.CheckConstraint(condition=models.Q(kind__in=ITEM_KINDS), name="item_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Moment(Appended):
    """One thing that happened in the room, numbered without a gap, so that what was missed is told."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="moments")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="moment_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"
