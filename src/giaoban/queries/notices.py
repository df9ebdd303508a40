"""Notices: what a conference concluded, clause by clause as it stands, and what holds it back."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from giaoban.core.conduct import resolutions
from giaoban.core.conduct.audit import text as canonical
from giaoban.core.conduct.resolutions import Clause
from giaoban.core.errors import Finding, NotFound
from giaoban.core.figures.narratives import Paragraph
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.rules import in_force
from giaoban.core.writing import notices as writing
from giaoban.queries import factsheets, narratives, packs, tasks
from giaoban.records import models
from giaoban.records.models import Conference, Notice


def of_conference(conference: str) -> Notice | None:
    """Return the notice of a conference, or None while none has been drafted."""
    return Notice.objects.select_related("conference").filter(conference__key=conference).first()


def by_conference(conference: str) -> Notice:
    """Return the notice of a conference.

    Raises:  NotFound if none has been drafted.
    """
    found = of_conference(conference)
    if found is None:
        raise NotFound("There is no notice of this conference yet", "Draft it first.")
    return found


def rows(conference: str) -> tuple[models.Clause, ...]:
    """Return the clauses of a notice in the order in which they are printed, without what was removed."""
    found = models.Clause.objects.filter(notice__conference__key=conference, is_removed=False)
    return in_order(found.select_related("item"))


def in_order(rows: Iterable[models.Clause]) -> tuple[models.Clause, ...]:
    """Return clauses of one notice in the order in which they are printed and numbered."""
    order = resolutions.SECTIONS.index
    return tuple(sorted(rows, key=lambda one: (order(one.section), one.place, one.pk)))


def clauses(conference: str) -> tuple[Clause, ...]:
    """Return the clauses of a notice as the rules see them, each with its tasks."""
    given: dict[int, list[Any]] = {}
    for task in tasks.of_conference(conference):
        given.setdefault(task.clause_id, []).append(tasks.assignment(task))
    return tuple(
        Clause(
            row.pk,
            row.section,  # type: ignore[arg-type]
            row.text,
            row.version,
            tuple(row.basis),
            tuple(given.get(row.pk, ())),
            row.no_task,
        )
        for row in rows(conference)
    )


def wording(conference: Conference) -> tuple[str, Mapping[str, Any], Pack]:
    """Return the language in which a notice is written, its words, and the pack that they are of.

    Raises:  NotFound if the pack has no words for notices.
    """
    pack, _ = packs.of_round(conference.round_id)
    language = pack.languages[0]
    found = pack.wording[language]
    if "notices" not in found or "notice" not in pack.documents:
        title = f"The pack {pack.pack_id} has no words for notices"
        raise NotFound(title, "Add documents/notice.yaml, and `notices` to its wording.")
    return language, found, pack


def layouts(conference: Conference) -> Mapping[str, Mapping[str, Any]]:
    """Return the layouts in which a notice may be printed: what differs, over the layout of its name."""
    _, _, pack = wording(conference)
    names = pack.documents["notice"]["layouts"]
    return {name: {**pack.documents[name], **pack.documents[f"notice.{name}"]} for name in names}


def due_on(conference: Conference) -> date | None:
    """Return the day by which a notice is to be issued, by the calendar as it stands; None without a rule."""
    pack, _ = packs.of_round(conference.round_id)
    return due_under(conference, pack, pack.calendar)


def due_under(conference: Conference, pack: Pack, calendar: Calendar) -> date | None:
    """Return the day by which a notice is to be issued, by this calendar; None without a rule."""
    held_on = timezone.localdate(conference.ends_at)
    rule = in_force(pack.rules.get(resolutions.TOPIC, ()), resolutions.RULE, held_on)
    return resolutions.due_after(held_on, int(rule["working_days"]), calendar) if rule else None


def days_left(conference: Conference, day: date, on: date) -> int:
    """Return how many working days are left until a day; below 0 where it has passed."""
    return packs.of_round(conference.round_id)[0].calendar.days_left(on, day)


def document(notice: Notice) -> dict[str, Any]:
    """Return the notice as blocks: what was issued, or what the draft says now."""
    if notice.stage == "issued":
        return notice.content["document"]
    _, words, _ = wording(notice.conference)
    names = tasks.bodies(notice.conference.round_id).names
    return writing.compose(clauses(notice.conference.key), names, words)


def findings(notice: Notice, on: date) -> tuple[Finding, ...]:
    """Return all that is wrong or doubtful with a draft, were it issued on a day."""
    found = clauses(notice.conference.key)
    return (*resolutions.check(found, on), *_doubts(notice, found))


def sheet(notice: Notice) -> Mapping[str, Any] | None:
    """Return the factsheet that a notice quotes; None where none was frozen when it was drafted."""
    return factsheets.by_digest(notice.factsheet) if notice.factsheet else None


def is_as_issued(notice: Notice) -> bool:
    """Return whether what is kept of an issued notice is still what was sealed."""
    return sealed(notice.content) == notice.sha256


def sealed(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a notice says, in the one form in which it is written."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def by_id(conference: str, clause_id: int) -> models.Clause:
    """Return one clause that stands in a notice.

    Raises:  NotFound if there is none.
    """
    found = next((row for row in rows(conference) if row.pk == clause_id), None)
    if found is None:
        raise NotFound("There is no such clause", "Reload the notice.")
    return found


def stage(conference: str) -> str:
    """Return how far the notice of a conference is; empty before there is one."""
    return Notice.objects.filter(conference__key=conference).values_list("stage", flat=True).first() or ""


def _doubts(notice: Notice, found: tuple[Clause, ...]) -> tuple[Finding, ...]:
    """Return what the clauses say otherwise than the frozen figures, quoted or typed by hand."""
    facts = sheet(notice)
    if facts is None:
        return ()
    numbers, names = resolutions.number(found), {unit["name"] for unit in facts["units"]}
    quoted = [writing.doubt(one, numbers.get(one.clause_id, ""), names) for one in found]
    typed = [one for one in found if not one.basis and one.section in resolutions.NUMBERED]
    paragraphs = [Paragraph(one.text, numbers[one.clause_id]) for one in typed]
    pack, review = packs.of_round(notice.conference.round_id)
    contradicted = narratives.contradicted(pack, review, paragraphs, _national(facts))
    return (*(finding for one in quoted for finding in one), *contradicted)


def _national(facts: Mapping[str, Any]) -> dict[tuple[str, str], Decimal]:
    """Return the figures of the whole country by indicator and period: the latest known of each."""
    country = facts["header"]["country_unit"]
    own = [one for one in facts["observations"] if one["unit_key"] == country and one["value"] is not None]
    ordered = sorted(own, key=lambda one: one["released"])
    return {(one["indicator"], one["period"]): Decimal(one["value"]) for one in ordered}
