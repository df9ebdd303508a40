"""Courses: what happened in the room of a conference, told in one sentence a moment."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.core.conduct import rooms
from giaoban.core.conduct.attendance import ARRIVED, LEFT
from giaoban.queries.rooms import Sight
from giaoban.web.components.polls import OUTCOMES


def say_moment(verb: str, payload: Mapping[str, Any], sight: Sight) -> str:
    """Return what happened, in the language of the page; nothing for what is not told in words."""
    teller = _SENTENCES.get(verb)
    return teller(payload, sight) if teller else ""


def _name(payload: Mapping[str, Any], sight: Sight) -> dict[str, str]:
    return {"name": sight.delegates[payload["delegate"]].name}


def _item_begun(payload: Mapping[str, Any], sight: Sight) -> str:
    titles = {one.pk: str(one) for one in sight.agenda}
    return _("Begins: %(item)s") % {"item": titles.get(payload["item"], "–")}


def _extended(payload: Mapping[str, Any], sight: Sight) -> str:
    text = ngettext("%(count)s more minute", "%(count)s more minutes", payload["minutes"])
    return text % {"count": payload["minutes"]}


def _registered(payload: Mapping[str, Any], sight: Sight) -> str:
    point = _("%(name)s raises a point of order")
    return (point if payload.get("is_point") else _("%(name)s wishes to speak")) % _name(payload, sight)


def _arrived(payload: Mapping[str, Any], sight: Sight) -> str:
    texts = {"hall": _("%(name)s is in the hall"), "online": _("%(name)s is online")}
    return texts[payload["mode"]] % _name(payload, sight)


def _of_delegate(text: Callable[[], str]) -> Callable[[Mapping[str, Any], Sight], str]:
    return lambda payload, sight: text() % _name(payload, sight)


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any], Sight], str]] = {
    rooms.ITEM_BEGUN: _item_begun,
    rooms.ITEM_EXTENDED: _extended,
    rooms.PAUSED: lambda payload, sight: _("The conference pauses"),
    rooms.RESUMED: lambda payload, sight: _("The conference goes on"),
    rooms.REGISTERED: _registered,
    rooms.WITHDRAWN: _of_delegate(lambda: _("%(name)s no longer wishes to speak")),
    rooms.CALLED: _of_delegate(lambda: _("%(name)s has the floor")),
    rooms.ENDED: _of_delegate(lambda: _("%(name)s has spoken")),
    ARRIVED: _arrived,
    LEFT: _of_delegate(lambda: _("%(name)s has left")),
    "poll.opened": lambda payload, sight: _("Is asked: %(question)s") % {"question": payload["question"]},
    "poll.closed": lambda payload, sight: str(OUTCOMES[payload["outcome"]]),
    rooms.CHART_SHOWN: lambda payload, sight: _("A chart is shown") if payload["chart"] else "",
}
