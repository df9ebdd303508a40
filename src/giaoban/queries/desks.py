"""Desks: what lies before a unit's people: its report in every round that is under way."""

from collections.abc import Iterable
from dataclasses import dataclass

from giaoban.core.conduct.workflow import Standing
from giaoban.core.figures.entries import missing
from giaoban.core.registry.units import Unit
from giaoban.queries import forms, rounds, submissions
from giaoban.queries.rounds import Schedule


@dataclass(frozen=True)
class Owed:
    """One report that a unit owes: its round in time, where it stands, and how many lines have no answer."""

    schedule: Schedule
    unit: Unit
    standing: Standing
    unanswered: int


def owed(unit_keys: Iterable[str]) -> tuple[Owed, ...]:
    """Return the reports of these units in the rounds that were opened, the nearest deadline first."""
    wanted = frozenset(unit_keys)
    if not wanted:
        return ()
    asking = [one for one in rounds.schedules() if one.phase != "unpublished" and _has_form(one)]
    asking.sort(key=lambda one: (one.phase == "closed", one.plan.due_on))
    units = [(one, unit) for one in asking for unit in one.pack.units_of(one.review)]
    return tuple(_owed(one, unit) for one, unit in units if unit.unit_key in wanted)


def _has_form(schedule: Schedule) -> bool:
    return bool(schedule.review.settings.get("form"))


def _owed(schedule: Schedule, unit: Unit) -> Owed:
    place = (schedule.review.round_id, unit.unit_key)
    unanswered = len(missing(forms.of_unit(*place), submissions.entries(*place)))
    return Owed(schedule, unit, submissions.standing(*place), unanswered)
