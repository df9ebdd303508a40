"""One petition in words: its deadlines, its clock, what bodies contributed and answered, and its course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.queries import people, petitions
from giaoban.queries.petitions import Line
from giaoban.web.components.days import CAUSES
from giaoban.web.components.petitions import (
    CHANNELS,
    CLASSES,
    COMPETENCES,
    Named,
    say_addressee,
    say_days,
    say_hands,
    say_indicator,
    say_left,
    say_state,
)
from giaoban.web.components.positions import say_subject
from giaoban.web.components.standings import say_moment
from giaoban.web.components.verbs import DEEDS

#: Step → what its heading asks, what follows from it, and what its button says.
_STEPS = {
    "answer": (
        _("Answer the petition"),
        _("The unit reads the answer, and says whether it settles the petition. It is never changed."),
        _("Send the answer"),
    ),
    "contribute": (
        _("Contribute"),
        _("The body that leads takes it into its answer; all whose the petition is read it."),
        _("Send the contribution"),
    ),
    "accept": (_("Accept the answer"), _("The petition is closed then."), _("Accept the answer")),
    "reopen": (
        _("Reopen the petition"),
        _("It goes back to the body that leads. Without a day it has as much time as it had at first."),
        _("Reopen the petition"),
    ),
    "assign": (
        _("Assign it"),
        _("One body leads and answers. The deadline is set now; it stays known whatever is extended later."),
        _("Assign it"),
    ),
    "route": (
        _("Say whose business it is"),
        _("The deadlines that the rules propose follow from it."),
        _("Keep this"),
    ),
    "leave_cluster": (
        _("Take it out of the cluster"),
        _("It is then assigned and answered by itself."),
        _("Take it out of the cluster"),
    ),
    "resume": (_("Let it go on"), _("The pause ends today."), _("Let it go on")),
    "ask": (_("Ask a body to contribute"), "", _("Ask for it")),
    "extend": (
        _("Give more time"),
        _("The first deadline stays, and every change of it is shown to all."),
        _("Give more time"),
    ),
    "transfer": (
        _("Hand it on to another body"),
        _("It stays as old as it is and keeps its deadline; the time of each body is counted apart."),
        _("Hand it on"),
    ),
    "pause": (
        _("Pause it"),
        _("The reason is shown to all. A pause is counted apart and moves no deadline."),
        _("Pause it"),
    ),
    "withdraw": (
        _("Withdraw the petition"),
        _("It stays on record with its number and this reason."),
        _("Withdraw the petition"),
    ),
}
#: What a petition waits for; every other step is an exception.
_WAITED_FOR = ("answer", "contribute", "accept", "route", "assign")


@dataclass(frozen=True)
class Step:
    """One step that the reader may take: what it is, what follows from it, its form, and its button."""

    step: str
    title: str
    hint: str
    form: forms.Form
    button: str
    is_open: bool
    takes_file: bool


def tell_steps(row: Any, offered: Mapping[str, forms.Form], sent: frozenset[str]) -> list[Step]:
    """Return the steps in words; what the petition waits for stands open, or the step that was sent."""
    waited = (step for step in _WAITED_FOR if step in offered and not (step == "route" and row.competence))
    first = next(waited, "")
    return [
        Step(
            step,
            *(str(text) for text in _STEPS[step][:2]),
            form,
            str(_STEPS[step][2]),
            step in (sent or {first}),
            form.is_multipart(),
        )
        for step, form in offered.items()
    ]


def tell_facts(row: Any, line: Line, names: Named, at: datetime) -> dict[str, Any]:
    """Return what the page says of a petition."""
    deeds, changes = petitions.history(row), petitions.changes(row)
    who = people.names([row.lodged_by, *(one.by for one in (*deeds, *changes))])
    clock = petitions.clock(row, at=at)
    return {
        "unit": line.unit,
        "hands": say_hands(line),
        "state": say_state(row),
        "left": say_left(line),
        "age": say_days(clock.age),
        "clock": [(names.body(body), say_days(days)) for body, days in clock.by_body],
        "paused": say_days(clock.paused) if clock.paused else "",
        "pauses": [one for one in row.turns.all() if one.kind == "paused"],
        "facts": _facts(row, names, who),
        "changes": [(one, CAUSES[one.cause], who.get(one.by, one.by)) for one in changes],
        "contributions": [
            (names.body(one.body), one) for one in row.contributions.all() if _is_shown(one, row)
        ],
        "answers": _answers(row, names),
        "course": [
            (say_moment(one.at), who.get(one.by, one.by), _deed(one, names)) for one in deeds if _is_told(one)
        ],
    }


def _is_shown(contribution: Any, row: Any) -> bool:
    """Return whether a contribution is given or still owed: who leads by now owes the answer instead."""
    return contribution.given_on is not None or contribution.body != row.lead


def _facts(row: Any, names: Named, who: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Return what was lodged, in pairs; what is not said is left out."""
    told = [
        (_("Addressed to"), say_addressee(row, names.words)),
        (_("Subject"), say_subject(names.words, row.subject)),
        (_("Indicator"), say_indicator(row, names.words)),
        (_("Cause"), row.cause),
        (_("How it came"), str(CHANNELS[row.channel])),
        (_("Conference"), row.conference.title if row.conference else ""),
        (_("Lodged"), f"{row.lodged_on:%d/%m/%Y} · {who.get(row.lodged_by, row.lodged_by)}"),
        (_("Whose business"), str(COMPETENCES.get(row.competence, ""))),
    ]
    return [(name, text) for name, text in told if text]


def _answers(row: Any, names: Named) -> list[dict[str, Any]]:
    """Return the answers with what the unit said to each, the latest first."""
    said = {one.answer_id: one for one in row.verdicts.all()}
    return [
        {
            "answer": one.answer,
            "body": names.body(one.answer.body),
            "class": CLASSES[one.answer.answer_class],
            "due_on": one.due_on,
            "is_late": one.answer.on > one.due_on,
            "verdict": said.get(one.answer_id),
        }
        for one in reversed(row.answers.all())
    ]


def _is_told(deed: Any) -> bool:
    """Return whether a deed stands in the course: a deadline that somebody moved is told by what moved it."""
    return deed.verb != "deadline.moved" or deed.told.get("cause") == "calendar"


def _deed(deed: Any, names: Named) -> str:
    """Return one step in words, with its bodies, its day and its reason."""
    told = deed.told
    bodies = [told.get(name) for name in ("lead", "body") if told.get(name)]
    rest = [*map(names.body, bodies), told.get("reason", "")]
    return " · ".join(filter(None, (str(DEEDS.get(deed.verb, deed.verb)), *rest)))
