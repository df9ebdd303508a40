"""Filters of tasks: by which bodies, units, conferences, rounds and indicators a list can be narrowed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.policy import Scope
from giaoban.queries import tasks
from giaoban.queries.task_standings import in_force, reached

#: Key and name, to choose from.
Choices = tuple[tuple[str, str], ...]
_COLUMNS = (
    "lead",
    "unit_key",
    "clause__notice__conference__key",
    "clause__notice__conference__title",
    "round_id",
    "indicator",
)


@dataclass(frozen=True)
class Offered:
    """What the tasks of a scope have to be told apart by; rounds and indicators by their keys alone."""

    bodies: Choices
    units: Choices
    conferences: Choices
    rounds: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]


def offered(scope: Scope) -> Offered:
    """Return what a list of a scope can be narrowed by; an indicator with a round that it is known in.

    Edges:   two statements, whatever the scope holds; nothing is offered that no task of it has.
    """
    rows = set(in_force().filter(reached(scope)).order_by().values_list(*_COLUMNS).distinct())
    leads, units = {row[0] for row in rows}, {row[1] for row in rows if row[1]}
    names = tasks.names_of((*leads, *(f"{UNIT}{key}" for key in units)))
    return Offered(
        _sorted((key, names[key]) for key in leads),
        _sorted((key, names[f"{UNIT}{key}"]) for key in units),
        _sorted({(row[2], row[3]) for row in rows if row[2]}),
        tuple(sorted({row[4] for row in rows}, reverse=True)),
        tuple(sorted(_indicators(rows))),
    )


def _sorted(found: Iterable[tuple[str, str]]) -> Choices:
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _indicators(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    known = {row[5]: row[4] for row in sorted(rows, key=lambda row: row[4]) if row[5]}
    yield from known.items()
