"""Cascades: which units have carried a document of the centre out by one of their own, or need none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from giaoban.core.registry.rules import Rule, in_force

#: Its own document stands · it said, with a reason, that none is needed · neither yet.
State = Literal["document", "none_needed", "missing"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Answer:
    """Where one unit stands: since when, and whether it should have answered by now."""

    unit_key: str
    state: State
    on: date | None = None
    is_overdue: bool = False


@dataclass(frozen=True)
class Cascade:
    """Every unit's answer, in the order of the units."""

    answers: tuple[Answer, ...]

    def count(self, state: State) -> int:
        """Return how many units stand so."""
        return sum(one.state == state for one in self.answers)

    @property
    def done(self) -> int:
        """Return how many units have settled it, either way."""
        return len(self.answers) - self.count("missing")

    @property
    def overdue(self) -> int:
        """Return how many units are late."""
        return sum(one.is_overdue for one in self.answers)


def level_of(rules: Iterable[Rule], on: date) -> str:
    """Return at which level units carry documents of the centre out on a day; none where no rule says so.

    Source:  packs/<id>/rules/directives.yaml
    """
    rule = in_force(rules, "cascade", on)
    return str(rule["level"]) if rule else ""


def follow(
    units: Iterable[str],
    documents: Mapping[str, date],
    waivers: Mapping[str, date],
    due_on: date | None,
    on: date,
) -> Cascade:
    """Return how far a document is carried out on a day.

    Shape:   `documents` and `waivers` say, by unit, since when its own document holds, or since when it says
             that none is needed.
    Edges:   a document outweighs a word that none is needed, whichever came first; what is dated later than
             `on` has not happened. Without a deadline nobody is late.
    """
    is_late = due_on is not None and due_on < on
    return Cascade(tuple(_answer(one, documents, waivers, is_late, on) for one in units))


def _answer(
    unit_key: str, documents: Mapping[str, date], waivers: Mapping[str, date], is_late: bool, on: date
) -> Answer:
    since, said = documents.get(unit_key), waivers.get(unit_key)
    if since and since <= on:
        return Answer(unit_key, "document", since)
    if said and said <= on:
        return Answer(unit_key, "none_needed", said)
    return Answer(unit_key, "missing", is_overdue=is_late)
