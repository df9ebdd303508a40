"""Directives: the register, found by what one knows of a document; how each stands and what bears on it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.db.models import Case, CharField, DateField, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from giaoban.core.conduct.directives import TOPIC, Vocabulary, vocabulary_of
from giaoban.core.conduct.lineages import Bearing, line_of
from giaoban.core.conduct.registering import Entry
from giaoban.core.errors import Invalid, NotFound
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.units import Unit, fold, versions_of
from giaoban.queries import evidence, packs, workspace
from giaoban.queries.paging import Page, page_of
from giaoban.records.models import Directive, DirectiveEdge

#: So many documents stand on one page of the register.
A_PAGE = 50
#: Of a replacement and an end of its own, the earlier one ended a document.
_IS_REPLACED = Q(replaced_on__isnull=False) & (Q(in_force_to=None) | Q(in_force_to__gte=F("replaced_on")))


@dataclass(frozen=True)
class Filters:
    """What is asked of the register; what is empty asks nothing. `unit` may be "centre"."""

    text: str = ""
    type: str = ""
    issuer: str = ""
    term: str = ""
    year: str = ""
    status: str = ""
    unit: str = ""

    @cached_property
    def is_empty(self) -> bool:
        """Return whether nothing is asked."""
        return not any(vars(self).values())


@dataclass(frozen=True)
class Choices:
    """What the register can be filtered by."""

    types: tuple[str, ...]
    issuers: tuple[str, ...]
    terms: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Tie:
    """One edge as it is seen from one document: `is_out` where that one bears on the other."""

    edge: DirectiveEdge
    other: Directive
    is_out: bool


@dataclass(frozen=True)
class Line:
    """The documents that replaced one another, by day of issue, around one of them; each with its status."""

    before: tuple[Directive, ...]
    after: tuple[Directive, ...]


def is_kept() -> bool:
    """Return whether there is a register at all: some pack says how symbols are written."""
    return any(one.rules.get(TOPIC) for one in packs.installed())


def keeper() -> Pack:
    """Return the pack by whose rules the register is kept.

    Raises:  NotFound if no pack says how symbols are written; Invalid if several do.
    """
    found = [one for one in packs.installed() if one.rules.get(TOPIC)]
    if not found:
        raise NotFound("No pack says how symbols of documents are written", "Add rules/directives.yaml.")
    if len(found) > 1:
        raise Invalid("Several packs say how symbols of documents are written", "Leave it to one of them.")
    return found[0]


def first_lists() -> tuple[Path, ...]:
    """Return the lists of documents with which a register begins, as its pack brings them."""
    if not is_kept():
        return ()
    return tuple(sorted((workspace.packs() / keeper().pack_id).glob("directives/*.csv")))


def vocabulary(on: date) -> Vocabulary:
    """Return how symbols are written on a day."""
    return vocabulary_of(keeper().rules[TOPIC], on)


def unit(unit_key: str) -> Unit:
    """Return a unit of the register's pack in its latest version.

    Raises:  NotFound if there is none.
    """
    found = versions_of(keeper().units.values(), unit_key)
    if not found:
        raise NotFound("There is no such unit", "See the list of units.")
    return found[-1]


def by_id(directive_id: int, on: date) -> Directive:
    """Return one document with its status on a day.

    Raises:  NotFound if there is none.
    """
    found = standing(on).filter(pk=directive_id).first()
    if found is None:
        raise NotFound("There is no such document", "See the register.")
    return found


def twin(entry: Entry, but: int = 0) -> Directive | None:
    """Return the document that is registered under the number that an entry has."""
    told = dict(zip(("issuer", "type", "kind", "number", "term"), entry.key, strict=True))
    return Directive.objects.filter(**told).exclude(pk=but).first()


def named(text: str) -> Directive:
    """Return the document that somebody names: by its symbol, and where several have it, as `label` does.

    Raises:  Invalid if there is none, or more than one may be meant.
    """
    symbol, _bracket, rest = text.strip().removesuffix(")").partition(" (")
    meant = [one for one in called(symbol) if not rest or rest in (one.term, f"{one.term}, {one.issuer}")]
    if not meant:
        raise Invalid("There is no document of this symbol in the register", "Register it first.")
    if len(meant) > 1:
        raise Invalid("Several documents have this symbol", "Choose one of the list.")
    return meant[0]


def label(directive: Directive) -> str:
    """Return a document's symbol with what tells it from others that have it: term and issuer."""
    return f"{directive.symbol} ({directive.term}, {directive.issuer})"


def called(symbol: str) -> tuple[Directive, ...]:
    """Return the documents of this symbol, the latest first: numbers begin anew each term."""
    return tuple(Directive.objects.filter(symbol=symbol))


def standing(on: date) -> QuerySet[Directive]:
    """Return all documents, each with where it stands on a day: what core.conduct.lineages says, as SQL."""
    rows = Directive.objects.annotate(
        holds_from=Coalesce("in_force_from", "issued_on"),
        replaced_on=_first(on, kind="replaces", is_partial=False),
        part_on=_first(on, kind="replaces", is_partial=True),
        amended_on=_first(on, kind="amends"),
    )
    return rows.annotate(
        status=Case(
            When(_IS_REPLACED, then=Value("replaced")),
            When(in_force_to__lte=on, then=Value("expired")),
            When(holds_from__gt=on, then=Value("not_yet")),
            When(part_on__isnull=False, then=Value("replaced_in_part")),
            When(amended_on__isnull=False, then=Value("amended")),
            default=Value("in_force"),
            output_field=CharField(),
        )
    )


def listed(filters: Filters, on: date, number: int = 1) -> Page[Directive]:
    """Return one page of what the filters find, the latest documents first, each with its `status`.

    Edges:   a text finds documents that have each of its words, whatever its case and marks.
    """
    return page_of(found(filters, on), number, A_PAGE)


def found(filters: Filters, on: date) -> QuerySet[Directive]:
    """Return all that the filters find, each with its status on a day."""
    rows = standing(on)
    for word in fold(filters.text).split():
        rows = rows.filter(folded__contains=word)
    plain = {name: getattr(filters, name) for name in ("type", "issuer", "term", "status")}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.year.isdecimal():
        rows = rows.filter(issued_on__year=max(int(filters.year[:4]), 1))
    if filters.unit:
        rows = rows.filter(unit_key="" if filters.unit == "centre" else filters.unit)
    return rows.order_by("-issued_on", "number", "id")


def choices() -> Choices:
    """Return what the documents of the register are filtered by."""

    def each(column: str) -> tuple[str, ...]:
        rows = Directive.objects.exclude(**{column: ""}).order_by(column)
        return tuple(rows.values_list(column, flat=True).distinct())

    years = Directive.objects.dates("issued_on", "year", order="DESC")
    return Choices(each("type"), each("issuer"), each("term"), tuple(one.year for one in years))


def edge(edge_id: int) -> DirectiveEdge:
    """Return one edge that stands.

    Raises:  NotFound if there is none.
    """
    row = (
        DirectiveEdge.objects.filter(pk=edge_id, withdrawn_at=None).select_related("source", "target").first()
    )
    if row is None:
        raise NotFound("There is no such relation", "See the page of the document.")
    return row


def ties(directive: Directive) -> tuple[Tie, ...]:
    """Return every edge of a document, both ways, by its day."""
    rows = DirectiveEdge.objects.filter(withdrawn_at=None).filter(Q(source=directive) | Q(target=directive))
    own = directive.pk
    return tuple(
        Tie(one, one.target if one.source_id == own else one.source, one.source_id == own)
        for one in rows.select_related("source", "target").order_by("on", "id")
    )


def line(directive: Directive, on: date) -> Line:
    """Return the documents that replaced one another around one, in whole or in part."""
    before, after = line_of(directive.pk, replacements())
    rows = {one.pk: one for one in standing(on).filter(pk__in=before | after).order_by("issued_on", "id")}
    return Line(
        tuple(one for key, one in rows.items() if key in before),
        tuple(one for key, one in rows.items() if key in after),
    )


def replacements() -> tuple[Bearing, ...]:
    """Return every edge by which one document replaces another, in whole or in part."""
    return tuple(map(bearing, DirectiveEdge.objects.filter(kind="replaces", withdrawn_at=None)))


def bearing(row: DirectiveEdge) -> Bearing:
    """Return an edge as the rules see it."""
    return Bearing(row.kind, row.source_id, row.target_id, row.on, row.is_partial)  # type: ignore[arg-type]


def content(directive: Directive) -> bytes:
    """Return the attached text as it came.

    Raises:  NotFound if none is attached, or it is not in the workspace as it came.
    """
    if not directive.sha256:
        raise NotFound("No text is attached to this document", "See what it refers to.")
    return evidence.stored(directive.sha256)


def _first(on: date, **asked: object) -> Subquery:
    """Return since when something bears on a document, if it does so by that day."""
    borne = DirectiveEdge.objects.filter(target=OuterRef("pk"), withdrawn_at=None, on__lte=on, **asked)
    days = borne.order_by().values("target").annotate(first=Min("on")).values("first")
    return Subquery(days, output_field=DateField())
