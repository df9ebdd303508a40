"""Petitions: what units asked for, in whose hands each is, how old, due by when, and what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from giaoban.core.conduct.clocks import Clock, Turn, read_clock
from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.petitions import OFFICE, OPEN, Preset, Standing, Tally, presets_of
from giaoban.core.conduct.policy import Parties, Scope
from giaoban.core.conduct.positions import TOPIC
from giaoban.core.conduct.resolutions import due_after
from giaoban.core.errors import NotFound
from giaoban.core.registry.calendars import Calendar
from giaoban.queries import packs, tasks
from giaoban.queries.paging import Page, page_of
from giaoban.records.models import (
    AnsweredPetition,
    Contribution,
    DeadlineChange,
    Event,
    Petition,
    PetitionTurn,
    PetitionVerdict,
)

_MOST = 50


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty is everything. `state` is a stage, `open` or `overdue`."""

    state: str = ""
    text: str = ""
    unit_key: str = ""
    body: str = ""
    round_id: str = ""
    subject: str = ""
    competence: str = ""
    channel: str = ""
    cluster: int = 0
    page: int = 1
    size: int = _MOST


@dataclass(frozen=True)
class Line:
    """One petition in a list: how old it is and how much time is left, both in working days.

    `days_left` is below 0 by as many as have passed since; None while no body has it.
    """

    petition: Petition
    unit: str
    lead: str
    age: int
    days_left: int | None
    is_overdue: bool


@dataclass(frozen=True)
class Deed:
    """One step of a petition as the audit has it: what, when, by whom, with which particulars."""

    verb: str
    at: datetime
    by: str
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """One deadline that the rules offer, and the day on which it lies if it is counted from today."""

    preset: Preset
    due_on: date


def by_id(petition_id: int) -> Petition:
    """Return one petition with its cluster, contributions and answers.

    Raises:  NotFound if there is none.
    """
    found = _whole(Petition.objects.filter(pk=petition_id)).first()
    if found is None:
        raise NotFound("There is no such petition", "See the list of petitions.")
    return found


def standing(row: Petition) -> Standing:
    """Return where a petition stands, as the rules see it."""
    return Standing(row.stage, row.is_paused, row.cluster_id is not None)  # type: ignore[arg-type]


def parties(key: str) -> Parties:
    """Return whose a petition is: of its unit, of the body that leads, and of those that contribute."""
    found = _row(key)
    if found is None:
        return Parties()
    asked = Contribution.objects.filter(petition=found).values_list("body", flat=True)
    return Parties(found.unit_key, frozenset(filter(None, [found.lead, *asked])))


def lead(key: str) -> Parties:
    """Return the body that leads a petition."""
    found = _row(key)
    return Parties("", frozenset(filter(None, [found.lead]))) if found else Parties()


def contributor(key: str) -> Parties:
    """Return the bodies that were asked for a contribution to a petition."""
    asked = Contribution.objects.filter(petition=_row(key)).values_list("body", flat=True)
    return Parties("", frozenset(asked))


def owner(key: str) -> Parties:
    """Return the unit whose a petition is."""
    found = _row(key)
    return Parties(found.unit_key) if found else Parties()


def listed(scope: Scope, *, filters: Filters = Filters(), at: datetime) -> Page[Line]:
    """Return a page of the petitions in a scope: overdue first, then by deadline, then what waits for none.

    Edges:   as many statements for one as for a hundred thousand.
    """
    today = timezone.localdate(at)
    order = (F("waits_until").asc(nulls_last=True), "lodged_on", "id")
    rows = _narrowed(_in(scope), filters, today).order_by(*order)
    total = count(scope, filters=filters, at=at)
    return page_of(rows, filters.page, filters.size, lambda shown: lines(shown, today), total)


def overdue(scope: Scope, *, at: datetime, page: int = 1) -> Page[Line]:
    """Return the petitions in a scope whose deadline has passed while a body has them, the oldest first."""
    return listed(scope, filters=Filters("overdue", page=page), at=at)


def count(scope: Scope, *, filters: Filters, at: datetime) -> int:
    """Return how many petitions of a scope a list would hold, on all of its pages."""
    today = timezone.localdate(at)
    if scope.is_all:
        return _narrowed(Petition.objects.all(), filters, today).count()
    # Part by part: each has an index of its own, all in one have none.
    parts = (
        Q(unit_key__in=scope.unit_keys),
        Q(lead__in=scope.bodies),
        Q(contributions__body__in=scope.bodies),
    )
    rows = [_narrowed(Petition.objects.filter(one), filters, today).order_by().values("pk") for one in parts]
    return rows[0].union(*rows[1:]).count()


def lines(rows: Iterable[Petition] | QuerySet[Petition], today: date) -> tuple[Line, ...]:
    """Return petitions as lines of a list."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("cluster").prefetch_related(_TURNS)
    shown = tuple(rows)
    known = {round_id: pack.calendar for pack in packs.installed() for round_id in pack.rounds}
    names = tasks.names_of(key for row in shown for key in (f"{UNIT}{row.unit_key}", row.lead) if key)
    return tuple(_line(row, known[row.round_id], names, today) for row in shown)


def clock(row: Petition, *, at: datetime) -> Clock:
    """Return how old a petition is, and who had it for how long, in working days."""
    calendar = packs.of_round(row.round_id)[0].calendar
    return read_clock(_turns(row), calendar, timezone.localdate(at))


def first_term(row: Petition, calendar: Calendar) -> int:
    """Return how many working days a petition was given when it was assigned first; one at least."""
    given = row.turns.exclude(body=OFFICE).filter(kind="held").first()
    if given is None or row.first_due_on is None:
        return 1
    return max(1, calendar.days_left(given.on, row.first_due_on))


def history(row: Petition) -> tuple[Deed, ...]:
    """Return everything that was done with a petition, in its order."""
    rows = Event.objects.filter(object=f"petition/{row.pk}").order_by("number")
    return tuple(Deed(one.verb, one.at, one.actor, one.payload) for one in rows)


def changes(row: Petition) -> tuple[DeadlineChange, ...]:
    """Return every change of a petition's deadline, the first one first."""
    return tuple(DeadlineChange.objects.filter(object=f"petition/{row.pk}").order_by("id"))


def offers(row: Petition, role: str, *, at: datetime) -> tuple[Offer, ...]:
    """Return the deadlines that the rules offer to who assigns: for the `lead`, or for `co_ordination`."""
    pack, _ = packs.of_round(row.round_id)
    today = timezone.localdate(at)
    asked = {"role": role, "competence": row.competence, "addressee": row.addressee}
    found = presets_of(pack.rules.get(TOPIC, ()), today, **asked)
    return tuple(Offer(one, due_after(today, one.working_days, pack.calendar)) for one in found)


def open_of_round(round_id: str) -> tuple[Petition, ...]:
    """Return the petitions of a round with which somebody still has to do something, by unit and number."""
    rows = Petition.objects.filter(round_id=round_id, stage__in=OPEN)
    return tuple(_whole(rows).order_by("unit_key", "ordinal", "part", "id"))


def by_body(*, at: datetime) -> tuple[Tally, ...]:
    """Return how each body that leads has answered: in time, late, still in time, overdue; by its key."""
    today = timezone.localdate(at)
    answered = AnsweredPetition.objects.values(body=F("answer__body")).annotate(
        in_time=Count("id", filter=Q(answer__on__lte=F("due_on"))), all=Count("id")
    )
    waiting = (
        Petition.objects.filter(stage="assigned")
        .order_by()
        .values("lead")
        .annotate(in_time=Count("id", filter=Q(due_on__gte=today)), all=Count("id"))
    )
    done = {one["body"]: (one["in_time"], one["all"] - one["in_time"]) for one in answered.order_by()}
    open_ = {one["lead"]: (one["in_time"], one["all"] - one["in_time"]) for one in waiting}
    return tuple(
        Tally(body, *done.get(body, (0, 0)), *open_.get(body, (0, 0))) for body in sorted({*done, *open_})
    )


_TURNS = Prefetch("turns", PetitionTurn.objects.order_by("id"))


def _whole(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    answers = Prefetch("answers", AnsweredPetition.objects.select_related("answer").order_by("id"))
    verdicts = Prefetch("verdicts", PetitionVerdict.objects.order_by("id"))
    asked = Prefetch("contributions", Contribution.objects.order_by("id"))
    return rows.select_related("cluster", "origin", "conference").prefetch_related(
        _TURNS, asked, answers, verdicts
    )


def _row(key: str) -> Petition | None:
    return Petition.objects.filter(pk=int(key)).first() if str(key).isdecimal() else None


def _in(scope: Scope) -> QuerySet[Petition]:
    if scope.is_all:
        return Petition.objects.all()
    asked = Contribution.objects.filter(body__in=scope.bodies).values("petition")
    own = Q(unit_key__in=scope.unit_keys) | Q(lead__in=scope.bodies)
    return Petition.objects.filter(own | Q(pk__in=asked))


def _narrowed(rows: QuerySet[Petition], filters: Filters, today: date) -> QuerySet[Petition]:
    exact = ("unit_key", "round_id", "subject", "competence", "channel")
    rows = rows.filter(**{one: getattr(filters, one) for one in exact if getattr(filters, one)})
    if filters.cluster:
        rows = rows.filter(cluster_id=filters.cluster)
    if filters.body:
        asked = Contribution.objects.filter(body=filters.body).values("petition")
        rows = rows.filter(Q(lead=filters.body) | Q(pk__in=asked))
    if filters.text.strip():
        said = filters.text.strip()
        rows = rows.filter(Q(number__icontains=said) | Q(text__icontains=said))
    return _in_state(rows, filters.state, today)


def _in_state(rows: QuerySet[Petition], state: str, today: date) -> QuerySet[Petition]:
    if state == "open":
        return rows.filter(stage__in=OPEN)
    if state == "overdue":
        return rows.filter(waits_until__lt=today)
    return rows.filter(stage=state) if state else rows


def _line(row: Petition, calendar: Calendar, names: Mapping[str, str], today: date) -> Line:
    until = row.waits_until
    return Line(
        row,
        names[f"{UNIT}{row.unit_key}"],
        names.get(row.lead, ""),
        read_clock(_turns(row), calendar, today).age,
        calendar.days_left(today, until) if until else None,
        until is not None and until < today,
    )


def _turns(row: Petition) -> tuple[Turn, ...]:
    return tuple(Turn(one.on, one.kind, one.body, one.reason) for one in row.turns.all())  # type: ignore[arg-type]
