"""Notices: the conclusion notice of a conference, its clauses, and every version that was saved of each."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from giaoban.core.conduct.resolutions import SECTIONS
from giaoban.records.models.conferences import AgendaItem, Conference
from giaoban.records.models.history import Appended

#: The number is given by the office's own document system, when the notice is issued.
_DRAFTED = models.Q(stage="drafted", symbol="", sha256="", issued_at=None)
_ISSUED = models.Q(stage="issued", issued_at__isnull=False) & ~models.Q(symbol="") & ~models.Q(signer="")


class Notice(models.Model):
    """One conference's notice: drafted, then issued once and for all; `content` is what was issued."""

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="notice")
    stage = models.CharField(max_length=10, default="drafted")
    symbol = models.CharField(max_length=60, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    #: The factsheet that its figures are bound to; empty where none was frozen.
    factsheet = models.CharField(max_length=64, blank=True)
    #: The day by which it was to be issued, as the working calendar stood when it was.
    due_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=254, blank=True)
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["conference"]
        constraints = [
            models.CheckConstraint(condition=_DRAFTED | _ISSUED, name="only_an_issued_notice_has_a_number"),
            models.CheckConstraint(
                condition=models.Q(sha256="") | Exact(Length("sha256"), 64), name="notice_hash_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference} {self.symbol}"


class Clause(models.Model):
    """One clause as it stands; its number follows from its section and place, a removed one has none."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="clauses")
    section = models.CharField(max_length=10)
    place = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    #: The spans that it was quoted from, each number with its figure.
    basis = models.JSONField(default=list)
    #: What it comes from: an item of the agenda and a decision of its minutes, or a province's petition.
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="clauses"
    )
    decision = models.CharField(max_length=80, blank=True)
    petition = models.CharField(max_length=80, blank=True)
    #: Why it gives nobody a task.
    no_task = models.TextField(blank=True)
    is_removed = models.BooleanField(default=False)
    removed_because = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["notice", "place", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(section__in=SECTIONS), name="clause_section_is_known"),
            models.CheckConstraint(condition=models.Q(version__gt=0), name="clause_version_from_one"),
            models.CheckConstraint(
                condition=models.Q(is_removed=False) | ~models.Q(removed_because=""),
                name="clause_is_removed_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["notice", "section"],
                condition=models.Q(section__in=("opening", "closing")),
                name="one_opening_and_one_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.place}"


class ClauseVersion(Appended):
    """One saved text of one clause, and by which way it came."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    via = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["clause", "version"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "version"], name="clause_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} v{self.version}"
