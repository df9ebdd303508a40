"""Agendas: the steward writes what the conference deals with, and takes up what the last one left open."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import agendas as acting
from giaoban.core.conduct.agenda import total
from giaoban.core.errors import Refusal
from giaoban.queries import agendas, conferences, delegates
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt, told
from giaoban.web.typed import whole

_KINDS = {"": gettext_lazy("of no special kind"), "conclusion": gettext_lazy("concluding speech")}


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = forms.CharField(label=gettext_lazy("What is dealt with?"), max_length=500)
    section = forms.CharField(label=gettext_lazy("Section"), required=False, max_length=200)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=1440)
    speaker = forms.TypedChoiceField(
        label=gettext_lazy("Speaker"), required=False, coerce=int, empty_value=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=list(_KINDS.items()))
    decision_sought = forms.CharField(
        label=gettext_lazy("Which decision is sought?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, conference: str, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        people = [(one.pk, f"{one.name}, {one.post}".strip(", ")) for one in delegates.seating(conference)]
        self.fields["speaker"].choices = [("", _("nobody yet")), *people]  # type: ignore[attr-defined]


@declares(
    "agenda.change", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def write_agenda(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the agenda to whoever writes it; add the item that was typed."""
    form, refusal = ItemForm(conference_key, request.POST or None), None
    if form.is_valid():
        refusal = attempt(lambda: acting.add(**_said(request, conference_key), **form.cleaned_data))
        if refusal is None:
            return _back(conference_key)
    return _page(request, conference_key, form, refusal)


@declares(
    "agenda.change", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def change_item(request: HttpRequest, conference_key: str, item_id: int) -> HttpResponse:
    """Change one item."""
    found, item = conferences.by_key(conference_key), agendas.item(conference_key, item_id)
    before = {**vars(item), "speaker": item.speaker_id}
    form, refusal = ItemForm(conference_key, request.POST or None, initial=before), None
    if form.is_valid():
        said = {**_said(request, conference_key), "item": item_id}
        refusal = attempt(lambda: acting.change(**said, **form.cleaned_data))
        if refusal is None:
            return _back(conference_key)
    agenda = Crumb(_("Agenda"), reverse("agenda", args=[conference_key]))
    page = show(
        request,
        "conference/item.html",
        [*crumbs_of(found), agenda, Crumb(item.title)],
        conference=found,
        item=item,
        form=form,
        seen=agendas.version(conference_key),
        **told(refusal),
    )
    return answered(page, refusal)


@declares(
    "agenda.change", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def move_item(request: HttpRequest, conference_key: str, item_id: int) -> HttpResponse:
    """Let an item have the number that was chosen."""
    # What is no number leaves the item where it is.
    to = whole(request.POST.get("to", "")) or agendas.item(conference_key, item_id).number
    return _step(request, conference_key, lambda said: acting.move(**said, item=item_id, to=to))


@declares(
    "agenda.change", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def remove_item(request: HttpRequest, conference_key: str, item_id: int) -> HttpResponse:
    """Remove an item."""
    return _step(request, conference_key, lambda said: acting.remove(**said, item=item_id))


@declares(
    "agenda.change", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def take_up(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Let the agenda take up what the last conference left open."""
    key = request.POST.get("key", "")
    return _step(request, conference_key, lambda said: acting.take_up(**said, key=key))


def _said(request: HttpRequest, key: str) -> dict[str, str]:
    return {"conference": key, "by": actor_of(request).person, "seen": request.POST.get("seen", "")}


def _step(request: HttpRequest, key: str, step: Callable[[dict[str, str]], Any]) -> HttpResponse:
    refusal = attempt(lambda: step(_said(request, key)))
    return _page(request, key, ItemForm(key), refusal) if refusal else _back(key)


def _back(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("agenda", args=[key]))


def _page(request: HttpRequest, key: str, form: ItemForm, refusal: Refusal | None) -> HttpResponse:
    found, items = conferences.by_key(key), agendas.items(key)
    taken = {one.takes_up for one in items}
    length = int((found.ends_at - found.begins_at).total_seconds() // 60)
    page = show(
        request,
        "conference/agenda.html",
        [*crumbs_of(found), Crumb(_("Agenda"))],
        conference=found,
        lines=list(zip(conferences.agenda(key), agendas.slots(found), strict=True)),
        minutes=total(items),
        length=length,
        is_longer=total(items) > length,
        left_open=[one for one in conferences.open_from_last(found.round_id) if one.key not in taken],
        seen=agendas.version(key),
        form=form,
        **told(refusal),
    )
    return answered(page, refusal)
