"""Days in words: whether one is worked, how many are left until a deadline, and what the deadline is of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from giaoban.core.conduct.deadlines import Moved
from giaoban.core.conduct.schedules import DEADLINE
from giaoban.core.registry.packs import Pack
from giaoban.web.components.phases import say_phase

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


def tell_moved(found: Iterable[Moved], pack: Pack) -> list[Told]:
    """Return deadlines that moved, in words."""
    return [_told(pack, one.name, one.is_on, one.was_on) for one in found]


def tell(deadlines: Iterable[tuple[str, date]], pack: Pack) -> list[Told]:
    """Return deadlines in words, by day."""
    return [_told(pack, name, day) for name, day in sorted(deadlines, key=lambda one: (one[1], one[0]))]


def title_of(pack: Pack, round_id: str) -> tuple[str, str]:
    """Return the title of a round in the language of the page, or the pack's own, and which that is."""
    titles = pack.rounds[round_id].settings["titles"] if round_id in pack.rounds else {}
    language = next((one for one in (get_language() or "", *pack.languages) if one in titles), "")
    return titles.get(language, round_id), language


def _told(pack: Pack, name: str, is_on: date, was_on: date | None = None) -> Told:
    round_id, _slash, what = name.partition("/")
    return Told(round_id, title_of(pack, round_id)[0], _say(what), is_on, was_on)


def _say(what: str) -> str:
    if what == DEADLINE:
        return _("reports are due")
    if what.startswith("reply:"):
        return _("a unit’s reply is due")
    return _("begins: %(stage)s") % {"stage": say_phase(what)}
