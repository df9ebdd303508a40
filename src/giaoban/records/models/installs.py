"""Packs of this installation."""

from django.db import models


class InstalledPack(models.Model):
    """One pack as it lies in the workspace: which version, with which content."""

    pack_id = models.CharField(max_length=40, unique=True)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    installed_at = models.DateTimeField()

    class Meta:
        ordering = ["pack_id"]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"
