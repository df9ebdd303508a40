"""Letters: what each person is told of a round, gathered in one mail a day at most.

A mail says what waits, for whom and by when; it never says anything of what was typed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from giaoban.core.conduct.reminders import (
    TURN,
    Rules,
    Sent,
    Step,
    attempt,
    day_key,
    due_step,
    is_hour,
    roles_of,
)
from giaoban.core.conduct.workflow import Status, next_role
from giaoban.core.registry.calendars import Calendar

#: `turn` it waits for the reader · `owed` it waits for somebody else of the unit, and is not sent ·
#: `returned`, `reopened` lines that are open again · `comments`, `replies` what was said since the last mail.
Kind = Literal["turn", "owed", "returned", "reopened", "comments", "replies"]
#: What somebody asks for goes to whoever it waits for; it is no step that could be taken.
_ASKED = Step("", 0, (TURN,))


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
    """One mail to one person; `step` is empty where only news are told, or where somebody asked for it.

    `unit_key` is the unit that the person reports for, empty for people of the central office.
    """

    person: str
    matters: tuple[Matter, ...]
    step: str = ""
    unit_key: str = ""


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


def due_letters(
    now: datetime, deadline: date, calendar: Calendar, rules: Rules, case: Case
) -> tuple[Letter, ...]:
    """Return the mails that go out now of their own accord: those of the step that is due, and news.

    Shape:   one a person; nobody who had a mail today, or had this step, is in it.
    Edges:   `now` is local time; nothing goes out on a day off or before the hour of the rules.
    """
    if not is_hour(now, calendar, rules):
        return ()
    return tuple(_letters(now, due_step(now.date(), deadline, calendar, rules), case))


def asked_letters(now: datetime, by: str, case: Case) -> tuple[Letter, ...]:
    """Return the mails that `by` may send now to everybody for whom something waits, with their news.

    Edges:   `now` is local time. Whoever had a mail today is left out, and so is the one who asks.
    """
    return tuple(one for one in _letters(now, _ASKED, case) if one.person != by)


def unattended(waiting: Iterable[Waiting], recipients: Iterable[Recipient]) -> tuple[tuple[str, str], ...]:
    """Return each unit whose submission waits for a role that nobody holds, with that role."""
    held = {(one.unit_key, one.role) for one in recipients}
    wanted = ((one.unit_key, next_role(one.status)) for one in waiting)
    return tuple(
        (unit_key, role) for unit_key, role in wanted if role and not {(unit_key, role), ("", role)} & held
    )


def _letters(now: datetime, step: Step | None, case: Case) -> Iterator[Letter]:
    """Yield a letter for each person who is to be told something and had no mail today."""
    people: dict[str, list[Recipient]] = {}
    for one in case.recipients:
        people.setdefault(one.person, []).append(one)
    for person, roles in sorted(people.items()):
        sent = case.sent.get(person, Sent())
        letter = _letter(person, roles, step, sent, case)
        if letter.matters and attempt(day_key(now), sent.marks):
            yield letter


def _letter(person: str, roles: Sequence[Recipient], step: Step | None, sent: Sent, case: Case) -> Letter:
    """Return what this person is to be told, once, however many roles it concerns."""
    since = max(sent.last_at or case.since, case.since)
    stepped = _stepped(roles, step, case.waiting) if step and attempt(step.step, sent.marks) else []
    told = [*stepped, *_new_turns(person, roles, since, case.waiting), *_new(person, roles, since, case.news)]
    own = {one.unit_key for one in roles}
    unit_key = next((one.unit_key for one in told if one.unit_key in own), "")
    return Letter(person, _gathered(told), step.step if step and stepped else "", unit_key)


def _stepped(roles: Sequence[Recipient], step: Step, waiting: Iterable[Waiting]) -> list[Matter]:
    told = [one for one in waiting if _has(roles, one.unit_key, roles_of(step, one.status))]
    return [Matter(one.unit_key, _whose(roles, one), status=one.status) for one in told]


def _whose(roles: Sequence[Recipient], one: Waiting) -> Kind:
    return "turn" if _has(roles, one.unit_key, {next_role(one.status)}) else "owed"


def _new_turns(
    person: str, roles: Sequence[Recipient], since: datetime, waiting: Iterable[Waiting]
) -> Iterator[Matter]:
    """Yield what has come to wait for this person since; what somebody has on their own desk is no news."""
    for one in waiting:
        is_new = one.since is not None and one.since > since and one.by != person
        if is_new and _has(roles, one.unit_key, {next_role(one.status)}):
            yield Matter(one.unit_key, "turn", status=one.status)


def _new(person: str, roles: Sequence[Recipient], since: datetime, news: Iterable[News]) -> Iterator[Matter]:
    for one in news:
        if one.at > since and one.by != person and _has(roles, one.unit_key, one.roles):
            yield Matter(one.unit_key, one.kind, until=one.until)


def _has(roles: Iterable[Recipient], unit_key: str, wanted: Collection[str]) -> bool:
    """Return whether one of the roles is wanted and about that unit."""
    return any(one.role in wanted and one.unit_key in ("", unit_key) for one in roles)


def _gathered(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """Return one matter a unit and kind: news counted, and until when the first of the lines is open.

    Edges:   what waits for the reader is not also told as owed.
    """
    found: dict[tuple[str, Kind], Matter] = {}
    for one in matters:
        key = (one.unit_key, one.kind)
        found[key] = _joined(found[key], one) if key in found else one
    turns = {unit_key for unit_key, kind in found if kind == "turn"}
    return tuple(one for one in found.values() if one.kind != "owed" or one.unit_key not in turns)


def _joined(one: Matter, other: Matter) -> Matter:
    if one.kind in ("turn", "owed"):
        return one
    until = min((day for day in (one.until, other.until) if day), default=None)
    return replace(one, count=one.count + other.count, until=until)
