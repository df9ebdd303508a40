"""The overview of a round: how far each unit is, for whom it waits, and where the last round stood then.

The central office sees that a unit has begun and how far it is, in numbers; what it typed stays at its desk
until it is sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from giaoban.core.conduct.progress import (
    NOT_BEGUN,
    First,
    Progress,
    Standing,
    days_late,
    same_moment,
    standing_at,
    totals,
)
from giaoban.core.figures.completeness import completeness
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.units import Unit
from giaoban.queries import checks, evidence, forms, people, rounds, submissions
from giaoban.queries.rounds import Schedule
from giaoban.records.models import Event, Submission

_BEGUN, _SENT = "submission.begun", "submission.submitted"


@dataclass(frozen=True)
class Compared:
    """Where this round stands, and where an earlier one stood as many working days before its deadline."""

    round_id: str
    now: Standing
    then: Standing
    then_at: datetime


@dataclass(frozen=True)
class Overview:
    """A round at one moment: its units in the order of the pack, how far each is, and who is to act."""

    schedule: Schedule
    at: datetime
    units: tuple[Unit, ...]
    progress: tuple[Progress, ...]
    holders: Mapping[tuple[str, str], tuple[str, ...]]
    compared: Compared | None = None

    @property
    def totals(self) -> dict[str, int]:
        """Return how many units are in each state, in the order of the way."""
        return totals(self.progress)

    @property
    def sent(self) -> int:
        """Return how many units have sent their report."""
        return sum(one.is_sent for one in self.progress)

    @property
    def late(self) -> tuple[Progress, ...]:
        """Return the units whose report has not come and is overdue."""
        return tuple(one for one in self.progress if one.days_late is not None and not one.is_sent)

    def waits_for(self, one: Progress) -> tuple[str, ...]:
        """Return the names of those for whom a unit waits; nobody's where nobody holds the role."""
        return self.holders.get((one.unit_key, one.waits_for)) or self.holders.get(("", one.waits_for), ())


def of_round(round_id: str, at: datetime | None = None) -> Overview:
    """Return how far every unit of a round is at that time, now if none is given.

    Edges:   as many statements for any number of units. The status is the one that stands now; lateness and
             the comparison are told at the time that was asked for.
    Raises:  NotFound if there is no such round, or it asks for no form.
    """
    now = timezone.localtime(at)
    schedule = rounds.schedule(round_id, now.date())
    units = schedule.pack.units_of(schedule.review)
    firsts = _firsts(round_id, units)
    return Overview(
        schedule,
        now,
        tuple(units),
        tuple(_progress(schedule, forms.of_round(round_id), firsts)),
        _holders(schedule),
        _compared(schedule, now, firsts, units),
    )


def of_unit(round_id: str, unit_key: str, at: datetime | None = None) -> Overview:
    """Return how far one unit of a round is.

    Raises:  NotFound if the unit is not under review in the round, or it asks for no form.
    """
    now = timezone.localtime(at)
    schedule, unit = rounds.schedule(round_id, now.date()), forms.unit_in(round_id, unit_key)
    far = _far(
        schedule,
        forms.of_unit(round_id, unit_key),
        Submission.objects.filter(round_id=round_id, unit_key=unit_key).first(),
        submissions.entries(round_id, unit_key),
        frozenset(evidence.attachments(round_id, unit_key)),
        _firsts(round_id, [unit]).get(unit_key, First()),
    )
    return Overview(schedule, now, (unit,), (far,), _holders(schedule))


def _progress(
    schedule: Schedule, owed: Mapping[str, Form], firsts: Mapping[str, First]
) -> Iterator[Progress]:
    round_id = schedule.review.round_id
    rows = {row.unit_key: row for row in Submission.objects.filter(round_id=round_id)}
    typed, files = submissions.entries_of_round(round_id), evidence.attached(round_id)
    for key, form in owed.items():
        entries, attached = typed.get(key, {}), files.get(key, frozenset())
        yield _far(schedule, form, rows.get(key), entries, attached, firsts.get(key, First()))


def _far(
    schedule: Schedule,
    form: Form,
    row: Submission | None,
    entries: Mapping[str, Entry],
    attached: frozenset[str],
    first: First,
) -> Progress:
    """Return how far a unit is; one that has only opened its form has not begun."""
    if row is None or (row.status == "drafting" and not entries and not attached):
        state, since, by = NOT_BEGUN, None, ""
    else:
        state, since, by = row.status, row.at or first.begun_at, row.by
    done_on = timezone.localdate(first.sent_at) if first.sent_at else schedule.today
    late = days_late(schedule.plan.due_on, done_on, schedule.pack.calendar)
    filled, owed = completeness(form, entries, attached)
    errors = checks.faulty(schedule.pack, schedule.review, form, entries)
    return Progress(form.unit_key, state, filled, owed, errors, since, by, first.sent_at, late)


def _firsts(round_id: str, units: Iterable[Unit]) -> dict[str, First]:
    """Return when each unit first began and first sent its report, as the audit knows it."""
    names = {f"{round_id}/{unit.unit_key}": unit.unit_key for unit in units}
    rows = Event.objects.filter(object__in=list(names), verb__in=(_BEGUN, _SENT)).order_by()
    found: dict[str, dict[str, datetime]] = {}
    for name, verb, at in rows.values_list("object", "verb").annotate(Min("at")):
        found.setdefault(names[name], {})[verb] = at
    return {unit_key: First(one.get(_BEGUN), one.get(_SENT)) for unit_key, one in found.items()}


def _holders(schedule: Schedule) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the names of those who hold each role in the way of submissions, by unit and role."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in people.holders(("officer", "leader", "analyst", "approver"), schedule.today):
        found.setdefault((one.organisation.unit_key, one.role), []).append(str(one.person))
    return {key: tuple(sorted(set(names))) for key, names in found.items()}


def _compared(
    schedule: Schedule, now: datetime, firsts: Mapping[str, First], units: Sequence[Unit]
) -> Compared | None:
    """Return the comparison with the last round; None where none was reported here."""
    before = _before(schedule.pack, schedule.review)
    if before is None:
        return None
    then_units = schedule.pack.units_of(before)
    then_firsts = _firsts(before.round_id, then_units)
    if not then_firsts:
        return None
    deadline = rounds.plan_of(schedule.pack, before).due_on
    then_at = same_moment(now, schedule.plan.due_on, schedule.pack.calendar, deadline)
    return Compared(
        before.round_id,
        standing_at(now, firsts, [unit.unit_key for unit in units]),
        standing_at(then_at, then_firsts, [unit.unit_key for unit in then_units]),
        then_at,
    )


def _before(pack: Pack, review: Round) -> Round | None:
    """Return the last round before this one that asked the same level for periods of the same length."""
    alike = [
        one
        for one in pack.rounds.values()
        if (one.level, one.period.months) == (review.level, review.period.months)
        and one.settings.get("form")
        and one.period.start_on < review.period.start_on
    ]
    return max(alike, key=lambda one: one.period.start_on, default=None)
