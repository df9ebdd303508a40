"""Agendas: items are added, changed, moved and removed until the conference sits; numbers have no gap."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from giaoban.actions import events, moments
from giaoban.core.conduct.agenda import ITEM_KINDS
from giaoban.core.errors import Conflict, Invalid, broken
from giaoban.queries import agendas, delegates
from giaoban.queries import conferences as reading
from giaoban.records.models import AgendaItem, Conference

#: No item takes longer than a day.
_MOST_MINUTES = 1440
#: Beyond every number that an item has.
_FAR = 100_000
_LONGEST = {"title": 500, "section": 200, "decision_sought": 4000}


def add(
    *,
    conference: str,
    title: str,
    minutes: int,
    by: str,
    seen: str,
    section: str = "",
    kind: str = "",
    decision_sought: str = "",
    speaker: int | None = None,
) -> AgendaItem:
    """Add an item at the end of an agenda. `seen` is the version of the agenda that it was written beside.

    Raises:  NotFound for a conference or a speaker that there is not; NotAllowed once it sits; Invalid with
             every fault at once; Conflict if somebody changed the agenda meanwhile.
    """
    told = _sound(title, minutes, section, kind, decision_sought)
    with transaction.atomic():
        found = _locked(conference, seen)
        number = len(reading.agenda(conference)) + 1
        speaking = delegates.named(conference, speaker) if speaker else None
        item = AgendaItem.objects.create(conference=found, number=number, speaker=speaking, **told)
        _note("item.added", by, item)
    return item


def take_up(*, conference: str, key: str, by: str, seen: str) -> AgendaItem:
    """Let the agenda take up what the last conference left open: it opens with all that it takes up.

    Raises:  as `add` does; Conflict if nothing of this key is open, or the agenda takes it up already.
    """
    with transaction.atomic():
        found = _locked(conference, seen)
        rows = list(reading.agenda(conference))
        left = {one.key: one for one in reading.open_from_last(found.round_id)}
        if key not in left or any(one.takes_up == key for one in rows):
            raise Conflict("This is not open, or on the agenda already", "See what is open now.")
        # Where the pack says nothing the office sets the time: an item takes some.
        minutes = agendas.limits(found).taking_up_minutes or 1
        told = {"title": left[key].title[: _LONGEST["title"]], "minutes": minutes, "takes_up": key}
        item = AgendaItem.objects.create(conference=found, number=len(rows) + 1, **told)
        _put(item, rows, sum(1 for one in rows if one.takes_up))
        _note("item.added", by, item, takes_up=key)
    return item


def change(
    *,
    conference: str,
    item: int,
    title: str,
    minutes: int,
    by: str,
    seen: str,
    section: str = "",
    kind: str = "",
    decision_sought: str = "",
    speaker: int | None = None,
) -> AgendaItem:
    """Change what an item says; its place stays.

    Raises:  as `add` does; NotFound if there is no such item.
    """
    told = _sound(title, minutes, section, kind, decision_sought)
    with transaction.atomic():
        _locked(conference, seen)
        found = agendas.item(conference, item)
        found.speaker = delegates.named(conference, speaker) if speaker else None
        for name, value in told.items():
            setattr(found, name, value)
        found.save()
        _note("item.changed", by, found)
    return found


def move(*, conference: str, item: int, to: int, by: str, seen: str) -> AgendaItem:
    """Let an item have another number; those between move up or down.

    Edges:   a number before the first or after the last one is the first or the last.
    Raises:  as `change` does.
    """
    with transaction.atomic():
        _locked(conference, seen)
        found, was = agendas.item(conference, item), agendas.item(conference, item).number
        others = [one for one in reading.agenda(conference) if one.pk != found.pk]
        _put(found, others, min(max(to, 1), len(others) + 1) - 1)
        _note("item.moved", by, found, was=was)
    return found


def remove(*, conference: str, item: int, by: str, seen: str) -> None:
    """Remove an item; those after it move up.

    Raises:  as `change` does; Conflict if something is filed under the item.
    """
    with transaction.atomic():
        found = _locked(conference, seen)
        gone = agendas.item(conference, item)
        payload = _told(gone)
        try:
            gone.delete()
        except ProtectedError as why:
            raise Conflict("Something is filed under this item", "Move that to another item first.") from why
        _number(found, reading.agenda(conference))
        _write("item.removed", by, found, payload)


def _locked(conference: str, seen: str) -> Conference:
    found = moments.lock(conference=conference, action="agenda.change")
    if seen != agendas.version(conference):
        detail = "Nothing was changed; below it stands as it is now. Look, and send yours again."
        raise Conflict("Somebody changed the agenda meanwhile", detail)
    return found


def _put(item: AgendaItem, others: Sequence[AgendaItem], place: int) -> None:
    """Let an item stand at a place among the others, counted from 0."""
    order = [*others[:place], item, *others[place:]]
    _number(item.conference, order)


def _number(conference: Conference, order: Sequence[AgendaItem]) -> None:
    """Number the items in this order, from 1 on; first out of the way, for no number stands twice."""
    rows = AgendaItem.objects.filter(conference=conference)
    rows.update(number=F("number") + _FAR)
    for number, item in enumerate(order, 1):
        item.number = number
        AgendaItem.objects.filter(pk=item.pk).update(number=number)


def _sound(title: str, minutes: int, section: str, kind: str, decision_sought: str) -> dict[str, Any]:
    """Return what an item says, or every fault of it."""
    told = {"title": title.strip(), "section": section.strip(), "decision_sought": decision_sought.strip()}
    faults = [
        ("title", not told["title"], "The item has no title", "Say what is dealt with."),
        (
            "minutes",
            not 0 < minutes <= _MOST_MINUTES,
            "The item has no time",
            "Say how many minutes it takes.",
        ),
        ("kind", kind not in ITEM_KINDS, "This is no kind of item", "Choose one of the list."),
        *(
            (name, len(told[name]) > most, "The text is too long", "Shorten it.")
            for name, most in _LONGEST.items()
        ),
    ]
    found = broken(faults)
    if found:
        raise Invalid("The item was not stored", "Mend what is listed.", findings=found)
    return {**told, "minutes": minutes, "kind": kind}


def _told(item: AgendaItem) -> dict[str, Any]:
    return {"item": item.pk, "number": item.number, "title": item.title, "minutes": item.minutes}


def _note(verb: str, by: str, item: AgendaItem, **more: Any) -> None:
    _write(verb, by, item.conference, {**_told(item), **more})


def _write(verb: str, by: str, conference: Conference, payload: dict[str, Any]) -> None:
    events.note(verb=verb, by=by, object=f"conference/{conference.key}", at=timezone.now(), payload=payload)
