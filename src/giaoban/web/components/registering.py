"""Registering: the forms in which documents, their relations, ends and reviews are typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from giaoban.core.conduct.registering import LONGEST, Stated
from giaoban.core.registry.units import Unit
from giaoban.queries import directives
from giaoban.web.components.classifications import classifications_by
from giaoban.web.components.directives import COLUMNS, IN_PART, REVIEWS, TIES

_LONGEST_REASON = 2000
#: How the replacement of a part is chosen, beside the kinds of relations.
_PART = "part"


def day(label: Promise, *, is_required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=is_required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("This is no date.")},
    )


def _text(column: str, *, is_required: bool = True, offers: str = "", help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": offers} if offers else {})
    return forms.CharField(
        label=COLUMNS[column],
        max_length=LONGEST[column],
        required=is_required,
        widget=widget,
        help_text=help_text,
    )


class OwnDocument(forms.Form):
    """A document as a unit registers its own."""

    symbol = _text("symbol", help_text=_("As it is written, with every letter and mark."))
    kind = _text(
        "kind",
        is_required=False,
        offers="kinds",
        help_text=_("Needed where the symbol can stand for several kinds."),
    )
    issuer = _text("issuer", offers="issuers", help_text=_("The body, apart from the symbol."))
    term = _text(
        "term", is_required=False, help_text=_("Needed where the symbol has no year: numbers begin anew.")
    )
    title = forms.CharField(
        label=COLUMNS["title"], max_length=LONGEST["title"], widget=forms.Textarea(attrs={"rows": 3})
    )
    issued_on = day(COLUMNS["issued_on"], is_required=True)
    in_force_from = day(COLUMNS["in_force_from"], help_text=_("Empty: from the day of issue."))
    reference = _text("reference", is_required=False, help_text=_("Where the text is found, if not here."))

    @property
    def stated(self) -> Stated:
        """Return what was typed."""
        return Stated(**self.cleaned_data)


class Document(OwnDocument):
    """A document as the central office registers it."""

    in_force_to = day(COLUMNS["in_force_to"], help_text=_("Empty: until it is replaced or ended."))
    unit_key = forms.ChoiceField(label=COLUMNS["unit_key"], required=False)
    is_cascaded = forms.TypedChoiceField(
        label=_("Do the units carry it out by documents of their own?"),
        choices=[("", _("no")), ("yes", _("yes"))],
        required=False,
        coerce=bool,
        empty_value=False,
    )
    concretised_by = day(COLUMNS["concretised_by"])

    def __init__(self, units: Iterable[Unit], *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        offered = [("", _("centre")), *((one.unit_key, _called(one)) for one in units)]
        self.fields["unit_key"].choices = offered  # type: ignore[attr-defined]


class Correction(Document):
    """What is mended of a document, and why."""

    reason = forms.CharField(
        label=_("Why is it corrected?"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def stated(self) -> Stated:
        """Return what was typed, but for the reason."""
        return Stated(**{name: one for name, one in self.cleaned_data.items() if name != "reason"})


class Relation(forms.Form):
    """How a document bears on another one, or that one on it."""

    relation_of = forms.ChoiceField(label=_("This document"))
    other = forms.CharField(
        label=_("Number and symbol of the other document"),
        max_length=400,
        widget=forms.TextInput(attrs={"list": "documents"}),
    )
    on = day(_("From"), help_text=_("Empty: from when the document that bears on the other one holds."))

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        choices = [(f"{kind} {_side(is_out)}", said) for (kind, is_out), said in TIES.items()]
        parts = [(f"{_PART} {_side(is_out)}", said) for is_out, said in IN_PART.items()]
        self.fields["relation_of"].choices = [*choices[:2], *parts, *choices[2:]]  # type: ignore[attr-defined]

    @property
    def relation(self) -> tuple[str, bool, bool]:
        """Return the kind, whether only a part is replaced, and whether this document bears on the other."""
        kind, side = self.cleaned_data["relation_of"].split()
        return "replaces" if kind == _PART else kind, kind == _PART, side == _side(True)


class Ending(forms.Form):
    """From which day a document holds no longer, and why."""

    on = day(
        COLUMNS["in_force_to"], is_required=True, help_text=_("The first day on which it does not hold.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class Planning(forms.Form):
    """When a document is to be reviewed."""

    kind = forms.ChoiceField(label=_("Which review"), choices=list(REVIEWS.items()))
    due_on = day(_("Due on"), is_required=True, help_text=_("The day that the document states."))


class Holding(forms.Form):
    """When a review was held, and what came out."""

    held_on = day(_("Held on"), is_required=True)
    outcome = forms.CharField(
        label=_("Report or result"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class PuttingOff(forms.Form):
    """To which day a review is put off, and why."""

    to_on = day(_("New day"), is_required=True)
    reason = forms.CharField(
        label=_("Reason"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


def offers() -> dict[str, list[str]]:
    """Return what is offered while a document is typed: kinds that symbols stand for, and known issuers."""
    meanings = directives.vocabulary(timezone.localdate()).types.values()
    kinds = sorted({one for kinds in meanings for one in kinds})
    return {"kinds": kinds, "issuers": list(directives.choices().issuers)}


def classifications() -> list[tuple[str, str]]:
    """Return what an attached text may be declared as, in words."""
    return classifications_by(directives.keeper())


def file_of(request: HttpRequest) -> dict[str, Any]:
    """Return the file that was sent with a form, if one was."""
    file = request.FILES.get("file")
    if file is None:
        return {}
    told = {"content": file.read(), "name": file.name or ""}
    return {**told, "classification": request.POST.get("classification", "")}


def _side(is_out: bool) -> str:
    return "out" if is_out else "in"


def _called(unit: Unit) -> str:
    """Return the name of a unit; one that is no more says until when it was."""
    last = f" (→ {date_format(unit.valid_to, 'd/m/Y')})" if unit.valid_to else ""
    return f"{unit.full_name}{last}"
