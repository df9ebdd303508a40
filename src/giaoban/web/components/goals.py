"""Goals: a unit's targets with what was set, what came, and both verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from giaoban.web.components.marks import Mark, mark
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.titles import say_op, target_text
from giaoban.web.components.values import say_amount, say_result


@dataclass(frozen=True)
class Goal:
    """One target with its result and both verdicts; `confirmed` is None where no person gave one."""

    figure: Record
    target: Record
    name: str
    bound: str
    result: str
    verdict: Mark
    computed: Mark
    confirmed: Mark | None
    reason: str


def goals_of(sheet: Sheet, figures: Iterable[Record]) -> list[Goal]:
    """Return the goals behind a unit's verdicts, in the order of its own list."""
    goals = [_goal(sheet, figure) for figure in figures]
    return sorted(goals, key=lambda goal: _place(goal.target["number"]))


def _goal(sheet: Sheet, figure: Record) -> Goal:
    target, working = sheet.records[figure["target_version"]], figure["working"]
    return Goal(
        figure=figure,
        target=target,
        name=target_text(sheet, figure),
        bound=say_bound(sheet, target),
        result=say_result(sheet, working["result"], target["unit_measure"]),
        verdict=mark(figure["value"]),
        computed=mark(working["computed"]),
        confirmed=mark(working["confirmed"]) if working["confirmed"] else None,
        reason=working["reason"],
    )


def say_bound(sheet: Sheet, target: Record) -> str:
    """Return what a target asks for; one that is set in words has no number."""
    if target["target"] is None:
        return _("in words")
    low, high = (
        say_amount(sheet, target[name], None, target["unit_measure"]) for name in ("target", "target_to")
    )
    if target["op"] == "range":
        return f"{low} – {high}"
    return low if target["op"] == "=" else f"{say_op(target['op'])} {low}"


def _place(number: str) -> tuple[list[int], str]:
    """Sort “2” before “10” and “2.1” after “2”; a target without a number comes last."""
    parts = [int(part) for part in number.split(".") if part.isdigit()]
    return (parts or [10**6], number)
