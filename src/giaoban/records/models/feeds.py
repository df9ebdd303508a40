"""Feeds: the secret address under which a person's own calendar fetches what they have to attend."""

from django.db import models

from giaoban.records.models.people import Person


class Feed(models.Model):
    """The feed of one person. Its address is kept nowhere: only the SHA-256 of the secret in it is."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="feed")
    sha256 = models.CharField(max_length=64, unique=True)
    renewed_at = models.DateTimeField()

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return str(self.person)
