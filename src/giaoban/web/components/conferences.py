"""Conferences in words: the programme with its planned times, and who sits on the day."""

from typing import Any

from giaoban.core.conduct.agenda import Slot
from giaoban.queries import agendas, delegates
from giaoban.web.components.roles import say_role


def programme(conference: Any) -> list[tuple[str, list[Slot]]]:
    """Return the agenda by section, each item with its planned times."""
    sections: list[tuple[str, list[Slot]]] = []
    for slot in agendas.slots(conference):
        if not sections or sections[-1][0] != slot.item.section:
            sections.append((slot.item.section, []))
        sections[-1][1].append(slot)
    return sections


def seats(conference: Any) -> list[tuple[Any, str]]:
    """Return who sits on the day by precedence, each with what the seat is called."""
    return [(one, say_role(one.seat)) for one in delegates.seating(conference.key)]
