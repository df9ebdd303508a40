"""Conferences: which there are, in which stage each stands, and what is on its agenda."""

from itertools import count
from typing import NamedTuple

from giaoban.core.conduct.phases import Phase
from giaoban.core.errors import NotFound
from giaoban.queries import packs
from giaoban.records.models import AgendaItem, Conference, Moment, Site, Task


class Open(NamedTuple):
    """What an earlier conference left open: its key as an item takes it up (`task/12`), words, and state."""

    key: str
    title: str
    state: str


def known() -> tuple[Conference, ...]:
    """Return every conference, the latest first."""
    return tuple(Conference.objects.all())


def of_round(round_id: str) -> Conference | None:
    """Return the conference on a round; one that was called off makes room for another."""
    return Conference.objects.filter(round_id=round_id).exclude(stage="called_off").first()


def free_key(round_id: str) -> str:
    """Return a key for a new conference on a round: the round's own, or with a number that is free."""
    taken = set(Conference.objects.filter(key__startswith=round_id).values_list("key", flat=True))
    numbered = (f"{round_id}-{number}" for number in count(2))
    return round_id if round_id not in taken else next(key for key in numbered if key not in taken)


def open_from_last(round_id: str) -> tuple[Open, ...]:
    """Return what the last conference before that on this round left open.

    Edges:   what its notice asked and is not done; nothing where it issued none.
    """
    pack, _ = packs.of_round(round_id)
    before = Conference.objects.filter(round_id__in=set(pack.rounds) - {round_id}, stage="concluded")
    rows = Task.objects.filter(clause__notice__conference=before.first(), clause__is_removed=False)
    return tuple(Open(f"task/{one.pk}", one.what, one.status) for one in rows.filter(status="open"))


def by_key(key: str) -> Conference:
    """Return the conference of this key.

    Raises:  NotFound if there is none.
    """
    found = Conference.objects.filter(key=key).first()
    if found is None:
        raise NotFound(f"There is no conference “{key}”", "See the list of conferences.")
    return found


def stage(key: str) -> Phase:
    """Return the stage in which a conference stands; one that there is not is not published."""
    return Conference.objects.filter(key=key).values_list("stage", flat=True).first() or "unpublished"  # type: ignore[return-value]


def sites(key: str) -> tuple[Site, ...]:
    """Return the sites of a conference, the hall first."""
    return tuple(Site.objects.filter(conference__key=key))


def agenda(key: str) -> tuple[AgendaItem, ...]:
    """Return the items of the agenda in their order."""
    return tuple(AgendaItem.objects.filter(conference__key=key).select_related("speaker"))


def moments(key: str, after: int = 0) -> tuple[Moment, ...]:
    """Return what happened in the room after the moment of this number, in its order."""
    return tuple(Moment.objects.filter(conference__key=key, number__gt=after))
