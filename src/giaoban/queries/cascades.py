"""Cascades: how far units are with a document of the centre, and what waits for a document of one unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from giaoban.core.conduct.cascades import Answer, Cascade, follow, level_of
from giaoban.core.conduct.directives import TOPIC
from giaoban.core.conduct.lineages import ENDED
from giaoban.core.registry.units import Unit, on_day
from giaoban.queries import directives
from giaoban.records.models import Directive, DirectiveEdge, DirectiveWaiver


@dataclass(frozen=True)
class Step:
    """One unit in a cascade: its answer, the document of its own, or why it needs none."""

    unit: Unit
    answer: Answer
    document: Directive | None = None
    reason: str = ""


@dataclass(frozen=True)
class Followed:
    """A document of the centre and how far the units are with it, by their order."""

    directive: Directive
    cascade: Cascade
    steps: tuple[Step, ...]

    def of(self, unit_keys: Iterable[str]) -> tuple[Step, ...]:
        """Return how far just these units are."""
        wanted = frozenset(unit_keys)
        return tuple(one for one in self.steps if one.unit.unit_key in wanted)


@dataclass(frozen=True)
class Owed:
    """One document of the centre as a unit sees it: where it stands with it."""

    directive: Directive
    step: Step


def units(on: date) -> tuple[Unit, ...]:
    """Return the units that carry documents of the centre out, as they are on a day."""
    pack = directives.keeper()
    level = level_of(pack.rules[TOPIC], on)
    return on_day(pack.units.values(), level, on) if level else ()


def ever() -> tuple[Unit, ...]:
    """Return every unit of that level that there is or was, those of today first, each as it was last."""
    pack, on = directives.keeper(), timezone.localdate()
    level = level_of(pack.rules[TOPIC], on)
    known = sorted((one for one in pack.units.values() if one.level == level), key=lambda one: one.valid_from)
    latest = {one.unit_key: one for one in known}
    return tuple(sorted(latest.values(), key=lambda one: (not one.is_valid_on(on), one.code, one.unit_key)))


def of_directive(directive: Directive, on: date) -> Followed:
    """Return how far every unit is with a document on a day."""
    return _followed(directive, units(on), _documents([directive]), _waivers([directive]), on)


def counts(rows: Iterable[Directive], on: date) -> dict[int, Cascade]:
    """Return how far the units are with each of these documents, with a fixed number of questions."""
    asked = [one for one in rows if one.is_cascaded]
    if not asked:
        return {}
    known, documents, waivers = units(on), _documents(asked), _waivers(asked)
    return {one.pk: _followed(one, known, documents, waivers, on).cascade for one in asked}


def owed(unit_key: str, on: date) -> tuple[Owed, ...]:
    """Return what the centre wants carried out by documents of the units, as one unit stands with it.

    Shape:   what waits for the unit first, overdue before the rest and by its day; then what is settled. What
             was replaced or has expired waits no longer.
    """
    found = [one for one in units(on) if one.unit_key == unit_key]
    rows = list(directives.standing(on).filter(is_cascaded=True, unit_key="").exclude(status="not_yet"))
    documents, waivers = _documents(rows, unit_key), _waivers(rows, unit_key)
    lines = [
        Owed(row, step)
        for row in rows
        for step in _followed(row, found, documents, waivers, on).steps
        if step.answer.state != "missing" or row.status not in ENDED
    ]
    return tuple(sorted(lines, key=_order))


def own(unit_key: str, on: date) -> QuerySet[Directive]:
    """Return the documents that a unit has issued, each with its status on a day, the latest first."""
    return directives.standing(on).filter(unit_key=unit_key)


def unlinked(directive: Directive, unit_key: str, on: date) -> QuerySet[Directive]:
    """Return the unit's documents by which it may carry a document out and does not say so yet."""
    linked = DirectiveEdge.objects.filter(
        source=OuterRef("pk"), target=directive, kind="concretises", withdrawn_at=None
    )
    return own(unit_key, on).filter(~Exists(linked), issued_on__gte=directive.issued_on)


def _order(one: Owed) -> tuple[bool, bool, date, date]:
    answer = one.step.answer
    due = one.directive.concretised_by or date.max
    return (answer.state != "missing", not answer.is_overdue, due, one.directive.issued_on)


def _followed(
    directive: Directive,
    known: Iterable[Unit],
    documents: Mapping[tuple[int, str], DirectiveEdge],
    waivers: Mapping[tuple[int, str], DirectiveWaiver],
    on: date,
) -> Followed:
    by_unit, key = {one.unit_key: one for one in known}, directive.pk
    edges = {unit: one for (target, unit), one in documents.items() if target == key}
    said = {unit: one for (target, unit), one in waivers.items() if target == key}
    cascade = follow(
        by_unit,
        {unit: one.on for unit, one in edges.items()},
        {unit: one.on for unit, one in said.items()},
        directive.concretised_by,
        on,
    )
    steps = (_step(by_unit[one.unit_key], one, edges, said) for one in cascade.answers)
    return Followed(directive, cascade, tuple(steps))


def _step(
    unit: Unit, answer: Answer, edges: Mapping[str, DirectiveEdge], said: Mapping[str, DirectiveWaiver]
) -> Step:
    if answer.state == "document":
        return Step(unit, answer, edges[unit.unit_key].source)
    return Step(unit, answer, reason=said[unit.unit_key].reason if answer.state == "none_needed" else "")


def _documents(rows: Iterable[Directive], unit_key: str = "") -> dict[tuple[int, str], DirectiveEdge]:
    """Return the earliest document of each unit that carries one of these out."""
    edges = DirectiveEdge.objects.filter(target__in=list(rows), kind="concretises", withdrawn_at=None)
    edges = edges.filter(source__unit_key=unit_key) if unit_key else edges.exclude(source__unit_key="")
    latest_first = edges.select_related("source").order_by("-on", "-id")
    return {(one.target_id, one.source.unit_key): one for one in latest_first}


def _waivers(rows: Iterable[Directive], unit_key: str = "") -> dict[tuple[int, str], DirectiveWaiver]:
    """Return the latest word of each unit that it needs no document of its own."""
    said = DirectiveWaiver.objects.filter(directive__in=list(rows))
    said = said.filter(unit_key=unit_key) if unit_key else said
    return {(one.directive_id, one.unit_key): one for one in said.order_by("id")}
