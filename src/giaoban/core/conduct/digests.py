"""Digests: one mail a day to a person, with all that waits for them; a step that is due makes it go out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from giaoban.core.conduct.escalation import Rules
from giaoban.core.conduct.reminders import attempt, due_step
from giaoban.core.registry.calendars import Calendar

#: A body is to answer a petition, to contribute to one, to carry out a task; the tracking office to assign a
#: petition, to close a task; the unit that asked to accept an answer or to reopen.
Kind = Literal["petition", "contribution", "task", "to_assign", "to_close", "to_accept"]
#: Steps beside those of the rules: it has come to wait; its owner is silent; the mail of a day.
NEW, SILENT, DAY = "new", "silent", "day"
#: Who works on what a body has, and who answers for it; where only one kind is there it is both.
_WORKERS = frozenset({"officer", "respondent", "analyst", "inspector"})
_LEADERS = frozenset({"leader", "respondent", "approver"})
ACTING = _WORKERS | _LEADERS


@dataclass(frozen=True)
class Call:
    """A reason to tell somebody now: a step, the day that it is counted from, and to whom it goes.

    `to` holds what a rule names, and `own` for everybody for whom the thing waits.
    """

    step: str
    on: date
    to: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """One thing that waits (`task/5`): in which body's hands, for which roles there, and by when.

    Without a body it waits for the tracking office. `days_left` are working days, below 0 once it is overdue;
    `not_for` is who took the step before, where another person has to take the next one.
    """

    key: str
    kind: Kind
    name: str
    calls: tuple[Call, ...]
    body: str = ""
    roles: frozenset[str] = ACTING
    due_on: date | None = None
    days_left: int | None = None
    not_for: str = ""

    @property
    def is_overdue(self) -> bool:
        """Return whether its deadline has passed."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class Holder:
    """A person in one role, with the names under which their office has things."""

    person: str
    role: str
    bodies: frozenset[str]


@dataclass(frozen=True)
class Taken:
    """One step that a mail takes: of which thing (none: the mail of a day), counted from when, as a mark."""

    key: str
    on: date
    mark: str


@dataclass(frozen=True)
class Digest:
    """One mail to one person: what waits for them, what others owe, and the steps that it takes."""

    person: str
    own: tuple[Matter, ...]
    others: tuple[Matter, ...]
    taken: tuple[Taken, ...]


#: By person, thing and day: the marks of the steps that were taken.
Sent = Mapping[tuple[str, str, date], frozenset[str]]


def calls(
    since: date, due_on: date | None, on: date, calendar: Calendar, rules: Rules, *, is_silent: bool = False
) -> tuple[Call, ...]:
    """Return every reason to tell somebody on a day of what waits since a day and is due on one.

    Edges:   of the steps of the rules only the last one that has come; none without a deadline.
    """
    found = [Call(NEW, since, ("own",))]
    step = due_step(on, due_on, calendar, rules.steps) if due_on else None
    if due_on and step:
        found.append(Call(step.step, due_on, step.to))
    if due_on and is_silent:
        found.append(Call(SILENT, due_on, ("lead", "analyst")))
    return tuple(found)


def due_digests(
    on: date, matters: Iterable[Matter], holders: Iterable[Holder], sent: Sent
) -> tuple[Digest, ...]:
    """Return the mails of a day, one a person: for whom a step is due, with all else that waits for them.

    Shape:   what waits is ordered by deadline, overdue first; what has none stands last.
    Edges:   nobody is told a step twice, or sent two mails on one day.
    """
    people: dict[str, list[Holder]] = defaultdict(list)
    for one in holders:
        people[one.person].append(one)
    shelves = _Shelves(matters, {body for roles in people.values() for body in _staffed(roles)})
    return tuple(
        found
        for person, roles in sorted(people.items())
        if (found := _digest(person, roles, on, shelves, sent))
    )


def unattended(matters: Iterable[Matter], holders: Iterable[Holder]) -> tuple[str, ...]:
    """Return the bodies that have something while nobody who acts for them can be told."""
    known = {body for one in holders if one.role in ACTING for body in one.bodies}
    return tuple(sorted({one.body for one in matters if one.body} - known))


class _Shelves:
    """What waits, by whose hands it is in and by who is called; `staffed` are bodies with workers."""

    def __init__(self, matters: Iterable[Matter], staffed: set[str]) -> None:
        self.staffed = staffed
        self.by_body: dict[str, list[Matter]] = defaultdict(list)
        self.by_role: dict[str, list[Matter]] = defaultdict(list)
        for one in matters:
            if one.body:
                self.by_body[one.body].append(one)
            roles = {role for call in one.calls for role in call.to} | (set() if one.body else one.roles)
            for role in roles & {"analyst", "approver"}:
                self.by_role[role].append(one)

    def reached(self, held: Holder) -> Iterator[Matter]:
        """Yield what this role may have to be told of."""
        for body in sorted(held.bodies):
            yield from self.by_body[body]
        yield from self.by_role[held.role]


def _digest(person: str, roles: Sequence[Holder], on: date, shelves: _Shelves, sent: Sent) -> Digest | None:
    day = attempt(DAY, sent.get((person, "", on), ()))
    if not day:
        return None
    own, others, taken = dict[str, Matter](), dict[str, Matter](), {Taken("", on, day)}
    for held in roles:
        for one in shelves.reached(held):
            is_own, steps = _is_own(one, held), set(_steps(person, held, one, shelves.staffed, sent))
            if is_own or steps:
                (own if is_own else others)[one.key] = one
            taken |= steps
    if len(taken) == 1:
        return None
    kept = [one for one in others.values() if one.key not in own]
    return Digest(person, _ordered(own.values()), _ordered(kept), tuple(sorted(taken, key=str)))


def _steps(person: str, held: Holder, one: Matter, staffed: set[str], sent: Sent) -> Iterator[Taken]:
    """Yield the steps of a thing that this role is told now and was not told yet."""
    for call in one.calls:
        mark = attempt(call.step, sent.get((person, one.key, call.on), ()))
        if mark and any(_is_addressed(to, one, held, staffed) for to in call.to):
            yield Taken(one.key, call.on, mark)


def _is_addressed(to: str, one: Matter, held: Holder, staffed: set[str]) -> bool:
    if to == "own":
        return _is_own(one, held)
    if to == "lead":
        return _is_own(one, held) and (held.role in _WORKERS or one.body not in staffed)
    if to == "leader":
        return one.body in held.bodies and held.role in _LEADERS
    return held.role == to


def _is_own(one: Matter, held: Holder) -> bool:
    is_there = not one.body or one.body in held.bodies
    return is_there and held.role in one.roles and held.person != one.not_for


def _staffed(roles: Iterable[Holder]) -> Iterator[str]:
    for held in roles:
        if held.role in _WORKERS:
            yield from held.bodies


def _ordered(found: Iterable[Matter]) -> tuple[Matter, ...]:
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.key)))
