"""Inspections in words: the rows of a plan, where two of them meet, and what was decided of that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from giaoban.core.conduct.plans import BRANCHES, CONTENTS, same
from giaoban.queries import inspections, people
from giaoban.queries.inspections import Inspection, Met, OverlapDecision
from giaoban.web.components.wordings import Words

#: What people may decide of an overlap.
SAID: Mapping[str, Promise] = {
    "dropped": _("one of the two is dropped"),
    "joined": _("both become one and are carried out together"),
    "kept": _("both stay"),
}


@dataclass(frozen=True)
class Line:
    """One row of a plan for a page; `last_on` is its last day, `open` how many undecided overlaps it has."""

    row: Inspection
    branch: str
    objects: tuple[str, ...]
    contents: tuple[str, ...]
    last_on: date
    open: int = 0


@dataclass(frozen=True)
class Decided:
    """One decision for a page: what, why, who, when; `is_held` while the rows stand as they were then."""

    row: OverlapDecision
    said: str
    who: str
    is_held: bool


@dataclass(frozen=True)
class Meeting:
    """Two rows that meet: at whom, in what, on which days; and the decisions, the last first."""

    met: Met
    first: Line
    second: Line
    objects: tuple[str, ...]
    contents: tuple[str, ...]
    last_on: date
    decisions: tuple[Decided, ...]

    @property
    def is_open(self) -> bool:
        """Return whether nothing that holds is decided."""
        return self.met.decision is None


def lines(rows: Iterable[Inspection], words: Words, met: Iterable[Met] = ()) -> list[Line]:
    """Return rows of a plan in words, each with the number of its overlaps that are undecided."""
    counts: dict[int, int] = {}
    for one in met:
        for row in (one.first, one.second) if one.decision is None else ():
            counts[row.pk] = counts.get(row.pk, 0) + 1
    return [line(row, words, counts.get(row.pk, 0)) for row in rows]


def line(row: Inspection, words: Words, undecided: int = 0) -> Line:
    """Return one row of a plan in words."""
    told = inspections.planned(row)
    contents = tuple(words.code(CONTENTS, code) for code in told.contents)
    last_on = row.ends_on - timedelta(days=1)
    return Line(row, words.code(BRANCHES, row.branch), told.objects, contents, last_on, undecided)


def meetings(found: Iterable[Met], words: Words) -> list[Meeting]:
    """Return overlaps in words, in their order."""
    met = list(found)
    names = people.names(row.by for one in met for row in one.decisions)
    return [_meeting(one, words, names) for one in met]


def decided(rows: Iterable[OverlapDecision]) -> list[Decided]:
    """Return decisions whose overlap is gone with the row that was dropped."""
    found = list(rows)
    names = people.names(one.by for one in found)
    return [Decided(one, str(SAID[one.decision]), names.get(one.by, one.by), True) for one in found]


def _meeting(met: Met, words: Words, names: Mapping[str, str]) -> Meeting:
    first, second = line(met.first, words), line(met.second, words)
    spelt = {same(name): name for name in (*second.objects, *first.objects)}
    told = tuple(
        Decided(row, str(SAID[row.decision]), names.get(row.by, row.by), row == met.decision)
        for row in reversed(met.decisions)
    )
    overlap = met.overlap
    return Meeting(
        met,
        first,
        second,
        tuple(spelt[name] for name in overlap.objects),
        tuple(words.code(CONTENTS, code) for code in overlap.contents),
        overlap.ends_on - timedelta(days=1),
        told,
    )
