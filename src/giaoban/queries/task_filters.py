"""Filters of tasks: by which bodies, units, conferences, rounds and indicators a list can be narrowed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.policy import Scope
from giaoban.queries import tasks
from giaoban.queries.task_standings import in_force
from giaoban.records.models import Conference, CoordinatingBody, Task

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

    Edges:   as many statements whatever the scope holds; nothing is offered that no task of it has.
    """
    if scope.is_all:
        return _offered_all()
    # Part by part: each has an index of its own, all in one have none.
    others = CoordinatingBody.objects.filter(body__in=scope.bodies).values("task_id")
    parts = (Q(unit_key__in=scope.unit_keys), Q(lead__in=scope.bodies), Q(pk__among=others.order_by()))
    asked = [in_force().filter(part).order_by().values_list(*_COLUMNS).distinct() for part in parts]
    rows = {row for one in asked for row in one}
    leads, units = {row[0] for row in rows}, {row[1] for row in rows if row[1]}
    names = tasks.names_of((*leads, *(f"{UNIT}{key}" for key in units)))
    return Offered(
        _sorted((key, names[key]) for key in leads),
        _sorted((key, names[f"{UNIT}{key}"]) for key in units),
        _sorted({(row[2], row[3]) for row in rows if row[2]}),
        tuple(sorted({row[4] for row in rows}, reverse=True)),
        tuple(sorted(_indicators(rows))),
    )


def _offered_all() -> Offered:
    """Return what there is at all, asked value by value of the indexes: nobody reads through every task."""
    leads, units = (tuple(value for value, _ in _values(one) if value) for one in ("lead", "unit_key"))
    names = tasks.names_of((*leads, *(f"{UNIT}{key}" for key in units)))
    set_there = in_force().filter(clause__notice__conference=OuterRef("pk"))
    conferences = Conference.objects.filter(Exists(set_there)).values_list("key", "title")
    return Offered(
        _sorted((key, names[key]) for key in leads),
        _sorted((key, names[f"{UNIT}{key}"]) for key in units),
        _sorted(conferences),
        tuple(value for value, _ in _values("round_id"))[::-1],
        tuple(pair for pair in _values("indicator") if pair[0]),
    )


def _values(column: str) -> tuple[tuple[str, str], ...]:
    """Return each value that a column of the tasks in force has, in order, with a round of such a task.

    Edges:   from each value the next one is looked up, which neither database does of itself for “distinct”.
    """
    there = f"FROM {Task._meta.db_table} WHERE issued_on IS NOT NULL"
    asked = f"""
        WITH RECURSIVE found (value) AS (
            SELECT min({column}) {there}
            UNION ALL
            SELECT (SELECT min({column}) {there} AND {column} > found.value) FROM found
            WHERE found.value IS NOT NULL
        )
        SELECT value, (SELECT round_id {there} AND {column} = found.value LIMIT 1) FROM found
        WHERE value IS NOT NULL
    """  # noqa: S608 names of our own
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return tuple(cursor.fetchall())


def _sorted(found: Iterable[tuple[str, str]]) -> Choices:
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _indicators(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    known = {row[5]: row[4] for row in sorted(rows, key=lambda row: row[4]) if row[5]}
    yield from known.items()
