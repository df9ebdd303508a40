"""Desks in words: what waits for somebody in a report that their unit owes, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.core.conduct.workflow import is_open_phase, next_role
from giaoban.queries.desks import Owed
from giaoban.queries.rounds import Schedule
from giaoban.web.components.days import say_left
from giaoban.web.components.phases import say_phase
from giaoban.web.components.roles import say_role
from giaoban.web.components.standings import say_status
from giaoban.web.components.wordings import Words, words_of


@dataclass(frozen=True)
class Folder:
    """One report on somebody's desk in words; `is_mine` where it waits for the one who reads."""

    owed: Owed
    words: Words
    title: str
    stage: str
    left: str
    status: str
    task: str
    is_mine: bool


def lay_out(owed: Owed, roles: frozenset[str]) -> Folder:
    """Return a report as it lies before somebody who holds these roles for its unit."""
    schedule = owed.schedule
    words, is_open = words_of(schedule.pack), is_open_phase(schedule.phase)
    role = next_role(owed.standing.status) if is_open else ""
    is_mine = role in roles
    return Folder(
        owed,
        words,
        words.title(schedule.review),
        say_phase(schedule.phase),
        say_left(schedule.days_left, schedule.plan.due_on, schedule.today) if is_open else "",
        say_status(owed.standing.status),
        _say_task(owed) if is_mine else _say_waiting(role),
        is_mine,
    )


@dataclass(frozen=True)
class Binder:
    """One round under way as it lies before the offices that watch over it."""

    schedule: Schedule
    words: Words
    title: str
    stage: str
    left: str
    has_overview: bool


def lay_open(schedule: Schedule, has_overview: bool) -> Binder:
    """Return a round as it lies before somebody of the central office; `has_overview` where they see it."""
    words = words_of(schedule.pack)
    left = say_left(schedule.days_left, schedule.plan.due_on, schedule.today)
    return Binder(
        schedule, words, words.title(schedule.review), say_phase(schedule.phase), left, has_overview
    )


def _say_task(owed: Owed) -> str:
    """Return what is to be done, and why it is."""
    status, lines = owed.standing.status, len(owed.standing.openings)
    if status == "completed":
        return _("Check the figures and submit them: your officer has completed the form.")
    if status == "returned":
        return ngettext(
            "Correct %(count)s line that the central office sent back.",
            "Correct %(count)s lines that the central office sent back.",
            lines,
        ) % {"count": lines}
    if status == "reopened":
        return ngettext(
            "Correct %(count)s line that was reopened for you.",
            "Correct %(count)s lines that were reopened for you.",
            lines,
        ) % {"count": lines}
    if owed.unanswered:
        return ngettext(
            "Fill in the form: %(count)s required line has no figure yet.",
            "Fill in the form: %(count)s required lines have no figure yet.",
            owed.unanswered,
        ) % {"count": owed.unanswered}
    return _("Complete the form: every required line is filled in.")


def _say_waiting(role: str) -> str:
    """Return for whom the report waits, if for anybody."""
    return (
        _("Nothing for you now. It waits for: {role}.").format(role=say_role(role))
        if role
        else _("Nothing is waited for.")
    )
