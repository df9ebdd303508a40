"""Submissions: what a unit reports in a round, line by line, with every version that was ever saved."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from giaoban.core.conduct.workflow import STATUSES
from giaoban.records.models.history import Appended


class Submission(models.Model):
    """One unit's report in one round. Its row is locked by whoever writes anything that belongs to it."""

    round_id = models.CharField(max_length=80)
    unit_key = models.CharField(max_length=60)
    status = models.CharField(max_length=10, default="drafting")
    #: Who took the last step, and when: the next one may need another person.
    by = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField(null=True)
    approvals = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["round_id", "unit_key"]
        constraints = [
            models.UniqueConstraint(fields=["round_id", "unit_key"], name="one_submission_a_round_and_unit"),
            models.CheckConstraint(
                condition=models.Q(status__in=STATUSES), name="submission_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_key} {self.status}"


class Content(models.Model):
    """What was typed in one line."""

    text = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    is_not_applicable = models.BooleanField(default=False)
    verdict = models.CharField(max_length=12, blank=True)

    class Meta:
        abstract = True


class Entry(Content):
    """One line as it stands at the unit's desk.

    `sent` is the version that the central office reads, `approved` the one in the store; None before that.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="entries")
    line_id = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(null=True)
    approved = models.PositiveIntegerField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["submission", "line_id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "line_id"], name="one_entry_a_line"),
            models.CheckConstraint(condition=models.Q(version__gt=0), name="entry_version_from_one"),
            models.CheckConstraint(
                condition=models.Q(sent=None) | models.Q(sent__lte=models.F("version")),
                name="what_is_sent_was_saved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.line_id} v{self.version}"


class EntryVersion(Content, Appended):
    """One saved version of one line.

    The audit holds its seal, the hash of content and salt, and never the content: drafts stay at the unit.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    via = models.CharField(max_length=10)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ["entry", "version"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="entry_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry.line_id} v{self.version}"


class Opening(models.Model):
    """One line that came back or was reopened; `closed_at` says when it was settled."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="openings")
    line_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="opening_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("returned", "reopened")), name="opening_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="returned") | models.Q(expires_at__isnull=False),
                name="what_is_reopened_expires",
            ),
            models.UniqueConstraint(
                fields=["submission", "line_id"],
                condition=models.Q(closed_at=None),
                name="line_is_opened_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"


class IssuedWorkbook(Appended):
    """One workbook that was handed out, with the versions of the lines that it was written from."""

    key = models.CharField(max_length=32, unique=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="workbooks")
    versions = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key


class Comment(Appended):
    """What somebody of the unit or the central office says of one line; of the whole without `line_id`."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    line_id = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="comment_has_a_text")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.by}"


class Reply(Appended):
    """What a unit's leader says before anything is published: of one line, or of the whole."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="replies")
    line_id = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "replies"
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="reply_has_a_text")]

    def __str__(self) -> str:
        return f"{self.submission} {self.line_id}"


class Evidence(Appended):
    """A file on one line, or an attachment that the form asks for; its bytes lie in the workspace by hash."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    line_id = models.CharField(max_length=120, blank=True)
    attachment = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    classification = models.CharField(max_length=40)
    findings = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="evidence_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return self.name


class Reminder(Appended):
    """One mail that reminded one person of one round in one step; no step is sent twice."""

    round_id = models.CharField(max_length=80)
    person = models.CharField(max_length=254)
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round_id", "person", "step"], name="one_reminder_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person} {self.step}"
