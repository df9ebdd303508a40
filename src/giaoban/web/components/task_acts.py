"""Acts on a task: what its reader may do now, each with its form, and why something is not offered."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.errors import Refusal
from giaoban.queries.tasks import Detail
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.obstacles import Obstacle, gather, say_refusal

_LONGEST, _LONGEST_REASON = 10_000, 2_000


def _text(label: Any, longest: int = _LONGEST_REASON, **about: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4 if longest == _LONGEST else 2})
    return forms.CharField(label=label, max_length=longest, widget=widget, **about)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": gettext_lazy("This is no date.")},
    )


class Step(forms.Form):
    """One step of a task; several stand on one page, each with its own names of fields."""

    def __init__(self, detail: Detail, key: str, *args: Any) -> None:
        super().__init__(*args, auto_id=f"{key}-%s", initial=self.known(detail))
        self.fit(detail)

    def known(self, detail: Detail) -> dict[str, Any]:
        """Return what stands in the form before anything is typed."""
        return {}

    def fit(self, detail: Detail) -> None:
        """Let the form ask just what this task needs."""


class Reporting(Step):
    """What was done so far."""

    text = _text(gettext_lazy("What was done?"), _LONGEST)


class Bringing(Step):
    """A file that the task brought forth."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "PDF, .docx, .xlsx, PNG, JPEG or UTF-8 text. No state secrets: such a file is refused, and nothing of it is kept."  # noqa: E501
        ),
    )
    classification = forms.ChoiceField(label=gettext_lazy("Classification of the file"))

    def fit(self, detail: Detail) -> None:
        """Offer the classifications that an upload may declare."""
        known = classifications_of(detail.task.round_id)
        self.fields["classification"].choices = [("", _("Choose")), *known]  # type: ignore[attr-defined]


class Claiming(Step):
    """That the task is done, and since when."""

    done_on = _day(gettext_lazy("On which day was it done?"))
    text = _text(gettext_lazy("What came of it?"), _LONGEST)

    def known(self, detail: Detail) -> dict[str, Any]:
        """Offer today."""
        return {"done_on": timezone.localdate()}


class Asking(Step):
    """Until when there should be more time, and why."""

    to_on = _day(gettext_lazy("Until when?"))
    reason = _text(gettext_lazy("Why?"))


class Extending(Asking):
    """Until when there is more time; what was asked for is offered."""

    def known(self, detail: Detail) -> dict[str, Any]:
        """Offer the day that was asked for."""
        asked = detail.history.asked
        return {"to_on": asked.to_on} if asked else {}


class Closing(Step):
    """That somebody has seen what came of the task; where no file did, by what they know."""

    no_file = _text(
        gettext_lazy("Why is there no file?"),
        help_text=gettext_lazy("Nobody has attached a product. Say by what you know that the task is done."),
    )

    def fit(self, detail: Detail) -> None:
        """Ask for a reason only where there is no file."""
        if detail.history.products:
            del self.fields["no_file"]


class Reasoned(Step):
    """Why."""

    reason = _text(gettext_lazy("Why?"))


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
