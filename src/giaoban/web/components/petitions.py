"""Petitions in words: where one stands, in whose hands it is, how old it is, and by when it is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.core.conduct.positions import ADDRESSEES
from giaoban.queries import packs, tasks
from giaoban.queries.petitions import Line, Offer
from giaoban.web.components.days import say_late
from giaoban.web.components.positions import say_subject, short
from giaoban.web.components.wordings import Words, words_of, words_of_round

CHANNELS = {
    "before": gettext_lazy("before the conference"),
    "during": gettext_lazy("at the conference"),
    "after": gettext_lazy("after the conference"),
    "report": gettext_lazy("with a report"),
}
COMPETENCES = {
    "centre": gettext_lazy("the centre’s"),
    "province": gettext_lazy("the unit’s own"),
    "other": gettext_lazy("somebody else’s"),
}
CLASSES = {
    "settled": gettext_lazy("settled"),
    "in_progress": gettext_lazy("in progress, with a day by which it will be settled"),
    "explained": gettext_lazy("explained"),
    "out_of_remit": gettext_lazy("out of the body’s remit"),
    "forwarded": gettext_lazy("forwarded to the body that it concerns"),
}
STAGES = {
    "lodged": gettext_lazy("waits to be assigned"),
    "assigned": gettext_lazy("waits for an answer"),
    "answered": gettext_lazy("answered; the unit is to say whether that settles it"),
    "accepted": gettext_lazy("accepted by the unit"),
    "withdrawn": gettext_lazy("withdrawn"),
    "split": gettext_lazy("split; its parts go on"),
}
_EXCERPT = 200


@dataclass(frozen=True)
class Named:
    """A round and what its petitions name, in words: units and bodies by key, codes by the pack."""

    words: Words
    title: str
    units: Mapping[str, str]
    bodies: Mapping[str, str]

    def unit(self, unit_key: str) -> str:
        """Return what a unit is called."""
        return self.units.get(unit_key, unit_key)

    def body(self, body: str) -> str:
        """Return what a body is called; the one without a key is the central office."""
        return self.bodies.get(body, body) if body else _("the central office")


@dataclass(frozen=True)
class Card:
    """One petition of a list in words."""

    line: Line
    subject: str
    excerpt: str
    hands: str
    state: str
    due: str
    age: str


def named(round_id: str) -> Named:
    """Return what the petitions of a round name, in words.

    Raises:  NotFound if there is no such round.
    """
    pack, review = packs.of_round(round_id)
    words = words_of(pack)
    units = {one.unit_key: one.name for one in pack.units_of(review)}
    return Named(words, words.title(review), units, tasks.bodies(round_id).names)


def lay_out(lines: Iterable[Line]) -> list[Card]:
    """Return the lines of a list as cards, in their order; the words of a round are read once."""
    found = list(lines)
    words = {round_id: words_of_round(round_id)[0] for round_id in {one.petition.round_id for one in found}}
    return [_card(one, words[one.petition.round_id]) for one in found]


def say_state(petition: Any) -> str:
    """Return where a petition stands."""
    return _("paused") if petition.is_paused else str(STAGES[petition.stage])


def say_hands(line: Line) -> str:
    """Return in whose hands a petition is now."""
    hands = {"lodged": _("the central office"), "assigned": line.lead, "answered": line.unit}
    return hands.get(line.petition.stage, _("nobody: it is closed"))


def say_days(days: int) -> str:
    """Return how old a petition is, or how long somebody had it."""
    return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}


def say_left(line: Line) -> str:
    """Return how much time a body still has, or since when it is overdue; empty while no body has it."""
    days = line.days_left
    if days is None:
        return ""
    if line.is_overdue:
        return say_late(-days)
    left = ngettext("%(count)s working day left", "%(count)s working days left", days)
    return left % {"count": days} if days else _("due today")


def say_addressee(petition: Any, words: Words) -> str:
    """Return whom the unit asks: a level, a body in words, or both."""
    return ": ".join(filter(None, (words.code(ADDRESSEES, petition.addressee), petition.body)))


def say_indicator(petition: Any, words: Words) -> str:
    """Return from the shortfall of which indicator a petition comes."""
    found = words.pack.indicators.get(petition.indicator)
    return words.name(found.names) if found else petition.indicator


def presets_of(offers: Iterable[Offer], words: Words) -> list[tuple[str, str]]:
    """Return the deadlines that the rules offer, to choose from: the day, how far off, and by which rule."""
    return [
        (
            str(one.preset.working_days),
            f"{one.due_on:%d/%m/%Y} – {say_days(one.preset.working_days)}, {words.name(one.preset.names)}",
        )
        for one in offers
    ]


def _card(line: Line, words: Words) -> Card:
    petition = line.petition
    return Card(
        line,
        say_subject(words, petition.subject),
        short(petition.text, _EXCERPT),
        say_hands(line),
        say_state(petition),
        say_left(line),
        say_days(line.age),
    )
