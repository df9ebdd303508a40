"""Acts on a task: what its reader may do now, each with its form, and why something is not offered."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.errors import Refusal
from giaoban.queries.tasks import Detail
from giaoban.web.components.obstacles import Obstacle, gather, say_refusal
from giaoban.web.components.task_forms import (
    Asking,
    Bringing,
    Claiming,
    Closing,
    Extending,
    Reasoned,
    Reporting,
    Step,
)


@dataclass(frozen=True)
class Kind:
    """One act: the action that it asks of the policy, its words, its form, and when it is possible.

    `is_of_lead` where only the body that leads may do it.
    """

    key: str
    action: str
    title: Any
    form: type[Step]
    fits: Callable[[Detail], bool]
    about: Any = ""
    is_of_lead: bool = False

    @property
    def address(self) -> str:
        """Return the name of the address that takes it."""
        return f"task_{self.key}"


@dataclass(frozen=True)
class Sent:
    """An act that was sent and not taken: its form with what was typed, and why."""

    key: str
    form: Step
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Act:
    """One act as a page offers it."""

    kind: Kind
    form: Step
    is_open: bool = False
    refusal: Obstacle | None = None
    faults: Sequence[Obstacle] = ()


def _is_open(one: Detail) -> bool:
    return one.task.status == "open"


def _is_reported(one: Detail) -> bool:
    return one.task.status == "reported"


def _is_not_done(one: Detail) -> bool:
    return one.task.status != "done"


def _may_move(one: Detail) -> bool:
    return _is_open(one) and one.task.due_on is not None


#: Every act, in the order in which a page offers them.
KINDS: tuple[Kind, ...] = (
    Kind(
        "close",
        "task.close",
        gettext_lazy("Close the task as done"),
        Closing,
        _is_reported,
        gettext_lazy("You have seen what came of it, and it is what was asked for."),
    ),
    Kind(
        "send_back",
        "task.close",
        gettext_lazy("Send the task back"),
        Reasoned,
        _is_reported,
        gettext_lazy("It is open again, and its deadline stays as it was."),
    ),
    Kind(
        "extend",
        "task.extend",
        gettext_lazy("Set a later deadline"),
        Extending,
        _may_move,
        gettext_lazy("A day off becomes the next working day. The first deadline stays on record."),
    ),
    Kind(
        "refuse",
        "task.extend",
        gettext_lazy("Give no more time"),
        Reasoned,
        lambda one: _may_move(one) and one.history.asked is not None,
    ),
    Kind("report", "task.report", gettext_lazy("Report what was done so far"), Reporting, _is_not_done),
    Kind("attach", "task.report", gettext_lazy("Attach a product"), Bringing, _is_not_done),
    Kind(
        "claim",
        "task.report",
        gettext_lazy("Say that the task is done"),
        Claiming,
        _is_open,
        gettext_lazy("Somebody else then sees whether it is, and closes it."),
        is_of_lead=True,
    ),
    Kind(
        "ask",
        "task.ask",
        gettext_lazy("Ask for more time"),
        Asking,
        lambda one: _may_move(one) and one.history.asked is None,
        gettext_lazy("The deadline stays as it is until somebody has decided."),
        is_of_lead=True,
    ),
)
_BY_KEY = {one.key: one for one in KINDS}
#: What nobody does to what they did themselves.
_SECOND = ("close", "send_back")
_DECIDING = ("extend", "refuse")


def form_of(key: str, detail: Detail, *sent: Any) -> Step:
    """Return the form of an act, with what was sent if anything was."""
    return _BY_KEY[key].form(detail, key, *sent)


def offer(detail: Detail, allowed: Collection[str], person: str, sent: Sent | None = None) -> list[Act]:
    """Return what somebody may do to a task now, of the acts that the policy allows them."""
    held_back = {*(_SECOND if has_reported(detail, person) else ())}
    held_back |= {*(_DECIDING if has_asked(detail, person) else ())}
    found = [one for one in KINDS if one.key in allowed and one.key not in held_back and one.fits(detail)]
    return [_act(one, detail, sent) for one in found]


def has_reported(detail: Detail, person: str) -> bool:
    """Return whether somebody reported on a task or brought its products: another person closes it."""
    history = detail.history
    return any(one.by == person for one in (*history.reports, *history.products))


def has_asked(detail: Detail, person: str) -> bool:
    """Return whether somebody asked for the later deadline that waits: another person decides."""
    asked = detail.history.asked
    return asked is not None and asked.by == person


def why_not(detail: Detail, allowed: Collection[str], person: str) -> list[str]:
    """Return why what the policy allows is not offered: nobody closes or grants what is their own."""
    told = []
    if "close" in allowed and _is_reported(detail) and has_reported(detail, person):
        told.append(_("You reported this yourself; another person has to close it."))
    if "extend" in allowed and has_asked(detail, person):
        told.append(_("You asked for this yourself; another person has to decide."))
    return told


def _act(kind: Kind, detail: Detail, sent: Sent | None) -> Act:
    if sent is None or sent.key != kind.key:
        return Act(kind, form_of(kind.key, detail))
    refusal = say_refusal(sent.refusal) if sent.refusal else None
    return Act(kind, sent.form, True, refusal, gather(sent.refusal.findings) if sent.refusal else ())
