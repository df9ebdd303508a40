"""Minutes: what stands in the texts of each item, in which versions, and what the course proposes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from giaoban.core.conduct import minutes
from giaoban.core.conduct.attendance import Mode
from giaoban.core.conduct.decisions import Decision, lines_of
from giaoban.core.conduct.minutes import NOTHING, PARTS, Standing, Step, Version
from giaoban.core.conduct.proceedings import Happened, Proceedings, proceed
from giaoban.core.errors import NotFound
from giaoban.queries import conferences, delegates
from giaoban.records.models import AgendaItem, MinuteStep, MinuteVersion

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


def course(conference: str) -> tuple[Happened, ...]:
    """Return what happened in the room, in its order."""
    return tuple(Happened(one.verb, one.payload, one.at) for one in conferences.moments(conference))


def proceedings(conference: str) -> Mapping[int, Proceedings]:
    """Return how each item went that has begun."""
    happened, homes = course(conference), homes_of(conference)
    told = {one.number: proceed(happened, one.number, homes) for one in conferences.agenda(conference)}
    return {number: one for number, one in told.items() if one}


def homes_of(conference: str) -> Mapping[int, Mode]:
    """Return how each delegate takes part by their site: a unit's own room is joined to the hall online."""
    rows = delegates.of_conference(conference)
    return {one.pk: "online" if one.site.unit_key else "hall" for one in rows}


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
