"""Forms of tasks: what each step asks whoever takes it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.queries.tasks import Detail
from giaoban.web.components.classifications import classifications_of

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
