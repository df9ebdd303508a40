"""Access tokens: with one, a program acts for a person on the interface for programs, and nowhere else."""

from django.db import models

from giaoban.records.models.people import Person


class AccessToken(models.Model):
    """One token of a person. The token itself is kept nowhere: only its SHA-256 is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    #: The last day on which a program used it.
    last_used_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=models.Q(ended_at=None),
                name="token_name_is_open_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.name}"
