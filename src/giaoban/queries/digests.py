"""Digests: what waits for whom in all rounds, and which steps each person was told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from giaoban.core.conduct.digests import ACTING, Digest, Holder, Matter, Sent, calls, due_digests, unattended
from giaoban.core.conduct.escalation import TOPIC, Rules, rules_of
from giaoban.core.conduct.people import UNIT
from giaoban.core.conduct.reminders import is_hour
from giaoban.core.conduct.tasks import OPEN, Window, is_silent, silence
from giaoban.core.registry.packs import Pack
from giaoban.queries import contributions, packs, people, tasks
from giaoban.queries.task_standings import in_force
from giaoban.records.models import Escalation, Event, Petition

#: What the audit calls a day on which everybody was told, and what that is noted on.
FINISHED = "digest.finished"
_LONGEST = 120
_CENTRE = frozenset({"analyst", "approver"})


@dataclass(frozen=True)
class Plan:
    """The mails that go out now, the bodies in which nobody can be told, and the packs that are done then."""

    digests: tuple[Digest, ...] = ()
    unattended: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """One pack on one day: its rounds, its steps, and what is silent."""

    pack: Pack
    rules: Rules
    on: date
    window: Window

    def matter(self, key: str, kind: Any, name: str, since: date, due_on: date | None, **more: Any) -> Matter:
        """Return one thing that waits, with what it is called for today."""
        quiet = more.pop("is_silent", False)
        left = self.pack.calendar.days_left(self.on, due_on) if due_on else None
        told = calls(since, due_on, self.on, self.pack.calendar, self.rules, is_silent=quiet)
        return Matter(key, kind, _short(name), told, due_on=due_on, days_left=left, **more)


def due(at: datetime) -> Plan:
    """Return the mails that go out at that time: of each pack from its hour on, until its day is done.

    Edges:   none of a pack that lays down no steps.
    """
    local = timezone.localtime(at)
    desks = tuple(_desks(local))
    if not desks:
        return Plan()
    matters = tuple(one for desk in desks for one in waiting(desk))
    holders = tuple(
        Holder(one.person.email, one.role, people.held(one).bodies)
        for one in people.holders(ACTING, local.date())
    )
    digests = due_digests(local.date(), matters, holders, _sent(matters, local.date()))
    names = tasks.names_of(unattended(matters, holders))
    return Plan(digests, tuple(sorted(names.values())), tuple(one.pack.pack_id for one in desks))


def marks(person: str, key: str, on: date) -> frozenset[str]:
    """Return the marks of the steps of one thing that one person was told."""
    rows = Escalation.objects.filter(person=person, object=key, due_on=on)
    return frozenset(rows.values_list("step", flat=True))


def day_name(pack_id: str, on: date) -> str:
    """Return what the day of a pack is called in the audit."""
    return f"followup/{pack_id}/{on.isoformat()}"


def waiting(desk: Desk) -> Iterator[Matter]:
    """Yield all that waits for anybody in the rounds of a desk's pack."""
    rounds = list(desk.pack.rounds)
    yield from _tasks(desk, rounds)
    yield from _petitions(desk, rounds)
    yield from _contributions(desk, rounds)


def _desks(local: datetime) -> Iterator[Desk]:
    on = local.date()
    for pack in packs.installed():
        rules = rules_of(pack.rules.get(TOPIC, ()), on)
        if rules is None or not is_hour(local, pack.calendar, rules.steps):
            continue
        if not Event.objects.filter(object=day_name(pack.pack_id, on), verb=FINISHED).exists():
            window = silence(on, pack.calendar, rules.silent_days, rules.days_before)
            yield Desk(pack, rules, on, window)


def _tasks(desk: Desk, rounds: list[str]) -> Iterator[Matter]:
    """Yield the open tasks: for their leads, or for the office where they are reported as done."""
    rows = in_force().filter(round_id__in=rounds, status__in=OPEN).order_by("id")
    for one in rows.annotate(back_on=Max("verdicts__on"), decided_at=Max("requests__decision__at")):
        key = f"task/{one.pk}"
        if one.status == "reported":
            told = {"roles": _CENTRE, "not_for": one.reported_by}
            yield desk.matter(key, "to_close", one.what, one.heard_on, None, **told)
            continue
        decided_on = timezone.localdate(one.decided_at) if one.decided_at else None
        since = max(day for day in (one.issued_on, one.back_on, decided_on) if day)
        quiet = is_silent(one.heard_on, one.due_on, desk.on, desk.window)
        yield desk.matter(key, "task", one.what, since, one.due_on, body=one.lead, is_silent=quiet)


def _petitions(desk: Desk, rounds: list[str]) -> Iterator[Matter]:
    """Yield the petitions that wait: to be assigned, answered, or accepted; not those that are paused."""
    rows = Petition.objects.filter(round_id__in=rounds, is_paused=False).order_by("id")
    known = rows.annotate(turned_on=Max("turns__on"), told_on=Max("answers__answer__on"))
    for one in known.filter(stage__in=("lodged", "assigned", "answered")):
        key, lodged_on = f"petition/{one.pk}", one.lodged_on
        if one.stage == "lodged":
            roles = frozenset({"analyst"})
            yield desk.matter(key, "to_assign", one.number, one.turned_on or lodged_on, None, roles=roles)
        elif one.stage == "assigned":
            since = one.turned_on or lodged_on
            yield desk.matter(key, "petition", one.number, since, one.due_on, body=one.lead)
        else:
            told = {"body": f"{UNIT}{one.unit_key}", "roles": frozenset({"leader"})}
            yield desk.matter(key, "to_accept", one.number, one.told_on or lodged_on, None, **told)


def _contributions(desk: Desk, rounds: list[str]) -> Iterator[Matter]:
    rows = contributions.owed().filter(petition__round_id__in=rounds, petition__is_paused=False)
    for one in rows.select_related("petition").order_by("id"):
        key, name = f"contribution/{one.pk}", one.petition.number
        yield desk.matter(key, "contribution", name, one.asked_on, one.due_on, body=one.body)


def _sent(matters: Iterable[Matter], on: date) -> Sent:
    """Return the marks of all steps that are counted from the days that matter."""
    first = min((call.on for one in matters for call in one.calls), default=on)
    found: dict[tuple[str, str, date], set[str]] = defaultdict(set)
    rows = Escalation.objects.filter(due_on__gte=min(first, on)).order_by()
    for person, key, day, mark in rows.values_list("person", "object", "due_on", "step"):
        found[person, key, day].add(mark)
    return {key: frozenset(told) for key, told in found.items()}


def _short(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
