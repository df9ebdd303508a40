"""History: rows that are added and then stay as they are."""

from django.db import models


class Appended(models.Model):
    """A row that may be added, never changed or deleted."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Add the row; refuse to change one."""
        if self.pk is not None:
            raise TypeError(f"A {self._meta.verbose_name} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> None:
        """Refuse: history stays."""
        raise TypeError(f"A {self._meta.verbose_name} is never deleted")
