"""Filters of tasks: by which bodies, units, conferences, rounds and indicators a list can be narrowed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
#: What tasks are told apart by, each value with what else is said of it.
_Values = Mapping[str, Sequence[tuple[str, str]]]
_COLUMNS = (
    "lead",
    "unit_key",
    "clause__notice__conference__key",
    "clause__notice__conference__title",
    "round_id",
    "indicator",
)
_DISTINCT = """
    WITH found (lead, unit_key, conference, title, round_id, indicator) AS ({tasks})
    SELECT 'lead', lead, '' FROM found GROUP BY lead
    UNION ALL SELECT 'unit_key', unit_key, '' FROM found GROUP BY unit_key
    UNION ALL SELECT 'conference', conference, max(title) FROM found GROUP BY conference
    UNION ALL SELECT 'round_id', round_id, '' FROM found GROUP BY round_id
    UNION ALL SELECT 'indicator', indicator, max(round_id) FROM found GROUP BY indicator
"""


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
    found = _values_of_all() if scope.is_all else _values_of(scope)
    leads, units = ([value for value, _ in found[one]] for one in ("lead", "unit_key"))
    names = tasks.names_of((*leads, *(f"{UNIT}{key}" for key in units)))
    return Offered(
        _sorted((key, names[key]) for key in leads),
        _sorted((key, names[f"{UNIT}{key}"]) for key in units),
        _sorted(found["conference"]),
        tuple(sorted((value for value, _ in found["round_id"]), reverse=True)),
        tuple(sorted(found["indicator"])),
    )


def _values_of(scope: Scope) -> _Values:
    """Return what the tasks of a scope have, read once.

    Edges:   part by part: each has an index of its own, all in one have none.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if not (scope.bodies or scope.unit_keys):
        return found
    others = CoordinatingBody.objects.filter(body__in=scope.bodies).order_by().values("task_id")
    parts = (Q(unit_key__in=scope.unit_keys), Q(lead__in=scope.bodies), Q(pk__among=others))
    first, *further = (in_force().filter(part).order_by().values_list(*_COLUMNS) for part in parts)
    sql, told = first.union(*further).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_DISTINCT.format(tasks=sql), told)
        for column, value, said in cursor:
            if value:
                found[column].append((value, said))
    return found


def _values_of_all() -> _Values:
    """Return what there is at all, asked value by value of the indexes: nobody reads through every task."""
    set_there = in_force().filter(clause__notice__conference=OuterRef("pk"))
    conferences = Conference.objects.filter(Exists(set_there)).values_list("key", "title")
    columns = ("lead", "unit_key", "round_id", "indicator")
    return {"conference": tuple(conferences), **{one: _values(one) for one in columns}}


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
        return tuple((value, round_id) for value, round_id in cursor if value)


def _sorted(found: Iterable[tuple[str, str]]) -> Choices:
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))
