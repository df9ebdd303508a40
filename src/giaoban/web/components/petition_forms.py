"""Forms of petitions: what each step asks for, and which choices it offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.queries.uploads import Upload
from giaoban.web.components.petitions import CHANNELS, CLASSES, COMPETENCES

#: Codes and what they are called, to choose from.
Choices = Sequence[tuple[str, Any]]

_LONGEST, _LONGEST_REASON = 20000, 2000
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True)
class Offered:
    """What the steps of a petition choose from: bodies, those asked to contribute, days, classifications."""

    bodies: Choices = ()
    asked: Choices = ()
    presets: Choices = ()
    classifications: Choices = ()


def _text(label: Any, rows: int = 3, longest: int = _LONGEST_REASON, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def _day(label: Any, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=_DAY,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": gettext_lazy("This is no date.")},
    )


class Plain(forms.Form):
    """A step of a petition; several stand on one page, each with its own names of fields."""

    def __init__(self, offered: Offered, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        for name, choices in self.choices_from(offered).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not offered.presets and "due_days" in self.fields:
            del self.fields["due_days"]
            self.fields["due_on"].label = _("By when?")

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return which field offers what."""
        return {}


class Reasoned(Plain):
    """A step that says why it is taken."""

    reason = _text(gettext_lazy("Why?"))


class Dated(Plain):
    """A step that sets a deadline: working days that the rules propose, or a day."""

    due_days = forms.TypedChoiceField(
        label=gettext_lazy("By when?"), required=False, coerce=int, empty_value=None
    )
    due_on = _day(gettext_lazy("Another day"))

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return the days that the rules propose."""
        return {"due_days": [("", _("on another day, below")), *offered.presets]}

    def clean(self) -> dict[str, Any]:
        """Return what was typed with its deadline; a day that was typed goes before working days."""
        said = dict(super().clean() or {})
        if said.get("due_on"):
            said["due_days"] = None
        elif not said.get("due_days") and not self.errors:
            self.add_error("due_on", _("Set the day by which it is due."))
        return said


class Routing(Plain):
    """Whose business it is."""

    competence = forms.ChoiceField(
        label=gettext_lazy("Whose business is it?"), choices=list(COMPETENCES.items())
    )


class Assignment(Dated):
    """Which body leads, which co-ordinate, and by when."""

    lead = forms.ChoiceField(label=gettext_lazy("Who leads?"))
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Which bodies co-ordinate?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each is asked for its contribution, with a clock of its own."),
    )
    field_order = ("lead", "due_days", "due_on", "others")

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return the bodies that may lead and co-ordinate, and the days."""
        bodies = {"lead": [("", _("Choose")), *offered.bodies], "others": offered.bodies}
        return {**super().choices_from(offered), **bodies}


class Asking(Dated):
    """Which body is asked to contribute, and by when."""

    body = forms.ChoiceField(label=gettext_lazy("Which body is asked?"))
    field_order = ("body", "due_days", "due_on")

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return the bodies that may be asked, and the days."""
        return {**super().choices_from(offered), "body": [("", _("Choose")), *offered.bodies]}


class Transfer(Reasoned):
    """Which other body leads from now on, and why; the deadline stays."""

    lead = forms.ChoiceField(label=gettext_lazy("Who leads from now on?"))
    field_order = ("lead", "reason")

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return the bodies that may lead."""
        return {"lead": [("", _("Choose")), *offered.bodies]}


class Extension(Reasoned):
    """Until when there is more time, and why."""

    to_on = _day(gettext_lazy("Until when?"), required=True)
    field_order = ("to_on", "reason")


class Reopening(Reasoned):
    """Why the answer does not settle it."""

    reason = _text(gettext_lazy("What does the answer not settle?"))
    due_on = _day(gettext_lazy("Another deadline, if need be"))


class Contributing(Plain):
    """What a co-ordinating body has to say."""

    body = forms.ChoiceField(label=gettext_lazy("For which body?"))
    text = _text(gettext_lazy("What does it contribute?"), 5, _LONGEST)

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return the bodies of the reader that were asked."""
        return {"body": offered.asked}


class Answering(Plain):
    """The answer in writing of the body that leads."""

    answer_class = forms.ChoiceField(label=gettext_lazy("How is it answered?"), choices=list(CLASSES.items()))
    text = _text(gettext_lazy("Answer in writing"), 8, _LONGEST, strip=False)
    settled_by = _day(gettext_lazy("By when will it be settled, if it is in progress?"))
    symbol = forms.CharField(label=gettext_lazy("Symbol of the signed letter"), required=False, max_length=80)
    file = forms.FileField(
        label=gettext_lazy("The signed file"),
        required=False,
        help_text=gettext_lazy(
            "PDF, .docx, .xlsx, PNG, JPEG or UTF-8 text. No state secrets: such a file is refused, and "
            "nothing of it is kept."
        ),
    )
    classification = forms.ChoiceField(label=gettext_lazy("Classification of the file"), required=False)

    def choices_from(self, offered: Offered) -> dict[str, Choices]:
        """Return what a file may be declared as."""
        return {"classification": [("", _("Choose")), *offered.classifications]}

    def clean(self) -> dict[str, Any]:
        """Return what was typed, a file with what it is classified as."""
        said = dict(super().clean() or {})
        file, classification = said.get("file"), said.pop("classification", "")
        if file and not classification:
            self.add_error("classification", _("Say what the file is classified as."))
        said["file"] = Upload(file.read(), file.name, classification) if file else None
        return said


class Lodging(forms.Form):
    """A petition as it is lodged."""

    text = _text(
        gettext_lazy("Text"),
        8,
        _LONGEST,
        strip=False,
        help_text=gettext_lazy(
            "One thing at a time: several make several numbers, and each gets its answer."
        ),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("When is it put forward?"), choices=list(CHANNELS.items()), initial="after"
    )
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    addressee = forms.ChoiceField(label=gettext_lazy("To which level or body?"), required=False)
    body = forms.CharField(label=gettext_lazy("Its name, if need be"), required=False, max_length=300)
    indicator = forms.ChoiceField(label=gettext_lazy("From the shortfall of which indicator"), required=False)
    cause = _text(gettext_lazy("What caused the shortfall"), required=False)

    def __init__(self, offered: Mapping[str, Choices], *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        for name, choices in offered.items():
            if choices:
                none = [] if self.fields[name].required else [("", "–")]
                self.fields[name].choices = [*none, *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class Registration(Lodging):
    """A petition that came on paper, as the central office enters it for a unit."""

    unit_key = forms.ChoiceField(label=gettext_lazy("Which unit asks?"))
    on = _day(gettext_lazy("On which day did it come, if not today?"))
    field_order = ("unit_key", "on", "text")
