"""Reminders: who is told on which working day that something waits, in one mail a person a day at most.

A mail says what waits, for whom and by when; it never says anything of what was typed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from giaoban.core.conduct.workflow import AT_THE_UNIT, Status, next_role
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules that lays down its steps.
TOPIC = "reminders"
#: In a step's addressees: whoever the submission waits for.
TURN = "turn"
#: How often a mail that was refused is tried within one step or one day.
MOST_ATTEMPTS = 3
#: `turn` it waits for the reader · `owed` it waits for somebody else of the unit, and is not sent ·
#: `returned`, `reopened` lines that are open again · `comments`, `replies` what was said since the last mail.
Kind = Literal["turn", "owed", "returned", "reopened", "comments", "replies"]


@dataclass(frozen=True)
class Step:
    """One step: when so many working days are left until the deadline (below 0: have passed), and to whom.

    `to` holds roles, and `turn` for whoever a submission waits for.
    """

    step: str
    days_left: int
    to: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """How a pack reminds: its steps from the first to the last, on working days from an hour on."""

    steps: tuple[Step, ...]
    from_hour: int


@dataclass(frozen=True)
class Waiting:
    """Where one unit's submission stands, since when, and who brought it there."""

    unit_key: str
    status: Status
    since: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class News:
    """Something that happened to a submission and that people of these roles may not have seen yet."""

    unit_key: str
    kind: Kind
    roles: frozenset[str]
    at: datetime
    by: str
    until: datetime | None = None


@dataclass(frozen=True)
class Recipient:
    """A person in one role: for one unit, or for all of them where `unit_key` is empty."""

    person: str
    role: str
    unit_key: str = ""

    def concerns(self, unit_key: str) -> bool:
        """Return whether this role is about that unit."""
        return self.unit_key in ("", unit_key)


@dataclass(frozen=True)
class Matter:
    """What a mail says of one unit: the kind, how many, where it stands, and until when lines are open."""

    unit_key: str
    kind: Kind
    count: int = 1
    status: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Letter:
    """One mail to one person; `step` is empty where only news are told, or where somebody asked for it."""

    person: str
    matters: tuple[Matter, ...]
    step: str = ""


@dataclass(frozen=True)
class Sent:
    """What one person was sent already: the marks of their mails, and when the last one went out."""

    marks: frozenset[str] = frozenset()
    last_at: datetime | None = None


@dataclass(frozen=True)
class Case:
    """All that letters are made of: the submissions, the news, the people, and what they were sent.

    `since` is when news begin for somebody who has had no mail yet.
    """

    waiting: Sequence[Waiting]
    news: Sequence[News]
    recipients: Sequence[Recipient]
    sent: Mapping[str, Sent]
    since: datetime


def rules_of(rules: Iterable[Rule], on: date) -> Rules | None:
    """Return how a pack reminds on a day; None where no rule is in force.

    Source:  packs/<id>/rules/reminders.yaml
    """
    rule = in_force(rules, TOPIC, on)
    if rule is None:
        return None
    steps = (Step(one["step"], int(one["days_left"]), tuple(one["to"])) for one in rule["steps"])
    return Rules(tuple(steps), int(rule["from_hour"]))


def is_hour(now: datetime, calendar: Calendar, rules: Rules) -> bool:
    """Return whether mails of their own accord go out now: on a working day, from the hour of the rules on."""
    return calendar.is_working(now.date()) and now.hour >= rules.from_hour


def due_step(today: date, deadline: date, calendar: Calendar, rules: Rules) -> Step | None:
    """Return the step that is due on a day: the last one whose day has come; None before the first.

    Edges:   a step that was missed gives way to the next: nobody is sent two at once.
    """
    left = calendar.days_left(today, deadline)
    come = [step for step in rules.steps if step.days_left >= left]
    return min(come, key=lambda step: step.days_left, default=None)


def roles_of(step: Step, status: Status) -> frozenset[str]:
    """Return the roles that a step goes to while a submission is in this status.

    Edges:   a role that is named is told while the unit itself owes something; what is approved waits for
             nobody.
    """
    turn = next_role(status)
    named = set(step.to) - {TURN} if status in AT_THE_UNIT or status == "completed" else set()
    return frozenset(named | ({turn} if turn and TURN in step.to else set()))


def due_letters(
    now: datetime, deadline: date, calendar: Calendar, rules: Rules, case: Case
) -> tuple[Letter, ...]:
    """Return the mails that go out now of their own accord: those of the step that is due, and news.

    Shape:   one a person; nobody who had a mail today, or had this step, is in it.
    Edges:   `now` is local time; nothing goes out on a day off or before the hour of the rules.
    """
    if not is_hour(now, calendar, rules):
        return ()
    step = due_step(now.date(), deadline, calendar, rules)
    found = (_letter(person, roles, step, case) for person, roles in _by_person(case.recipients))
    return tuple(one for one in found if one.matters and attempt(day_key(now), _marks(case, one.person)))


def asked_letters(now: datetime, by: str, case: Case) -> tuple[Letter, ...]:
    """Return the mails that `by` may send now to everybody for whom something waits, with their news.

    Edges:   whoever had a mail today is left out, and so is the one who asks.
    """
    everyone = Step("", 0, (TURN,))
    found = (
        replace(_letter(person, roles, everyone, case), step="")
        for person, roles in _by_person(case.recipients)
        if person != by
    )
    return tuple(one for one in found if one.matters and attempt(day_key(now), _marks(case, one.person)))


def unattended(waiting: Iterable[Waiting], recipients: Iterable[Recipient]) -> tuple[tuple[str, str], ...]:
    """Return each unit whose submission waits for a role that nobody holds, with that role."""
    held = {(one.unit_key, one.role) for one in recipients}
    wanted = ((one.unit_key, next_role(one.status)) for one in waiting)
    return tuple(
        (unit_key, role) for unit_key, role in wanted if role and not {(unit_key, role), ("", role)} & held
    )


def day_key(now: datetime) -> str:
    """Return what a mail takes for its day, so that there is no second one on it."""
    return now.date().isoformat()


def attempt(key: str, marks: Collection[str]) -> str:
    """Return the mark with which a mail takes a step or a day; empty where it is taken.

    Edges:   a mail that is known to have been refused gives it free again, a few times; one that nobody
             knows the end of never does.
    """
    for number in range(1, MOST_ATTEMPTS + 1):
        mark = f"{key}#{number}"
        if mark not in marks:
            return mark
        if failure(mark) not in marks:
            return ""
    return ""


def failure(mark: str) -> str:
    """Return the mark that says that the mail with this one was refused."""
    return f"{mark}!"


def _by_person(recipients: Iterable[Recipient]) -> Iterator[tuple[str, list[Recipient]]]:
    found: dict[str, list[Recipient]] = {}
    for one in recipients:
        found.setdefault(one.person, []).append(one)
    return iter(sorted(found.items()))


def _letter(person: str, roles: Sequence[Recipient], step: Step | None, case: Case) -> Letter:
    """Return what this person is to be told, once, however many roles it concerns."""
    sent = case.sent.get(person, Sent())
    since = max(sent.last_at or case.since, case.since)
    is_due = step is not None and (not step.step or attempt(step.step, sent.marks) != "")
    stepped = list(_stepped(roles, step, case.waiting)) if step is not None and is_due else []
    told = [*stepped, *_new_turns(person, roles, since, case.waiting), *_new(person, roles, since, case.news)]
    return Letter(person, _gathered(told), step.step if step and stepped else "")


def _stepped(roles: Sequence[Recipient], step: Step, waiting: Iterable[Waiting]) -> Iterator[Matter]:
    for one in waiting:
        for recipient in roles:
            if recipient.concerns(one.unit_key) and recipient.role in roles_of(step, one.status):
                kind: Kind = "turn" if recipient.role == next_role(one.status) else "owed"
                yield Matter(one.unit_key, kind, status=one.status)


def _new_turns(
    person: str, roles: Sequence[Recipient], since: datetime, waiting: Iterable[Waiting]
) -> Iterator[Matter]:
    """Yield what has come to wait for this person since; what somebody has on their own desk is no news."""
    for one in waiting:
        is_new = one.since is not None and one.since > since and one.by != person
        if is_new and any(each.concerns(one.unit_key) and each.role == next_role(one.status) for each in roles):
            yield Matter(one.unit_key, "turn", status=one.status)


def _new(
    person: str, roles: Sequence[Recipient], since: datetime, news: Iterable[News]
) -> Iterator[Matter]:
    for one in news:
        if one.at > since and one.by != person:
            if any(each.concerns(one.unit_key) and each.role in one.roles for each in roles):
                yield Matter(one.unit_key, one.kind, until=one.until)


def _gathered(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """Return one matter a unit and kind: news counted, and until when the first of the lines is open.

    Edges:   what waits for the reader is not also told as owed.
    """
    found: dict[tuple[str, Kind], Matter] = {}
    for one in matters:
        key = (one.unit_key, one.kind)
        found[key] = _joined(found[key], one) if key in found else one
    return tuple(one for (unit_key, kind), one in found.items() if kind != "owed" or (unit_key, "turn") not in found)


def _joined(one: Matter, other: Matter) -> Matter:
    if one.kind in ("turn", "owed"):
        return one
    until = min((day for day in (one.until, other.until) if day), default=None)
    return replace(one, count=one.count + other.count, until=until)


def _marks(case: Case, person: str) -> frozenset[str]:
    return case.sent.get(person, Sent()).marks
