"""Filters of tasks in words: what the address of a list narrows it to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct.policy import Scope
from giaoban.core.conduct.tasks import STANDINGS
from giaoban.queries import packs, task_filters
from giaoban.queries.task_filters import Offered
from giaoban.queries.tasks import Filters
from giaoban.web.components.days import title_of
from giaoban.web.components.wordings import words_of_round
from giaoban.web.typed import whole

Choices = list[tuple[str, str]]


class Narrowing(forms.Form):
    """What a list is narrowed to; a filter that no task of the scope answers to is not offered."""

    body = forms.ChoiceField(label=gettext_lazy("Lead"), required=False)
    unit_key = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    conference = forms.ChoiceField(label=gettext_lazy("Conference"), required=False)
    round_id = forms.ChoiceField(label=gettext_lazy("Round"), required=False)
    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Words of the task"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, scope: Scope, *args: Any) -> None:
        super().__init__(*args)
        for name, choices in _choices(task_filters.offered(scope)).items():
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    @property
    def asked(self) -> Filters:
        """Return what is asked for; what the address says wrong narrows nothing."""
        self.is_valid()
        state, page = self.data.get("state", ""), self.data.get("page", "")
        told = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(
            state="reported" if state == "reported" else "",
            standing=state if state in STANDINGS else "",
            page=whole(page, 1),
            **told,
        )


def _choices(found: Offered) -> dict[str, Choices]:
    """Return what each filter offers, in words."""
    known = {round_id: pack for pack in packs.installed() for round_id in pack.rounds}
    return {
        "body": list(found.bodies),
        "unit_key": list(found.units),
        "conference": list(found.conferences),
        "round_id": [(one, title_of(known[one], one)[0]) for one in found.rounds if one in known],
        "indicator": sorted(
            ((code, _indicator(code, one)) for code, one in found.indicators if one in known),
            key=lambda one: one[1],
        ),
    }


def _indicator(code: str, round_id: str) -> str:
    words, _review = words_of_round(round_id)
    found = words.pack.indicators.get(code)
    return words.name(found.names) if found else code
