"""Minutes: what stands in the texts of each item, in which versions, who has signed them; the document."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from giaoban.core.conduct import minutes
from giaoban.core.conduct.decisions import Decision, lines_of
from giaoban.core.conduct.minutes import NOTHING, PARTS, Standing, Step, Version
from giaoban.core.errors import NotFound
from giaoban.core.writing import minutes as writing
from giaoban.files.word.minutes import write_minutes
from giaoban.queries import conferences, delegates, packs, proceedings
from giaoban.records.models import AgendaItem, Conference, MinuteStep, MinuteVersion

#: By number of the item and part: the version that stands.
Texts = Mapping[tuple[int, str], Version]


@dataclass(frozen=True)
class Decided:
    """One decision: the item of the agenda, the name that it keeps for good, and its text."""

    item: int
    decision_id: str
    text: str


def current(conference: str) -> Texts:
    """Return what stands in the texts of a conference; what nobody has written in is left out."""
    return {(row.item.number, row.part): version_of(row) for row in _standing(conference)}


def of_item(item: AgendaItem) -> Mapping[str, str]:
    """Return what stands of one item, by part; what nobody has written in is left out."""
    return {
        row.part: row.text for row in _standing(item.conference.key) if row.item_id == item.pk and row.text
    }


def history(conference: str, item: int, part: str) -> tuple[Version, ...]:
    """Return every version of one text, the first one first.

    Raises:  NotFound for an item or a part that there is not.
    """
    row = item_of(conference, item, part)
    return tuple(version_of(one) for one in row.minute_versions.filter(part=part))


def asides(conference: str) -> Mapping[tuple[int, str], int]:
    """Return of how many versions nobody has taken up what was set aside, by item and part."""
    rows = MinuteVersion.objects.filter(item__conference__key=conference)
    same = rows.filter(item=OuterRef("item"), part=OuterRef("part"), text=OuterRef("text"), is_aside=False)
    counts: dict[tuple[int, str], int] = {}
    for where in rows.filter(~Exists(same), is_aside=True).values_list("item__number", "part"):
        counts[where] = counts.get(where, 0) + 1
    return counts


def decisions(conference: str) -> tuple[Decided, ...]:
    """Return the decisions of every item, in the order of the agenda and of their lines."""
    rows = [row for row in _standing(conference) if row.part == "decisions"]
    return tuple(
        Decided(row.item.number, f"{row.item_id}-{one.number}", one.text)
        for row in sorted(rows, key=lambda row: row.item.number)
        for one in decisions_of(row)
    )


def decisions_of(row: MinuteVersion) -> tuple[Decision, ...]:
    """Return the decisions that a version lists."""
    return tuple(Decision(*each) for each in zip(row.decisions, lines_of(row.text), strict=True))


def standing(conference: str) -> Standing:
    """Return which edition of the minutes it is, and who has signed it."""
    rows = MinuteStep.objects.filter(conference__key=conference)
    return minutes.standing_of(Step(row.kind, row.by, row.at, row.reason) for row in rows)  # type: ignore[arg-type]


def digest(conference: str) -> str:
    """Return the hash of all that stands in the minutes: what a signature is put under."""
    texts = current(conference)
    told = [
        [item.number, item.title, [texts.get((item.number, part), NOTHING).text for part in PARTS]]
        for item in conferences.agenda(conference)
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def layouts(conference: str) -> Mapping[str, Mapping[str, str]]:
    """Return the layouts in which the minutes may be printed, each with its names; none without minutes."""
    pack, _ = packs.of_round(conferences.by_key(conference).round_id)
    names = pack.documents.get("minutes", {}).get("layouts", ())
    return {name: pack.documents[name]["names"] for name in names}


def document(conference: str, layout: str) -> tuple[str, bytes]:
    """Return the minutes as a Word file in a layout: its name, and its content.

    Edges:   without both signatures it is a draft, and says so.
    Raises:  NotFound for a layout that the pack has not.
    """
    if layout not in layouts(conference):
        raise NotFound(
            "The minutes are not printed in this layout", "See documents/minutes.yaml of the pack."
        )
    found, stand = conferences.by_key(conference), standing(conference)
    pack, words = proceedings.words_of(conference)
    sitting = _sitting(found)
    content = write_minutes(
        writing.compose(sitting, words),
        pack.languages[0],
        {**pack.documents[layout], **pack.documents[f"minutes.{layout}"]},
        _named(found, sitting, stand, words),
        "signed" if stand.confirmed else "draft",
        on=sitting.began_at.date(),
        digest=digest(conference),
    )
    return f"{found.key}-minutes-{layout}.docx", content


def _sitting(found: Conference) -> writing.Sitting:
    """Return all that the minutes are made of; times are those of the installation."""
    began_at, ended_at = proceedings.times(found)
    texts = current(found.key)
    return writing.Sitting(
        place=found.place,
        sites=sum(1 for one in conferences.sites(found.key) if one.unit_key),
        began_at=began_at,
        ended_at=ended_at,
        seats=proceedings.seats(found.key),
        items=tuple(
            writing.Item(item.title, {part: texts.get((item.number, part), NOTHING).text for part in PARTS})
            for item in conferences.agenda(found.key)
        ),
        stays=proceedings.stays_of(found.key),
        polls=proceedings.polls(found.key),
    )


def _named(
    found: Conference, sitting: writing.Sitting, stand: Standing, words: writing.Words
) -> dict[str, str]:
    """Return what the layout asks for; whoever signed is named, else whoever has the seat."""
    confirmed = timezone.localtime(stand.confirmed.at) if stand.confirmed else None
    return {
        "title": found.title,
        "year": str((confirmed or sitting.began_at).year),
        "date": writing.say_date(confirmed, words) if confirmed else "",
        "clerk": _signer(found.key, "clerk", stand.signed),
        "chair": _signer(found.key, "chair", stand.confirmed),
    }


def _signer(conference: str, seat: str, step: Step | None) -> str:
    rows = [one for one in delegates.of_conference(conference) if one.seat == seat]
    signed = [one.name for one in rows if step and one.email == step.by]
    return next(iter(signed or (one.name for one in rows)), "")


def item_of(conference: str, item: int, part: str) -> AgendaItem:
    """Return the item of the agenda that a text belongs to.

    Raises:  NotFound for an item or a part that there is not.
    """
    found = AgendaItem.objects.filter(conference__key=conference, number=item).first()
    if found is None or part not in PARTS:
        raise NotFound("There is no such text in the minutes", "See the agenda of the conference.")
    return found


def version_of(row: MinuteVersion) -> Version:
    """Return a row as the rules of minutes know it."""
    return Version(row.number, row.text, row.by, row.at, row.is_aside)


def _standing(conference: str) -> list[MinuteVersion]:
    rows = MinuteVersion.objects.filter(item__conference__key=conference, is_aside=False)
    later = rows.filter(item=OuterRef("item"), part=OuterRef("part"), number__gt=OuterRef("number"))
    return list(rows.filter(~Exists(later)).select_related("item"))
