"""Desks: what lies before a unit's people: its report in every round that is under way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.conduct.phases import Phase
from giaoban.core.conduct.workflow import Standing
from giaoban.core.figures.entries import missing
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.units import Unit
from giaoban.queries import forms, packs, rounds, submissions


@dataclass(frozen=True)
class Owed:
    """One report that a unit owes: where it stands, when it is due, and how many lines still have no answer.

    `days_left` are the working days until the deadline; below 0 it has passed.
    """

    pack: Pack
    review: Round
    unit: Unit
    stage: Phase
    standing: Standing
    due_on: date
    days_left: int
    unanswered: int


def owed(unit_keys: Iterable[str]) -> tuple[Owed, ...]:
    """Return the reports of these units in the rounds that were opened, the nearest deadline first."""
    wanted = frozenset(unit_keys)
    found = [
        one
        for pack in packs.installed()
        for review in pack.rounds.values()
        for one in _of(pack, review, wanted)
    ]
    return tuple(sorted(found, key=lambda one: (one.stage == "closed", one.due_on, one.unit.unit_key)))


def _of(pack: Pack, review: Round, wanted: frozenset[str]) -> Iterator[Owed]:
    stage = rounds.stage(review.round_id) if wanted and review.settings.get("form") else "unpublished"
    if stage == "unpublished":
        return
    day = due_on(date.fromisoformat(str(review.settings["reporting_deadline"])), pack.calendar)
    for unit in pack.units_of(review):
        if unit.unit_key in wanted:
            yield _owed(pack, review, unit, stage, day, 0)


def _owed(pack: Pack, review: Round, unit: Unit, stage: Phase, day: date, left: int) -> Owed:
    place = (review.round_id, unit.unit_key)
    unanswered = len(missing(forms.of_unit(*place), submissions.entries(*place)))
    return Owed(pack, review, unit, stage, submissions.standing(*place), day, left, unanswered)
