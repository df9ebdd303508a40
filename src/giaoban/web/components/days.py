"""Days in words: whether one is worked, how many are left until a deadline, and what the deadline is of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from giaoban.core.conduct.deadlines import Moved
from giaoban.core.conduct.schedules import DEADLINE
from giaoban.core.registry.packs import Pack
from giaoban.queries import deadlines
from giaoban.web.components.phases import say_phase

#: What has a deadline of its own, by how its name begins.
_FOLLOWED = {
    "petition": gettext_lazy("the answer to a petition is due"),
    "contribution": gettext_lazy("a contribution to a petition is due"),
    "task": gettext_lazy("a task is due"),
}
#: How a deadline came to be another one.
CAUSES = {
    "extended": gettext_lazy("extended"),
    "calendar": gettext_lazy("the working calendar was changed"),
    "reopened": gettext_lazy("set anew"),
}
KINDS = {"off": gettext_lazy("a day off"), "working": gettext_lazy("a working day")}


@dataclass(frozen=True)
class Told:
    """One deadline in words: of which round, what is due, when, and when it was before it moved."""

    round_id: str
    title: str
    what: str
    is_on: date
    was_on: date | None = None


def say_left(days: int, due: date, today: date) -> str:
    """Return how long there is until a deadline, in working days."""
    if today > due:
        return _("the deadline has passed")
    if today == due:
        return _("due today")
    return ngettext("%(count)s working day left", "%(count)s working days left", days) % {"count": days}


def say_late(days: int) -> str:
    """Return how late something is, in working days; there may be none between its deadline and today."""
    if not days:
        return _("less than a working day late")
    return ngettext("%(count)s working day late", "%(count)s working days late", days) % {"count": days}


def tell_moved(found: Iterable[Moved], pack: Pack) -> list[Told]:
    """Return deadlines that moved, in words."""
    known = tuple(found)
    objects = deadlines.objects(one.name for one in known)
    return [_moved(pack, one, objects) for one in known]


def tell(days: Iterable[tuple[str, date]], pack: Pack) -> list[Told]:
    """Return deadlines in words, by day."""
    return [_told(pack, name, day) for name, day in sorted(days, key=lambda one: (one[1], one[0]))]


def title_of(pack: Pack, round_id: str) -> tuple[str, str]:
    """Return the title of a round in the language of the page, or the pack's own, and which that is."""
    titles = pack.rounds[round_id].settings["titles"] if round_id in pack.rounds else {}
    language = next((one for one in (get_language() or "", *pack.languages) if one in titles), "")
    return titles.get(language, round_id), language


def _moved(pack: Pack, one: Moved, objects: Mapping[str, str]) -> Told:
    if one.name in objects:
        kind = one.name.partition("/")[0]
        return Told("", objects[one.name], str(_FOLLOWED[kind]), one.is_on, one.was_on)
    return _told(pack, one.name, one.is_on, one.was_on)


def _told(pack: Pack, name: str, is_on: date, was_on: date | None = None) -> Told:
    round_id, _slash, what = name.partition("/")
    return Told(round_id, title_of(pack, round_id)[0], _say(what), is_on, was_on)


def _say(what: str) -> str:
    if what == DEADLINE:
        return _("reports are due")
    if what.startswith("reply:"):
        return _("a unit’s reply is due")
    if what.startswith("notice:"):
        return _("the conclusion notice is due")
    return _("begins: %(stage)s") % {"stage": say_phase(what)}
