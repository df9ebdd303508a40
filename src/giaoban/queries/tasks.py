"""Tasks: what notices and directives ask of whom, where it stands, and which bodies may be asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.policy import Parties, Scope
from giaoban.core.conduct.resolutions import Assignment
from giaoban.core.conduct.tasks import OPEN, STANDINGS, Standing, status
from giaoban.core.errors import NotFound
from giaoban.core.registry.packs import Pack
from giaoban.queries import packs, task_histories
from giaoban.queries.paging import Page, page_of
from giaoban.queries.task_histories import History
from giaoban.queries.task_standings import By, Group, grouped, in_force, reached, silent, standing
from giaoban.records.models import Clause, CoordinatingBody, Organisation, Petition, Task


@dataclass(frozen=True)
class Body:
    """One body that may be given a task: an organisation, or the office of a unit that has none here."""

    key: str
    name: str


@dataclass(frozen=True)
class Bodies:
    """Every body that may be given a task of a round; `known` also names those that no longer act."""

    open: tuple[Body, ...]
    known: tuple[Body, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what each body is called, by its key."""
        return {one.key: one.name for one in (*self.known, *self.open)}


@dataclass(frozen=True)
class Filters:
    """What a list of tasks is narrowed to; what is empty narrows nothing.

    `state` is open (whatever is not done), reported or done; `body` the one that leads; `page` counts from 1.
    """

    state: str = "open"
    standing: Standing | str = ""
    body: str = ""
    unit_key: str = ""
    conference: str = ""
    directive: int = 0
    round_id: str = ""
    indicator: str = ""
    text: str = ""
    is_silent: bool = False
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class Line:
    """One task of a list: where it stands, how many working days are left, and whether its owner is silent.

    `days_left` is below 0 once the deadline has passed, and None where there is none or the task is done.
    """

    task: Task
    standing: Standing
    days_left: int | None
    is_silent: bool

    @property
    def is_overdue(self) -> bool:
        """Return whether the deadline has passed and the task is not done."""
        return self.standing == "open_overdue"


@dataclass(frozen=True)
class Detail:
    """One task with its bodies' names and all that became of it."""

    line: Line
    first_standing: Standing
    names: dict[str, str]
    history: History

    @property
    def task(self) -> Task:
        """Return the task itself."""
        return self.line.task


def bodies(round_id: str) -> Bodies:
    """Return the bodies that may be given a task: organisations that act, then units without one."""
    pack, review = packs.of_round(round_id)
    rows = list(Organisation.objects.order_by("name"))
    with_office = {one.unit_key for one in rows if one.is_active}
    units = {one.unit_key: Body(f"{UNIT}{one.unit_key}", one.full_name) for one in pack.units_of(review)}
    acting = tuple(Body(one.key, one.name) for one in rows if one.is_active)
    without = tuple(body for unit_key, body in units.items() if unit_key not in with_office)
    return Bodies((*acting, *without), (*(Body(one.key, one.name) for one in rows), *units.values()))


def of_conference(conference: str) -> tuple[Task, ...]:
    """Return the tasks of a conference's notice in the order of its clauses, each with its bodies."""
    rows = Task.objects.filter(clause__notice__conference__key=conference, clause__is_removed=False)
    others = Prefetch("others", CoordinatingBody.objects.order_by("number"))
    return tuple(rows.select_related("clause").prefetch_related(others).order_by("clause__place", "id"))


def by_id(conference: str, task_id: int) -> Task:
    """Return one task of a conference's notice.

    Raises:  NotFound if there is none.
    """
    found = next((one for one in of_conference(conference) if one.pk == task_id), None)
    if found is None:
        raise NotFound("There is no such task", "See the tasks of the conference.")
    return found


def assignment(task: Task) -> Assignment:
    """Return a task as the rules see it."""
    return Assignment(
        task.pk,
        tuple(filter(None, [task.lead])),
        tuple(one.body for one in task.others.all()),
        task.what,
        task.due_on,
        task.precision,  # type: ignore[arg-type]
        task.responsibility,
        task.authority,
        task.product,
        task.indicator,
        task.unit_key,
    )


def begun(clause: Clause) -> Assignment:
    """Return what a task of a clause begins with: the figure that the petition it takes up comes from."""
    rows = Petition.objects.filter(pk=int(clause.petition)) if clause.petition.isdecimal() else ()
    asked = next(iter(rows), None)
    return Assignment(indicator=asked.indicator, unit_key=asked.unit_key) if asked else Assignment()


def issued(task_id: int) -> Task:
    """Return one task that is in force, with what it comes from and its bodies.

    Raises:  NotFound if there is none.
    """
    rows = in_force().select_related("clause__notice__conference", "clause__item", "directive")
    found = rows.prefetch_related("others").filter(pk=task_id).first()
    if found is None:
        raise NotFound("There is no such task", "See the list of tasks.")
    return found


def parties(key: str) -> Parties:
    """Return whose a task is: of the body that leads and of those that co-ordinate; nobody's in a draft."""
    task = _by_key(key)
    if task is None:
        return Parties()
    return Parties(task.unit_key, frozenset({task.lead, *(one.body for one in task.others.all())}))


def lead(key: str) -> Parties:
    """Return the one body that leads a task."""
    task = _by_key(key)
    return Parties("", frozenset({task.lead})) if task else Parties()


def reporter(key: str) -> str:
    """Return who said that a task is done, whom a second person has to follow; empty where nobody did."""
    task = _by_key(key)
    return task.reported_by if task else ""


def one(task_id: int, *, at: datetime | None = None) -> Detail:
    """Return one task that is in force with all that became of it.

    Raises:  NotFound if there is none.
    """
    task, on = issued(task_id), timezone.localdate(at)
    line = next(_lines([task], on))
    names = names_of([task.lead, *(one.body for one in task.others.all())])
    return Detail(line, task_histories.first_standing(task, on), names, task_histories.of_task(task))


def listed(scope: Scope, *, filters: Filters | None = None, at: datetime | None = None) -> Page[Line]:
    """Return a page of the tasks that a scope holds: overdue first, then by deadline; what is done is last.

    Shape:   the same number of statements whatever is listed; each task comes with what it is from and with
             its bodies.
    """
    asked, on = filters or Filters(), timezone.localdate(at)
    rows = _ordered(in_force().filter(reached(scope)).filter(*_narrowed(asked, on)), asked)
    # Only the page is joined with what it comes from: a hundred thousand tasks are ordered by themselves.
    return page_of(rows.values_list("pk", flat=True), asked.page, asked.size, partial(_by_keys, on=on))


def rates(
    scope: Scope, *, at: datetime | None = None, by: By = "body", filters: Filters | None = None
) -> tuple[Group, ...]:
    """Return the rates of what a scope holds, by body, unit, conference or round, each with its counts."""
    on, asked = timezone.localdate(at), filters or Filters(state="")
    return grouped(in_force().filter(reached(scope)).filter(*_narrowed(asked, on)), on, by)


def silent_ones(scope: Scope, *, at: datetime | None = None) -> tuple[Line, ...]:
    """Return the open tasks whose owners have said nothing while the deadline nears, the nearest first."""
    on = timezone.localdate(at)
    rows = in_force().filter(reached(scope)).filter(silent(on)).order_by("due_on", "id")
    return tuple(_lines(list(_with_origin(rows)), on))


def open_of_round(round_id: str) -> tuple[Task, ...]:
    """Return the tasks that were set in a round and are not done, by their deadlines."""
    rows = in_force().filter(round_id=round_id, status__in=OPEN)
    return tuple(_with_origin(rows.order_by(F("due_on").asc(nulls_last=True), "id")))


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what bodies are called, by their keys; a key that nobody knows is its own name."""
    asked = set(keys)
    named = dict(Organisation.objects.filter(key__in=asked).values_list("key", "name"))
    wanted = {key.removeprefix(UNIT) for key in asked}
    known = (unit for pack in packs.installed() for unit in pack.units.values() if unit.unit_key in wanted)
    in_time = sorted(known, key=lambda one: str(one.valid_from))
    units = {f"{UNIT}{one.unit_key}": one.full_name for one in in_time}
    return {key: named.get(key) or units.get(key, key) for key in asked}


def _by_key(key: str) -> Task | None:
    rows = in_force().prefetch_related("others")
    return rows.filter(pk=int(key)).first() if str(key).isdecimal() else None


def _narrowed(asked: Filters, on: date) -> tuple[Q, ...]:
    told = {
        "lead": asked.body,
        "unit_key": asked.unit_key,
        "clause__notice__conference__key": asked.conference,
        "directive_id": asked.directive,
        "round_id": asked.round_id,
        "indicator": asked.indicator,
        "what__icontains": asked.text.strip(),
    }
    states = {"": (), "open": OPEN}.get(asked.state, (asked.state,))
    return (
        Q(**{name: value for name, value in told.items() if value}),
        Q(status__in=states) if states else Q(),
        standing(asked.standing, on) if asked.standing in STANDINGS else Q(),  # type: ignore[arg-type]
        silent(on) if asked.is_silent else Q(),
    )


def _ordered(rows: QuerySet[Task], asked: Filters) -> QuerySet[Task]:
    """Order by deadline, so that what is overdue stands first; what is done ends the list."""
    order = (F("due_on").asc(nulls_last=True), "id")
    if asked.state in ("", "done") and asked.standing not in ("open_in_time", "open_overdue"):
        is_done = Case(When(status="done", then=Value(1)), default=Value(0))
        return rows.order_by(is_done, *order)
    return rows.order_by(*order)


def _by_keys(keys: Iterable[int], on: date) -> Iterator[Line]:
    """Return the tasks of these keys as a list shows them, in their order."""
    asked = list(keys)
    found = _with_origin(Task.objects.filter(pk__in=asked)).in_bulk()
    return _lines([found[key] for key in asked], on)


def _with_origin(rows: QuerySet[Task]) -> QuerySet[Task]:
    return rows.select_related("clause__notice__conference", "directive").prefetch_related("others")


def _lines(rows: list[Task], on: date) -> Iterator[Line]:
    """Yield the tasks as a list shows them, each by the calendar of its pack."""
    known = {round_id: pack for pack in packs.installed() for round_id in pack.rounds}
    ids = [one.pk for one in rows]
    quiet = frozenset(Task.objects.filter(silent(on), pk__in=ids).values_list("pk", flat=True))
    for task in rows:
        left = _days_left(task, known.get(task.round_id), on)
        yield Line(task, status(task.due_on, task.done_on, on), left, task.pk in quiet)


def _days_left(task: Task, pack: Pack | None, on: date) -> int | None:
    if task.due_on is None or task.status == "done" or pack is None:
        return None
    return pack.calendar.days_left(on, task.due_on)
