"""Tasks in words: where each stands, who leads it, by when it is due and was due first; and their rates."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.tasks import STANDINGS, Rates, rates
from giaoban.core.conduct.volumes import alike
from giaoban.queries import packs, tasks
from giaoban.queries.task_standings import Group
from giaoban.web.components.clauses import say_due
from giaoban.web.components.days import say_late, say_left
from giaoban.web.components.marks import Mark
from giaoban.web.components.wordings import words_of_round

#: A shape and a word for each; none of the shapes is that of a verdict on a target.
_MARKS = {
    "done_on_time": ("✓", gettext_lazy("done on time")),
    "done_late": ("↷", gettext_lazy("done late")),
    "open_in_time": ("…", gettext_lazy("open, in time")),
    "open_overdue": ("!", gettext_lazy("open, overdue")),
    "no_deadline": ("∞", gettext_lazy("no deadline")),
}


@dataclass(frozen=True)
class Line:
    """One task of a list in words; `first` is the first deadline where another one holds now."""

    row: tasks.Line
    mark: Mark
    lead: str
    others: tuple[str, ...]
    due: str
    first: str
    left: str
    source: str
    unit: str
    indicator: str

    @property
    def task(self) -> Any:
        """Return the task itself."""
        return self.row.task

    @property
    def about(self) -> str:
        """Return what a list says of it beside what is to be done."""
        return " · ".join(filter(None, (self.source, self.unit, self.indicator)))


@dataclass(frozen=True)
class Compared:
    """One body among those with about as many tasks: its rates, and how many stand where."""

    key: str
    name: str
    rates: Rates
    first: Rates

    @property
    def counts(self) -> list[Mark]:
        """Return every standing with how many of its tasks stand there."""
        return count_marks(self.rates)


@dataclass(frozen=True)
class Alike:
    """The bodies that were given about as many tasks, and how many that is."""

    title: str
    bodies: Sequence[Compared]


def mark(standing: str, count: int | str = "") -> Mark:
    """Return the mark of where a task stands."""
    shape, word = _MARKS[standing]
    return Mark(standing, shape, word, str(count))


def count_marks(found: Rates) -> list[Mark]:
    """Return every standing with how many tasks stand there, those with none too."""
    return [mark(one, found.counts[one]) for one in STANDINGS]


def plain_marks() -> list[Mark]:
    """Return every standing, where nothing is counted."""
    return [mark(one) for one in STANDINGS]


def lay_out(rows: Iterable[tasks.Line], at: datetime) -> list[Line]:
    """Return the tasks of a list in words, in their order."""
    found = list(rows)
    keys = {key for one in found for key in (one.task.lead, *_others(one.task))}
    names = tasks.names_of(keys | {f"{UNIT}{one.task.unit_key}" for one in found if one.task.unit_key})
    on = timezone.localdate(at)
    return [_line(one, names, on) for one in found]


def say_source(task: Any) -> str:
    """Return by what a task was set: the number of a notice, or the symbol of a directive."""
    if task.directive is not None:
        return f"{task.directive.symbol}"
    return _("notice %(symbol)s") % {"symbol": task.clause.notice.symbol}


def say_indicator(task: Any) -> str:
    """Return what the figure is called that a task is to move; empty where it names none."""
    if not task.indicator or task.round_id not in _rounds():
        return ""
    words, _review = words_of_round(task.round_id)
    found = words.pack.indicators.get(task.indicator)
    return words.name(found.names) if found else task.indicator


def total(groups: Iterable[Group]) -> tuple[Rates, Rates]:
    """Return the rates of all groups together, against the deadlines that hold and against the first ones."""
    now: Counter[Any] = Counter()
    first: Counter[Any] = Counter()
    for one in groups:
        now.update(one.now.counts)
        first.update(one.first.counts)
    return rates(now), rates(first)


def compare(groups: Iterable[Group]) -> list[Alike]:
    """Return bodies among those with about as many tasks, in each group the most overdue first.

    Edges:   no order goes across the groups.
    """
    found = {one.key: one for one in sorted(groups, key=_by_overdue)}
    names = tasks.names_of(found)
    return [
        Alike(
            _say_volume(one.begin, one.end),
            [Compared(key, names[key], found[key].now, found[key].first) for key in one.keys],
        )
        for one in alike({key: one.now.total for key, one in found.items()})
    ]


def _line(one: tasks.Line, names: Mapping[str, str], on: date) -> Line:
    task = one.task
    moved = task.first_due_on and task.first_due_on != task.due_on
    return Line(
        one,
        mark(one.standing),
        names[task.lead],
        tuple(names[key] for key in _others(task)),
        # A deadline that was moved names its day, whatever the first one named.
        say_due(task.due_on, "day" if moved else task.precision),
        say_due(task.first_due_on, task.precision) if moved else "",
        _say_days(one, on),
        say_source(task),
        names.get(f"{UNIT}{task.unit_key}", ""),
        say_indicator(task),
    )


def _others(task: Any) -> list[str]:
    return [one.body for one in task.others.all()]


def _say_days(one: tasks.Line, on: date) -> str:
    """Return how long there is, or how late it is, in working days; nothing once it is done."""
    left, due = one.days_left, one.task.due_on
    if left is None:
        return ""
    return say_late(-left) if one.is_overdue else say_left(left, due, on)


def _rounds() -> frozenset[str]:
    return frozenset(round_id for pack in packs.installed() for round_id in pack.rounds)


def _by_overdue(one: Group) -> tuple[float, int, str]:
    late = one.now.counts["open_overdue"]
    return -(late / one.now.done.denominator if late else 0), -one.now.total, one.key


def _say_volume(begin: int, end: int | None) -> str:
    if end is None:
        return _("%(begin)s tasks and more") % {"begin": begin}
    return _("%(begin)s to %(last)s tasks") % {"begin": begin, "last": end - 1}
