"""Conferences: which there are, in which stage each stands, and what is on its agenda."""

from giaoban.core.conduct.phases import Phase
from giaoban.core.errors import NotFound
from giaoban.records.models import AgendaItem, Conference, Moment, Site


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
