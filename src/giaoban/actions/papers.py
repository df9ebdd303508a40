"""Papers: brought to a conference by its office, replaced or withdrawn with their history, and opened."""

import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, evidence, moments, refusals
from giaoban.core.conduct.papers import READERS
from giaoban.core.errors import Conflict, Invalid, NotFound, broken
from giaoban.queries import conferences, convocations, packs
from giaoban.records.models import AgendaItem, Conference, Paper, PaperReading

_LONGEST_TITLE, _LONGEST_REASON = 300, 500


def add(
    *,
    conference: str,
    content: bytes,
    name: str,
    title: str,
    audience: str,
    classification: str,
    item_id: int | None = None,
    replaces_id: int | None = None,
    by: str,
    at: datetime | None = None,
) -> Paper:
    """Keep a file as a paper of a conference or of one item, for some of its seats.

    Edges:   one that comes later than the rules ask for is taken and marked; one that replaces another
             leaves it where it is, and the readings of it with it.
    Raises:  Invalid, with every finding, for a file that is not taken in: then the audit keeps time, person
             and reason, and nothing else; Conflict if what it replaces no longer holds.
    """
    now = at or timezone.now()
    _require(title, audience)
    pack, _review = packs.of_round(conferences.by_key(conference).round_id)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    evidence.hold(content=content)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="paper.add")
        row = Paper.objects.create(
            conference=found,
            item=_item(found, item_id),
            title=title.strip(),
            audience=audience,
            name=unicodedata.normalize("NFC", name),
            is_late=convocations.is_late_paper(found, timezone.localdate(now)),
            replaces=_holding(found, replaces_id) if replaces_id else None,
            **admitted.columns,
            at=now,
            by=by,
        )
        told = {"paper": row.pk, "sha256": row.sha256, "audience": audience, "replaces": replaces_id}
        where = f"conference/{conference}"
        events.note(verb="paper.added", by=by, object=where, at=now, payload={**told, "is_late": row.is_late})
    return row


def withdraw(*, conference: str, paper_id: int, reason: str, by: str) -> None:
    """Take a paper back: who has not opened it no longer finds it; that it was there stays.

    Raises:  Invalid without a reason; Conflict if it no longer holds.
    """
    now, said = timezone.now(), reason.strip()
    if not said or len(said) > _LONGEST_REASON:
        raise Invalid("The paper was not withdrawn", "Say in at most 500 characters why it is taken back.")
    with transaction.atomic():
        row = _holding(moments.lock(conference=conference, action="paper.withdraw"), paper_id)
        row.withdrawn_at, row.withdrawn_by, row.reason = now, by, said
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
        told = {"paper": row.pk, "reason": said}
        events.note(verb="paper.withdrawn", by=by, object=f"conference/{conference}", at=now, payload=told)


def note_opened(*, paper: Paper, by: str) -> None:
    """Note that a person has opened a paper; only the first time is kept."""
    if PaperReading.objects.filter(paper=paper, person=by).exists():
        return
    now = timezone.now()
    with transaction.atomic():
        # Two windows may open it at once; the conference's lock lets the second one see the first.
        found = moments.lock(conference=paper.conference.key)
        if PaperReading.objects.filter(paper=paper, person=by).exists():
            return
        PaperReading.objects.create(paper=paper, person=by, at=now)
        told = {"paper": paper.pk}
        events.note(verb="paper.opened", by=by, object=f"conference/{found.key}", at=now, payload=told)


def _require(title: str, audience: str) -> None:
    rules = (
        ("title", not title.strip(), "The paper has no title", "Say what it is about."),
        ("title", len(title) > _LONGEST_TITLE, "The title is too long", "Write at most 300 characters."),
        (
            "audience",
            audience not in READERS,
            "It is not said whom the paper is for",
            "Choose who may read it.",
        ),
    )
    faults = broken(rules)
    if faults:
        raise Invalid("The paper was not taken", "Mend what is listed.", findings=faults)


def _holding(conference: Conference, paper_id: int) -> Paper:
    row = Paper.objects.filter(conference=conference, pk=paper_id).first()
    if row is None:
        raise NotFound("There is no such paper", "See the list of papers.")
    if row.withdrawn_at or Paper.objects.filter(replaces=row).exists():
        raise Conflict("The paper no longer holds", "It was replaced or withdrawn; see the list of papers.")
    return row


def _item(conference: Conference, item_id: int | None) -> AgendaItem | None:
    if item_id is None:
        return None
    found = AgendaItem.objects.filter(conference=conference, pk=item_id).first()
    if found is None:
        raise NotFound("There is no such item on the agenda", "See the agenda as it is now.")
    return found
