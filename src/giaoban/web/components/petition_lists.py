"""Lists of petitions in words: what they may be narrowed to, and every petition as a row of a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from giaoban.queries import rounds, tasks
from giaoban.queries.petitions import Filters, Line
from giaoban.web.components.days import title_of
from giaoban.web.components.petitions import (
    CHANNELS,
    CLASSES,
    COMPETENCES,
    STAGES,
    say_addressee,
    say_indicator,
    say_state,
)
from giaoban.web.components.positions import say_subject, subjects_of
from giaoban.web.components.wordings import Words, words_of_round


@dataclass(frozen=True)
class Choice:
    """One thing that a list may be narrowed to: its name in the address, its label, and what is chosen."""

    name: str
    label: str
    choices: list[tuple[str, Any]]
    value: str


def choices_of(filters: Filters, round_id: str) -> list[Choice]:
    """Return what the register may be narrowed to; units, bodies and subjects are those of a round."""
    words, review = words_of_round(round_id)
    states = [("open", _("open")), ("overdue", _("overdue")), *STAGES.items()]
    units = [(one.unit_key, one.name) for one in words.pack.units_of(review)]
    bodies = [(one.key, one.name) for one in tasks.bodies(round_id).open]
    return [
        Choice("state", _("State"), states, filters.state),
        Choice("body", _("Body"), bodies, filters.body),
        Choice("unit", _("Unit"), units, filters.unit_key),
        Choice("subject", _("Subject"), subjects_of(words), filters.subject),
        Choice("round", _("Round"), rounds_known(), filters.round_id),
    ]


def rounds_known() -> list[tuple[str, str]]:
    """Return the rounds of all packs to choose from, the latest first."""
    return [(one.review.round_id, title_of(one.pack, one.review.round_id)[0]) for one in rounds.schedules()]


def columns() -> list[str]:
    """Return the headings of the register as a file."""
    return [
        _("Number"), _("Unit"), _("Text"), _("Subject"), _("Addressed to"), _("Indicator"), _("Cause"),
        _("How it came"), _("Whose business"), _("State"), _("Lead"), _("Due"), _("First deadline"),
        _("Working days left"), _("Age in working days"), _("Lodged"), _("Closed"), _("Latest answer"),
    ]  # fmt: skip


def rows_of(lines: Iterable[Line]) -> Iterator[list[str]]:
    """Yield every petition as a row of the file; the words of a round are read once."""
    words: dict[str, Words] = {}
    for line in lines:
        round_id = line.petition.round_id
        if round_id not in words:
            words[round_id] = words_of_round(round_id)[0]
        yield _row(line, words[round_id])


def _row(line: Line, words: Words) -> list[str]:
    row = line.petition
    return [
        row.number, line.unit, row.text, say_subject(words, row.subject), say_addressee(row, words),
        say_indicator(row, words), row.cause, str(CHANNELS[row.channel]),
        str(COMPETENCES.get(row.competence, "")), say_state(row), line.lead, _day(row.due_on),
        _day(row.first_due_on), "" if line.days_left is None else str(line.days_left), str(line.age),
        _day(row.lodged_on), _day(row.closed_on), str(CLASSES.get(row.answer_class, "")),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
