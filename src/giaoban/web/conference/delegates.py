"""Delegates: the steward names who has which seat, in the office's order, one by one or from a list."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import delegates as acting
from giaoban.core.conduct.people import SEATS
from giaoban.core.conduct.seating import COLUMNS
from giaoban.core.errors import Finding, Refusal
from giaoban.queries import conferences, delegates
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.findings import say
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.roles import say_role
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt, told


class DelegateForm(forms.Form):
    """Somebody who is named for a seat."""

    precedence = forms.IntegerField(label=gettext_lazy("Precedence"), min_value=1, max_value=9999)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    post = forms.CharField(label=gettext_lazy("Post"), required=False, max_length=300)
    seat = forms.ChoiceField(label=gettext_lazy("Seat"))
    unit_key = forms.ChoiceField(label=gettext_lazy("Site"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Without one somebody comes to the hall and has no account."),
    )

    def __init__(self, conference: str, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        sites = [(one.unit_key, one.name) for one in conferences.sites(conference)]
        self.fields["seat"].choices = [(one, say_role(one)) for one in SEATS]  # type: ignore[attr-defined]
        self.fields["seat"].initial = "delegate"
        self.fields["unit_key"].choices = sites  # type: ignore[attr-defined]


@declares(
    "delegate.change", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def list_delegates(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show everybody who has a seat, by precedence; name the one who was typed."""
    rows = delegates.of_conference(conference_key)
    following = {"precedence": max((one.precedence for one in rows), default=0) + 1}
    form, refusal = DelegateForm(conference_key, request.POST or None, initial=following), None
    if form.is_valid():
        by = actor_of(request).person
        refusal = attempt(lambda: acting.name(conference=conference_key, by=by, **form.cleaned_data))
        if refusal is None:
            return _back(conference_key)
    return _page(request, conference_key, form, refusal)


@declares(
    "delegate.change", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def change_delegate(request: HttpRequest, conference_key: str, delegate_id: int) -> HttpResponse:
    """Change who has a seat, which one, where, and at which place in the order."""
    found, one = conferences.by_key(conference_key), delegates.named(conference_key, delegate_id)
    before = {**vars(one), "unit_key": one.site.unit_key}
    form, refusal = DelegateForm(conference_key, request.POST or None, initial=before), None
    if form.is_valid():
        said = {"conference": conference_key, "delegate": delegate_id, "by": actor_of(request).person}
        refusal = attempt(lambda: acting.change(**said, **form.cleaned_data))
        if refusal is None:
            return _back(conference_key)
    people = Crumb(_("Delegates"), reverse("delegates", args=[conference_key]))
    crumbs = [*crumbs_of(found), people, Crumb(one.name)]
    about = {"conference": found, "delegate": one, "form": form}
    return answered(show(request, "conference/delegate.html", crumbs, **about, **told(refusal)), refusal)


@declares(
    "delegate.change", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def withdraw_delegate(request: HttpRequest, conference_key: str, delegate_id: int) -> HttpResponse:
    """Take a seat back."""
    by = actor_of(request).person
    acting.withdraw(conference=conference_key, delegate=delegate_id, by=by)
    return _back(conference_key)


@declares(
    "delegate.change", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def take_list(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take delegates from a list, or show everything wrong with it."""
    file, said = request.FILES.get("file"), {"conference": conference_key, "by": actor_of(request).person}
    sent = {
        "content": file.read() if file else b"",
        "name": (file.name if file else "") or "",
        "classification": request.POST.get("classification", ""),
    }
    refusal = attempt(lambda: acting.provision(**said, **sent))
    return (
        _page(request, conference_key, DelegateForm(conference_key), refusal)
        if refusal
        else _back(conference_key)
    )


def _back(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("delegates", args=[key]))


def _page(request: HttpRequest, key: str, form: DelegateForm, refusal: Refusal | None) -> HttpResponse:
    found, rows = conferences.by_key(key), delegates.of_conference(key)
    page = show(
        request,
        "conference/delegates.html",
        [*crumbs_of(found), Crumb(_("Delegates"))],
        conference=found,
        rows=[(one, say_role(one.seat)) for one in rows if not one.stands_for_id],
        substitutes=[one for one in rows if one.stands_for_id],
        form=form,
        columns=", ".join(COLUMNS),
        seats=", ".join(f"{one} ({say_role(one)})" for one in SEATS),
        classifications=classifications_of(found.round_id),
        listed=[_tell(one) for one in refusal.findings] if refusal else [],
        **{**told(refusal), "faults": []},
    )
    return answered(page, refusal)


def _tell(finding: Finding) -> tuple[str, str, str]:
    """Return a finding in words, with its place in the list."""
    title, detail = say(finding)
    row = _("row {row}").format(row=finding.where.row) if finding.where.row else ""
    return title, detail, " · ".join(part for part in (row, finding.where.column) if part)
