"""Reminders: in which steps a pack reminds of a deadline, and what keeps a mail from going out twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from giaoban.core.conduct.workflow import AT_THE_UNIT, Status, next_role
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules that lays down its steps.
TOPIC = "reminders"
#: In a step's addressees: whoever the submission waits for.
TURN = "turn"
#: How often a mail that was refused is tried within one step or one day.
MOST_ATTEMPTS = 3


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
class Sent:
    """What one person was sent already: the marks of their mails, and when the last one went out."""

    marks: frozenset[str] = frozenset()
    last_at: datetime | None = None


def rules_of(rules: Iterable[Rule], on: date) -> Rules | None:
    """Return how a pack reminds on a day; None where no rule is in force.

    Source:  packs/<id>/rules/reminders.yaml
    """
    rule = in_force(rules, TOPIC, on)
    return steps_of(rule) if rule else None


def steps_of(rule: Rule) -> Rules:
    """Return the steps of a rule, and the hour from which they are taken."""
    steps = (Step(one["step"], int(one["days_left"]), tuple(one["to"])) for one in rule["steps"])
    return Rules(tuple(steps), int(rule["from_hour"]))


def is_hour(now: datetime, calendar: Calendar, rules: Rules) -> bool:
    """Return whether mails go out of their own accord: on a working day, from the hour of the rules on."""
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


def sent_of(rows: Iterable[tuple[str, datetime]]) -> Sent:
    """Return what a person was sent, from the marks of their mails with the time of each.

    Edges:   a mail that was refused was not sent, though its marks stay.
    """
    times = dict(rows)
    gone = [at for mark, at in times.items() if failure(mark) not in times and not mark.endswith(failure(""))]
    return Sent(frozenset(times), max(gone, default=None))
