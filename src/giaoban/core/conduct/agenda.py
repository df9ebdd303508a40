"""Agenda: a programme from a pack's template, with the planned begin and end of each of its items."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules on conferences.
TOPIC = "conferences"
#: What an item is, where a rule asks for it; most are of no kind.
ItemKind = Literal["", "conclusion"]
ITEM_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)


@dataclass(frozen=True)
class Item:
    """One item of a programme: what is dealt with under which section, for how many minutes, to what end.

    `takes_up` names what it takes up from an earlier conference.
    """

    title: str
    minutes: int
    section: str = ""
    kind: ItemKind = ""
    decision_sought: str = ""
    takes_up: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Slot:
    """One item with its number, and when it is planned to begin and to end."""

    number: int
    item: Item
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Limits:
    """What a pack lays down for conferences; None where it lays down nothing.

    Units:   working days from the invitation to the conference, and from it to the notice of its conclusion;
             minutes of the concluding speech, and of an item that takes something up.
    """

    notice_days: int | None = None
    conclusion_days: int | None = None
    speech_minutes: int | None = None
    taking_up_minutes: int | None = None


#: Rule of a pack → the limit that it sets, and under which name it says how much.
_LIMITS = {
    "conference_notice": ("notice_days", "working_days"),
    "conclusion_notice": ("conclusion_days", "working_days"),
    "concluding_speech": ("speech_minutes", "minutes"),
    "taking_up": ("taking_up_minutes", "minutes"),
}


def limits_of(rules: Iterable[Rule], on: date) -> Limits:
    """Return what the rules in force on a day lay down for conferences.

    Source:  packs/<id>/rules/conferences.yaml
    """
    known = tuple(rules)
    found = {name: (in_force(known, rule, on), key) for rule, (name, key) in _LIMITS.items()}
    return Limits(**{name: int(rule[key]) for name, (rule, key) in found.items() if rule})


def programme_of(rules: Iterable[Rule], on: date, language: str) -> tuple[Item, ...]:
    """Return the items of a pack's template in one of its languages; none where it has no template.

    Source:  packs/<id>/rules/conferences.yaml
    """
    rule = in_force(rules, "programme", on) or {"sections": ()}
    return tuple(
        Item(
            one["titles"][language],
            int(one["minutes"]),
            section["titles"][language],
            one.get("kind", ""),
            one.get("decision_sought", {}).get(language, ""),
        )
        for section in rule["sections"]
        for one in section["items"]
    )


def plan(items: Iterable[Item], begins_at: datetime) -> tuple[Slot, ...]:
    """Return the items one after the other from the begin of the conference, numbered from 1, without a gap.

    Edges:   an item without time begins and ends at once.
    """
    slots: list[Slot] = []
    for number, item in enumerate(items, 1):
        start = slots[-1].ends_at if slots else begins_at
        slots.append(Slot(number, item, start, start + timedelta(minutes=item.minutes)))
    return tuple(slots)


def total(items: Iterable[Item]) -> int:
    """Return how many minutes the items take together."""
    return sum(item.minutes for item in items)


def version(items: Iterable[Item]) -> str:
    """Return a mark of what the items say in their order: it differs where anybody changed anything."""
    told = [tuple(vars(item).values()) for item in items]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
