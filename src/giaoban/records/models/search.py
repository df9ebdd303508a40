"""Search: one entry for each thing that may be found, with its words and the marks of who may find it."""

from typing import Any

from django.db import models

from giaoban.core.conduct.search import Asked


class Words(models.TextField):
    """Words and marks with a blank between two; the database keeps an index of them (migration 0023)."""


@Words.register_lookup
class Holds(models.Lookup):
    """Whether an entry holds what is asked: the full-text index that each database has of its own is used.

    PostgreSQL looks into a column of lexemes, SQLite into a table of its FTS5; both know the beginnings of
    words, and neither takes a word apart further. Words hold letters and digits only: nothing is to be
    escaped.
    """

    lookup_name = "holds"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[str]]:
        """Return the condition over the column of lexemes."""
        words, marks = _spelled(self.rhs, "'{}'", "'{}':*")
        table = connection.ops.quote_name(self.lhs.alias)
        return f"{table}.lexemes @@ %s::tsquery", [" & ".join((*words, f"({' | '.join(marks)})"))]

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[str]]:
        """Return the condition over the table of words."""
        words, marks = _spelled(self.rhs, '"{}"', '"{}"*')
        table = connection.ops.quote_name(self.lhs.alias)
        found = "SELECT rowid FROM records_searchwords WHERE records_searchwords MATCH %s"
        return f"{table}.id IN ({found})", [" AND ".join((*words, f"({' OR '.join(marks)})"))]


class SearchEntry(models.Model):
    """One thing that may be found: `petition/12`, `clause/7`; made from that thing, and at any time anew."""

    object = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12)
    #: Number or symbol as it is written, and as it is compared.
    number = models.CharField(max_length=80, blank=True)
    plain_number = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    unit_key = models.CharField(max_length=60, blank=True)
    #: The conference by whose pages it is reached, where it has none of its own.
    conference = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    words = Words()

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name_plural = "search entries"
        indexes = [
            models.Index(fields=["plain_number"], name="search_by_number"),
            models.Index(fields=["on", "id"], name="search_by_day"),
        ]

    def __str__(self) -> str:
        return self.object


def _spelled(asked: Asked, whole: str, beginning: str) -> tuple[list[str], list[str]]:
    """Return words and marks as a database wants them; nobody's marks find nothing."""
    words = [whole.format(one) for one in asked.words]
    if asked.is_beginning:
        words[-1] = beginning.format(asked.words[-1])
    return words, [whole.format(one) for one in sorted(asked.marks) or ("_",)]
