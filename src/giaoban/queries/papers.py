"""Papers: which papers of a conference somebody may read, what they replaced, and who has opened them."""

from collections.abc import Collection
from dataclasses import dataclass

from giaoban.core.conduct.papers import READERS, may_read
from giaoban.core.errors import NotFound
from giaoban.queries import delegates, evidence
from giaoban.records.models import Delegate, Paper, PaperReading


@dataclass(frozen=True)
class Reader:
    """One delegate whom a paper is for, and when they opened it, if they did."""

    delegate: Delegate
    reading: PaperReading | None


def current(conference: str, roles: Collection[str]) -> tuple[Paper, ...]:
    """Return the papers that hold and that somebody with these roles may read, by the order of the agenda."""
    rows = Paper.objects.filter(conference__key=conference, withdrawn_at=None, replacement=None)
    return tuple(one for one in rows.select_related("item") if may_read(one.audience, roles))


def history(conference: str) -> tuple[Paper, ...]:
    """Return every paper that was ever brought, replaced and withdrawn ones too, the latest first."""
    rows = Paper.objects.filter(conference__key=conference).order_by("-id")
    return tuple(rows.select_related("item", "replaces", "replacement"))


def paper(conference: str, paper_id: int, roles: Collection[str]) -> Paper:
    """Return a paper, for who keeps the papers also one that no longer holds.

    Raises:  NotFound if there is none that somebody with these roles may read.
    """
    rows = Paper.objects.filter(conference__key=conference, pk=paper_id)
    found = rows.select_related("item", "conference", "replacement").first()
    if found is None or not may_read(found.audience, roles, holds(found)):
        raise NotFound("There is no such paper", "See the list of papers.")
    return found


def holds(one: Paper) -> bool:
    """Return whether a paper was neither replaced nor withdrawn."""
    return one.withdrawn_at is None and not hasattr(one, "replacement")


def content(one: Paper) -> bytes:
    """Return the bytes of a paper, as they came.

    Raises:  NotFound if they are not in the workspace any more, or are no longer what they were.
    """
    return evidence.stored(one.sha256)


def readers(one: Paper) -> tuple[Reader, ...]:
    """Return everybody with an account whom a paper is for, in the office's order, with their reading."""
    opened = {row.person: row for row in PaperReading.objects.filter(paper=one)}
    rows = delegates.consented(one.conference.key).exclude(email="").filter(seat__in=READERS[one.audience])
    return tuple(Reader(row, opened.get(row.email)) for row in rows)


def opened(conference: str, person: str) -> frozenset[int]:
    """Return the papers of a conference that a person has opened."""
    rows = PaperReading.objects.filter(paper__conference__key=conference, person=person)
    return frozenset(rows.values_list("paper_id", flat=True))
