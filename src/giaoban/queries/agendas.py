"""Agendas: the items of a conference with their planned times, and what its pack lays down for them."""

from datetime import date

from django.utils import timezone

from giaoban.core.conduct import agenda
from giaoban.core.conduct.agenda import TOPIC, Item, Limits, Slot
from giaoban.core.errors import NotFound
from giaoban.queries import conferences, packs
from giaoban.records.models import AgendaItem, Conference


def item(conference: str, item_id: int) -> AgendaItem:
    """Return one item of an agenda.

    Raises:  NotFound if there is none.
    """
    found = AgendaItem.objects.filter(conference__key=conference, pk=item_id).first()
    if found is None:
        raise NotFound("There is no such item", "Somebody may have removed it: see the agenda.")
    return found


def items(conference: str) -> tuple[Item, ...]:
    """Return the items of an agenda as values, in their order."""
    return tuple(_value(row) for row in conferences.agenda(conference))


def slots(conference: Conference) -> tuple[Slot, ...]:
    """Return the items with their planned times, as clocks show them there."""
    return agenda.plan(items(conference.key), timezone.localtime(conference.begins_at))


def version(conference: str) -> str:
    """Return the mark of an agenda as it stands: whoever changes it says which one they saw."""
    return agenda.version(items(conference))


def template(round_id: str, on: date) -> tuple[Item, ...]:
    """Return the programme that a conference on a round begins with, in the pack's own language."""
    pack, _review = packs.of_round(round_id)
    return agenda.programme_of(pack.rules.get(TOPIC, ()), on, pack.languages[0])


def limits(conference: Conference) -> Limits:
    """Return what is laid down for a conference on its day."""
    pack, _review = packs.of_round(conference.round_id)
    return agenda.limits_of(pack.rules.get(TOPIC, ()), timezone.localdate(conference.begins_at))


def _value(row: AgendaItem) -> Item:
    told = {name: getattr(row, name) for name in ("section", "kind", "decision_sought", "takes_up")}
    return Item(row.title, row.minutes, speaker=row.speaker.name if row.speaker else "", **told)
