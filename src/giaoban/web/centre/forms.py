"""Forms of the centre's desk: the reason of a step, and a day of the calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.web.components.days import KINDS

_LONGEST = 2000


class Reason(forms.Form):
    """Why a round goes on."""

    reason = forms.CharField(
        label=_("Why does the round go on?"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed where something is listed above, and where today is not the day that was planned."
        ),
    )


class Day(forms.Form):
    """A day that is to be off, or worked."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("This is no date.")},
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=list(KINDS.items()))
    name = forms.CharField(label=_("What is it called?"), max_length=200)
    reason = forms.CharField(
        label=_("By which decision?"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
