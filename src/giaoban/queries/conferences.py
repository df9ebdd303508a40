"""Conferences: which there are, in which stage each stands, and what is on its agenda."""

from itertools import count
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from giaoban.core.conduct.petitions import OPEN as PENDING
from giaoban.core.conduct.phases import Phase
from giaoban.core.errors import NotFound
from giaoban.queries import packs
from giaoban.records.models import AgendaItem, Clause, Conference, Moment, Petition, Site, Task

#: What an item of the agenda takes up is named by what it is and its number.
TASK, PETITION = "task/", "petition/"


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
    """Return what the conferences before that on this round left open: tasks, then petitions.

    Shape:   each by its deadline; a task that is not done, a petition that waits for anybody.
    Edges:   what an earlier one left stays among it for as long as it is open, so nothing is lost where a
             conference did not take it up; rounds of another level have conferences of their own.
    """
    held = _before(round_id)
    tasks = Task.objects.filter(clause__notice__conference__in=held, issued_on__isnull=False)
    rounds = [one.round_id for one in held]
    petitions = Petition.objects.filter(Q(conference__in=held) | Q(round_id__in=rounds), stage__in=PENDING)
    return (
        *(Open(f"{TASK}{one.pk}", one.what, one.status) for one in _by_day(tasks.exclude(status="done"))),
        *(Open(f"{PETITION}{one.pk}", f"{one.number} {one.text}", one.stage) for one in _by_day(petitions)),
    )


def last_before(round_id: str) -> Conference | None:
    """Return the last concluded conference on a round of this level that was held before this one's is."""
    pack, review = packs.of_round(round_id)
    earlier = {
        one.round_id: str(one.settings["conference_on"])
        for one in pack.rounds.values()
        if one.level == review.level
        and str(one.settings["conference_on"]) < str(review.settings["conference_on"])
    }
    held = Conference.objects.filter(round_id__in=earlier, stage="concluded").select_related("notice")
    return max(held, key=lambda one: (earlier[one.round_id], one.begins_at), default=None)


def taken_up(key: str) -> tuple[Clause, ...]:
    """Return the clauses of issued notices that took up a task (`task/12`) or a petition (`petition/7`)."""
    asked = Q(item__takes_up=key)
    if key.startswith(PETITION):
        asked |= Q(petition=key.removeprefix(PETITION))
    rows = Clause.objects.filter(asked, is_removed=False, notice__stage="issued")
    return tuple(rows.select_related("notice__conference", "item").order_by("notice__issued_at", "place"))


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


def _before(round_id: str) -> list[Conference]:
    """Return the concluded conferences on rounds of the same level that began before that on this round."""
    pack, review = packs.of_round(round_id)
    peers = [one.round_id for one in pack.rounds.values() if one.level == review.level]
    rows = Conference.objects.filter(round_id__in=peers, stage="concluded").exclude(round_id=round_id)
    own = of_round(round_id)
    return list(rows.filter(begins_at__lt=own.begins_at) if own else rows)


def _by_day(rows: QuerySet) -> QuerySet:
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")
