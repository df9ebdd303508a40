"""Petitions: what units ask for, in whose hands each is and was, and every answer that it got."""

from django.db import models

from giaoban.core.conduct.clocks import KINDS
from giaoban.core.conduct.petitions import CHANNELS, CLASSES, COMPETENCES, STAGES
from giaoban.records.models.conferences import Conference
from giaoban.records.models.history import Appended
from giaoban.records.models.positions import Position


class PetitionCluster(models.Model):
    """Petitions that ask the same: they are assigned together and answered once for all."""

    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="petition_cluster_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Petition(models.Model):
    """One petition of one unit, or one part of a compound one; its number stays when it is reopened.

    A body is an organisation by its key, or `unit/<unit_key>` where the unit has no office here.
    """

    number = models.CharField(max_length=80)
    #: Counted by unit and round, together with what is filed before a conference; a part has its whole's.
    ordinal = models.PositiveIntegerField(null=True)
    #: The round in which it was lodged: its pack, its rules and its calendar hold.
    round_id = models.CharField(max_length=80)
    unit_key = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="petitions"
    )
    #: What was filed before the conference, where it comes from that.
    position = models.OneToOneField(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="petition"
    )
    #: What a part was split from, and its place in that.
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    part = models.PositiveIntegerField(default=0)
    cluster = models.ForeignKey(
        PetitionCluster, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    text = models.TextField()
    subject = models.CharField(max_length=60, blank=True)
    #: Whom the unit asks: a level by its code, a body in words.
    addressee = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=300, blank=True)
    #: The shortfall that it comes from, and why that came about.
    indicator = models.CharField(max_length=80, blank=True)
    cause = models.TextField(blank=True)
    #: Whose business it is, once that was decided.
    competence = models.CharField(max_length=10, blank=True)
    stage = models.CharField(max_length=10, default="lodged")
    #: The one body that leads; empty before it is assigned.
    lead = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True)
    #: The deadline that was set first: it stays, whatever is extended later.
    first_due_on = models.DateField(null=True)
    #: Where a number of working days was set: how many, and after which day. A changed calendar counts anew.
    due_days = models.PositiveIntegerField(null=True)
    due_from = models.DateField(null=True)
    #: The day by which a body has to answer, while one has: overdue first, what waits for none last.
    waits_until = models.GeneratedField(
        expression=models.Case(
            models.When(stage="assigned", then="due_on"), default=None, output_field=models.DateField()
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    is_paused = models.BooleanField(default=False)
    #: The class of the latest answer.
    answer_class = models.CharField(max_length=20, blank=True)
    lodged_on = models.DateField()
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=254)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["lodged_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(text=""), name="petition_is_told"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=CHANNELS), name="petition_channel_is_known"
            ),
            models.CheckConstraint(condition=models.Q(stage__in=STAGES), name="petition_stage_is_known"),
            models.CheckConstraint(
                condition=models.Q(competence__in=("", *COMPETENCES)), name="petition_competence_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="assigned") | (models.Q(due_on__isnull=False) & ~models.Q(lead="")),
                name="assigned_petition_has_lead_and_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on=None) | models.Q(first_due_on__isnull=False),
                name="petition_keeps_its_first_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(due_days=None, due_from=None)
                | models.Q(due_days__gt=0, due_from__isnull=False, due_on__isnull=False),
                name="petition_days_are_counted_from_a_day",
            ),
            models.UniqueConstraint(fields=["round_id", "number"], name="petition_number_once"),
            models.UniqueConstraint(fields=["origin", "part"], name="petition_part_once"),
        ]
        indexes = [
            models.Index(fields=["stage", "due_on"], name="petition_by_stage_and_day"),
            models.Index(fields=["lead", "stage", "due_on"], name="petition_by_lead"),
            models.Index(fields=["unit_key", "stage"], name="petition_by_unit"),
            models.Index(
                fields=["lodged_on", "id"], condition=models.Q(stage="lodged"), name="petition_to_assign"
            ),
            models.Index(fields=["waits_until", "lodged_on", "id"], name="petition_by_urgency"),
            models.Index(fields=["round_id", "unit_key", "ordinal"], name="petition_by_ordinal"),
        ]

    def __str__(self) -> str:
        return self.number


class PetitionTurn(Appended):
    """From a day on a petition is in these hands: what its clock is read from (core/conduct/clocks.py)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="turns")
    on = models.DateField()
    kind = models.CharField(max_length=6)
    body = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["petition", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="turn_kind_is_known"),
            models.CheckConstraint(
                condition=~models.Q(kind="paused") | ~models.Q(reason=""), name="pause_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} {self.on} {self.kind}"


class Contribution(models.Model):
    """What a co-ordinating body was asked for a petition, with a clock of its own, and what it said."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="contributions")
    body = models.CharField(max_length=80)
    asked_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField()
    #: Where a number of working days after it was asked was set: how many.
    due_days = models.PositiveIntegerField(null=True)
    given_on = models.DateField(null=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["petition", "id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "body"], name="body_contributes_once"),
            models.CheckConstraint(condition=~models.Q(body=""), name="contributing_body_is_named"),
        ]
        indexes = [models.Index(fields=["body", "given_on", "due_on"], name="contribution_by_body")]

    def __str__(self) -> str:
        return f"{self.petition} {self.body}"


class PetitionAnswer(Appended):
    """One answer in writing of the lead body, to one petition or to all of a cluster; it is never changed."""

    body = models.CharField(max_length=80)
    answer_class = models.CharField(max_length=20)
    text = models.TextField()
    #: Number and date of the letter as the body signed it.
    symbol = models.CharField(max_length=80, blank=True)
    #: By when what is in progress will be settled.
    settled_by = models.DateField(null=True)
    #: The signed file, as it came.
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_class__in=CLASSES), name="answer_class_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="answer_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on}"


class AnsweredPetition(Appended):
    """One petition that an answer is to: each of a cluster has its own."""

    answer = models.ForeignKey(PetitionAnswer, on_delete=models.PROTECT, related_name="answered")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="answers")
    #: The deadline that held when it was answered.
    due_on = models.DateField()

    class Meta:
        ordering = ["petition", "id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "petition"], name="petition_answered_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"{self.petition} {self.answer}"


class PetitionVerdict(Appended):
    """What the petitioner said to an answer: accepted, or reopened under the same number, with the reason."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="verdicts")
    answer = models.ForeignKey(PetitionAnswer, on_delete=models.PROTECT, related_name="verdicts")
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["petition", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_accepted=True) | ~models.Q(reason=""),
                name="petition_reopened_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} {self.on}"
