"""Inspections: the plan of a year, where two of its rows meet, and what was decided of that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from giaoban.core.conduct.inspections import Overlap, find_overlaps
from giaoban.core.conduct.plans import BRANCHES, CONTENTS, Choices, Planned
from giaoban.core.errors import NotFound
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.units import fold
from giaoban.queries import packs
from giaoban.queries.paging import Page, page_of
from giaoban.records.models import Inspection, OverlapDecision

#: How many rows a page holds.
A_PAGE = 100


@dataclass(frozen=True)
class Filters:
    """What a reader asks of a plan: a branch, a content with all within it, a text, rows that are off too."""

    branch: str = ""
    content: str = ""
    text: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class Met:
    """Two rows that meet, what was decided of them before, and what holds: None while nothing does.

    A decision holds for the versions of the rows that it saw.
    """

    overlap: Overlap
    first: Inspection
    second: Inspection
    decisions: tuple[OverlapDecision, ...]

    @property
    def decision(self) -> OverlapDecision | None:
        """Return the decision that holds."""
        last = self.decisions[-1] if self.decisions else None
        return last if last and (last.first_version, last.second_version) == self.versions else None

    @property
    def versions(self) -> tuple[int, int]:
        """Return the versions of the two rows."""
        return self.first.version, self.second.version


def planning_packs() -> tuple[Pack, ...]:
    """Return the packs that say which branches inspect and what is looked at, by id."""
    return tuple(
        one for one in packs.installed() if one.codelists.get(BRANCHES) and one.codelists.get(CONTENTS)
    )


def pack_of(pack_id: str = "") -> Pack:
    """Return the pack of a plan, the first one if none is named.

    Raises:  NotFound where no such pack has inspections.
    """
    found = next((one for one in planning_packs() if pack_id in ("", one.pack_id)), None)
    if found is None:
        raise NotFound("No pack here says which branches inspect", "Install one that does.")
    return found


def choices(pack: Pack) -> Choices:
    """Return what a row of a pack's plan may name."""
    return Choices(frozenset(pack.codelists[BRANCHES]), frozenset(pack.codelists[CONTENTS]))


def listed(pack_id: str, year: int, filters: Filters = Filters(), page: int = 1) -> Page[Inspection]:
    """Return a page of the plan of a year, in the order of its days."""
    return page_of(_filtered(pack_id, year, filters), page, A_PAGE)


def of_year(pack_id: str, year: int, filters: Filters = Filters(is_cancelled=True)) -> tuple[Inspection, ...]:
    """Return the whole plan of a year, cancelled rows too unless the filters leave them out."""
    return tuple(_filtered(pack_id, year, filters))


def by_id(inspection_id: int) -> Inspection:
    """Return one row of a plan.

    Raises:  NotFound if there is none.
    """
    found = _whole().filter(pk=inspection_id).first()
    if found is None:
        raise NotFound("There is no such inspection", "See the plan of the year.")
    return found


def planned(row: Inspection) -> Planned:
    """Return a row as its office writes it."""
    return Planned(
        row.number,
        row.body,
        row.branch,
        tuple(one.name for one in row.objects_of.all()),
        tuple(one.code for one in row.contents_of.all()),
        row.begins_on,
        row.ends_on - timedelta(days=1),
        row.cancelled,
    )


def overlaps(pack_id: str, year: int) -> tuple[Met, ...]:
    """Return where rows meet in a year, those first of which nothing is decided; then by their days.

    Edges:   a row of the year before that is still going on counts; a cancelled one does not.
    """
    rows = _whole().filter(
        pack_id=pack_id, cancelled="", begins_on__lt=date(year + 1, 1, 1), ends_on__gt=date(year, 1, 1)
    )
    met = _met(tuple(rows))
    return tuple(sorted(met, key=lambda one: (one.decision is not None, one.overlap.begins_on, one.first.pk)))


def overlap(first: int, second: int) -> Met:
    """Return where two rows meet.

    Raises:  NotFound if they do not, or there are no such rows.
    """
    found = _met(tuple(_whole().filter(pk__in=(first, second), cancelled="")))
    if not found or (found[0].first.pk, found[0].second.pk) != (first, second):
        raise NotFound("These two do not overlap", "See the overlaps of the year.")
    return found[0]


def overlaps_of(row: Inspection) -> tuple[Met, ...]:
    """Return where one row meets others of its pack."""
    beside = _whole().filter(
        pack_id=row.pack_id, cancelled="", begins_on__lt=row.ends_on, ends_on__gt=row.begins_on
    )
    return tuple(one for one in _met(tuple(beside)) if row.pk in (one.first.pk, one.second.pk))


def settled(pack_id: str, year: int) -> tuple[OverlapDecision, ...]:
    """Return the decisions by which a row of the year was dropped, the last first."""
    rows = OverlapDecision.objects.filter(decision="dropped", first__pack_id=pack_id)
    of_the_year = rows.filter(Q(first__year=year) | Q(second__year=year))
    return tuple(of_the_year.select_related("first", "second", "dropped").order_by("-id"))


def _filtered(pack_id: str, year: int, filters: Filters) -> QuerySet[Inspection]:
    rows = _whole().filter(pack_id=pack_id, year=year)
    if not filters.is_cancelled:
        rows = rows.filter(cancelled="")
    if filters.branch:
        rows = rows.filter(branch=filters.branch)
    if filters.content:
        codes = Q(contents_of__code=filters.content) | Q(contents_of__code__startswith=f"{filters.content}.")
        rows = rows.filter(pk__in=Inspection.objects.filter(codes).values("pk"))
    if filters.text.strip():
        rows = rows.filter(folded__contains=fold(filters.text.strip()))
    return rows


def _whole() -> QuerySet[Inspection]:
    return Inspection.objects.prefetch_related("objects_of", "contents_of")


def _met(rows: tuple[Inspection, ...]) -> list[Met]:
    by_key = {_key(one.pk): one for one in rows}
    found = find_overlaps(planned(one).row(key) for key, one in by_key.items())
    decisions = _decisions(by_key[one.first].pk for one in found)
    met = []
    for one in found:
        first, second = by_key[one.first], by_key[one.second]
        met.append(Met(one, first, second, tuple(decisions.get((first.pk, second.pk), ()))))
    return met


def _decisions(firsts: Iterable[int]) -> dict[tuple[int, int], list[OverlapDecision]]:
    """Return the decisions of pairs by their keys, in their order."""
    found: dict[tuple[int, int], list[OverlapDecision]] = {}
    for row in OverlapDecision.objects.filter(first__in=set(firsts)).order_by("id"):
        found.setdefault((row.first_id, row.second_id), []).append(row)
    return found


def _key(number: int) -> str:
    """Return the key of a row so that keys stand in the order of numbers."""
    return f"{number:012}"
