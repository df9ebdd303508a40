"""Reminders: what waits in a round and for whom, what is new, and who was told of it when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from giaoban.core.conduct.letters import (
    Case,
    Letter,
    News,
    Recipient,
    Waiting,
    asked_letters,
    due_letters,
    unattended,
)
from giaoban.core.conduct.reminders import TOPIC, Rules, Sent, rules_of, sent_of
from giaoban.queries import people, rounds
from giaoban.queries.rounds import Schedule
from giaoban.records.models import Comment, Opening, Reminder, Reply, RoundStage, Submission

_UNIT, _CENTRE = frozenset({"officer", "leader"}), frozenset({"analyst"})


@dataclass(frozen=True)
class Plan:
    """The mails that would go out now, and each unit with the role that it waits for and nobody holds."""

    letters: tuple[Letter, ...]
    unattended: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """How many people were told on the last day on which anybody was, and when the last of them."""

    people: int
    last_at: datetime


def due(round_id: str, at: datetime) -> Plan:
    """Return the mails of a round that go out at that time of their own accord, by the rules of its pack.

    Edges:   none where the pack lays down no rule, or the round asks for no form.
    Raises:  NotFound if there is no such round.
    """
    local = timezone.localtime(at)
    schedule = rounds.schedule(round_id, local.date())
    rules = _rules(schedule)
    if rules is None or not schedule.review.settings.get("form"):
        return Plan(())
    case = _case(schedule)
    letters = due_letters(local, schedule.plan.due_on, schedule.pack.calendar, rules, case)
    return Plan(letters, unattended(case.waiting, case.recipients))


def asked(round_id: str, by: str, at: datetime) -> Plan:
    """Return the mails that `by` may send at that time to everybody for whom something waits.

    Raises:  NotFound if there is no such round.
    """
    local = timezone.localtime(at)
    schedule = rounds.schedule(round_id, local.date())
    if not schedule.review.settings.get("form"):
        return Plan(())
    case = _case(schedule)
    return Plan(asked_letters(local, by, case), unattended(case.waiting, case.recipients))


def marks(round_id: str, person: str) -> frozenset[str]:
    """Return the marks of what one person was sent in a round."""
    rows = Reminder.objects.filter(round_id=round_id, person=person)
    return frozenset(rows.values_list("step", flat=True))


def last_told(round_id: str) -> Told | None:
    """Return how many mails went out on the last day on which any did; None where none ever did."""
    times = [one.last_at for one in _sent(round_id).values() if one.last_at is not None]
    days = [timezone.localdate(at) for at in times]
    return Told(days.count(max(days)), max(times)) if times else None


def _rules(schedule: Schedule) -> Rules | None:
    return rules_of(schedule.pack.rules.get(TOPIC, ()), schedule.today)


def _case(schedule: Schedule) -> Case:
    round_id = schedule.review.round_id
    recipients = tuple(_recipients(schedule))
    begun = RoundStage.objects.filter(round_id=round_id).order_by("id").first()
    return Case(
        tuple(waiting(schedule)),
        tuple(_news(round_id, recipients)),
        recipients,
        _sent(round_id),
        begun.at if begun else timezone.now(),
    )


def waiting(schedule: Schedule) -> Iterator[Waiting]:
    """Yield where the submission of each unit under review stands; nobody's begun is being drafted."""
    rows = {row.unit_key: row for row in Submission.objects.filter(round_id=schedule.review.round_id)}
    for unit in schedule.pack.units_of(schedule.review):
        row = rows.get(unit.unit_key)
        known = (row.status, row.at, row.by) if row else ("drafting",)
        yield Waiting(unit.unit_key, *known)  # type: ignore[arg-type]


def _recipients(schedule: Schedule) -> Iterator[Recipient]:
    """Yield who holds a role in the way of submissions: of a unit under review, or of the central office."""
    under_review = {unit.unit_key for unit in schedule.pack.units_of(schedule.review)}
    for one in people.holders(("officer", "leader", "analyst", "approver"), schedule.today):
        unit_key = one.organisation.unit_key
        if not unit_key or unit_key in under_review:
            yield Recipient(one.person.email, one.role, unit_key)


def _news(round_id: str, recipients: Iterable[Recipient]) -> Iterator[News]:
    """Yield lines that came back, and that the other side said something; never what was said."""
    of_units = {one.person for one in recipients if one.unit_key}
    where, unit_key = {"submission__round_id": round_id}, "submission__unit_key"
    lines = Opening.objects.filter(closed_at=None, **where)
    for unit, kind, at, by, until in lines.values_list(unit_key, "kind", "at", "by", "expires_at"):
        yield News(unit, kind, _UNIT, at, by, until)
    for unit, at, by in Comment.objects.filter(**where).values_list(unit_key, "at", "by"):
        yield News(unit, "comments", _CENTRE if by in of_units else _UNIT, at, by)
    for unit, at, by in Reply.objects.filter(**where).values_list(unit_key, "at", "by"):
        yield News(unit, "replies", _CENTRE, at, by)


def _sent(round_id: str) -> dict[str, Sent]:
    """Return what each person was sent in a round."""
    found: dict[str, list[tuple[str, datetime]]] = {}
    rows = Reminder.objects.filter(round_id=round_id).values_list("person", "step", "at")
    for person, mark, at in rows:
        found.setdefault(person, []).append((mark, at))
    return {person: sent_of(own) for person, own in found.items()}
