"""Matters in words: the tasks, petitions and missed targets of the last conference that a figure rests on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.review.matters import STATES
from giaoban.web.components.marks import mark
from giaoban.web.components.petitions import CLASSES
from giaoban.web.components.petitions import STAGES as PETITION_STAGES
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.tasks import mark as task_mark
from giaoban.web.components.values import MISSING, say_date, say_result

KINDS = {
    "task": gettext_lazy("task"),
    "petition": gettext_lazy("petition"),
    "shortfall": gettext_lazy("missed target"),
}


@dataclass(frozen=True)
class Told:
    """One matter in words: what it is and where it stands; a task with its deadline, and the first one."""

    kind: str
    place: str
    unit: str
    state: str
    due: str
    first: str
    source: str


def say_state(kind: str, state: str) -> str:
    """Return where a task or a petition stands, in words."""
    if kind == "task":
        return str(task_mark(state).word)
    words = {**CLASSES, "withdrawn": PETITION_STAGES["withdrawn"], "open": gettext_lazy("not answered yet")}
    return str(words[state])


def states_of(figure: Record) -> list[tuple[str, int]]:
    """Return how many matters a figure counts in each state, those that nothing is in too."""
    kind = figure["working"]["matter"]
    return [(say_state(kind, state), figure["value"][state]) for state in STATES[kind]]


def tell(sheet: Sheet, figure: Record) -> list[Told]:
    """Return the matters that a figure rests on, in its order."""
    found = [sheet.records[name] for name in figure["inputs"] if name in sheet.records]
    return [_told(sheet, one) for one in found if one["kind"] == "matters"]


def _told(sheet: Sheet, one: Record) -> Told:
    due, first = (one.get(name, "") for name in ("due_on", "first_due_on"))
    return Told(
        str(KINDS[one["matter"]]),
        one["place"],
        sheet.unit_name(one["unit_key"]) if one["unit_key"] else MISSING,
        _state(sheet, one),
        say_date(sheet, due) if due else "",
        say_date(sheet, first) if first and first != due else "",
        one["source"],
    )


def _state(sheet: Sheet, one: Any) -> str:
    if one["matter"] != "shortfall":
        return say_state(one["matter"], one["state"])
    said = say_result(sheet, one["rounded_result"] or one["result"], one["unit_measure"])
    return _("%(result)s, %(verdict)s") % {"result": said, "verdict": mark("not_met").word}
