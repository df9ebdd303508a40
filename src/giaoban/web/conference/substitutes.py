"""Substitutes: a delegate or their unit's leader asks for one; the chair consents or says why not."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import substitutes as acting
from giaoban.core.errors import NotFound, Refusal
from giaoban.queries import conferences, delegates
from giaoban.web.access import FORM, WRITING, allows, declares, seated
from giaoban.web.actors import actor_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt, told

#: Who sees every substitute that was asked for: whoever prepares or leads the conference.
_LEADING = frozenset({"steward", "chair", "clerk"})


class SubstituteForm(forms.Form):
    """Who is to stand in for whom, and why."""

    delegate = forms.TypedChoiceField(label=gettext_lazy("Who cannot come?"), coerce=int)
    name = forms.CharField(label=gettext_lazy("Who stands in?"), max_length=200)
    post = forms.CharField(label=gettext_lazy("Post"), required=False, max_length=300)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False, max_length=254)
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, people: list[Any], *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["delegate"].choices = [(one.pk, one.name) for one in people]  # type: ignore[attr-defined]


@declares(
    "substitute.read", "unit_key", unit="unit_key", conference="conference_key", phase=conferences.stage
)
def show_substitutes(request: HttpRequest, conference_key: str, unit_key: str = "") -> HttpResponse:
    """Show who is to stand in for whom, as far as it concerns the one who asks."""
    _require_reach(request, conference_key, unit_key)
    return _page(request, conference_key, unit_key, None, None)


@declares(
    "substitute.ask",
    "unit_key",
    unit="unit_key",
    conference="conference_key",
    methods=FORM,
    phase=conferences.stage,
)
def ask_substitute(request: HttpRequest, conference_key: str, unit_key: str = "") -> HttpResponse:
    """Ask the chair for a substitute of one's own, or of a delegate at the unit's site."""
    if unit_key and "leader" not in actor_of(request).roles_for(unit_key):
        raise NotFound("There is no such site")
    form = SubstituteForm(_replaceable(request, conference_key, unit_key), request.POST or None)
    refusal = None
    if form.is_valid():
        by = actor_of(request).person
        refusal = attempt(lambda: acting.ask(conference=conference_key, by=by, **form.cleaned_data))
        if refusal is None:
            return HttpResponseRedirect(_address(conference_key, unit_key))
    return answered(_page(request, conference_key, unit_key, form, refusal), refusal)


@declares(
    "substitute.answer",
    "conference_key",
    conference="conference_key",
    methods=WRITING,
    phase=conferences.stage,
)
def answer_substitute(request: HttpRequest, conference_key: str, delegate_id: int) -> HttpResponse:
    """Consent to a substitute, or refuse with a reason."""
    said = {"conference": conference_key, "substitute": delegate_id, "by": actor_of(request).person}
    reason = request.POST.get("reason", "")
    is_refused = "refuse" in request.POST
    refusal = attempt(lambda: acting.refuse(**said, reason=reason) if is_refused else acting.consent(**said))
    if refusal is None:
        return HttpResponseRedirect(_address(conference_key))
    return answered(_page(request, conference_key, "", None, refusal), refusal)


def _address(key: str, unit_key: str = "") -> str:
    if unit_key:
        return reverse("site_substitutes", args=[key, unit_key])
    return reverse("substitutes", args=[key])


def _require_reach(request: HttpRequest, key: str, unit_key: str) -> None:
    """Hide a unit's page from who has a seat, but neither acts for the unit nor leads the conference."""
    is_led = any(held.role in _LEADING for held in seated(request, key).roles)
    if unit_key and not is_led and unit_key not in actor_of(request).unit_keys:
        raise NotFound("There is no such site")


def _replaceable(request: HttpRequest, key: str, unit_key: str) -> list[Any]:
    """Return for whom the one who asks may ask: those at the unit's site, or themselves."""
    rows = [one for one in delegates.of_conference(key) if not one.stands_for_id and one.seat in acting.SEATS]
    if unit_key:
        is_own = _is_own(request, key, unit_key)
        return [one for one in rows if is_own and one.site.unit_key == unit_key]
    return [one for one in rows if one.email == actor_of(request).person]


def _page(
    request: HttpRequest, key: str, unit_key: str, form: SubstituteForm | None, refusal: Refusal | None
) -> HttpResponse:
    found, people = conferences.by_key(key), _replaceable(request, key, unit_key)
    may_ask = bool(people) and allows(request, "substitute.ask", unit_key, found.stage, key)
    return show(
        request,
        "conference/substitutes.html",
        [*crumbs_of(found), Crumb(_("Substitutes"))],
        conference=found,
        unit_key=unit_key,
        rows=_rows(request, key, unit_key),
        form=form or SubstituteForm(people),
        may_ask=may_ask,
        may_answer=allows(request, "substitute.answer", "", found.stage, key),
        **told(refusal),
    )


def _rows(request: HttpRequest, key: str, unit_key: str) -> list[Any]:
    """Return the substitutes that concern the one who asks, the last one first."""
    rows, actor = delegates.substitutes(key), seated(request, key)
    if _is_leading(request, key):
        return [one for one in rows if unit_key in ("", one.site.unit_key)]
    if unit_key and _is_own(request, key, unit_key):
        return [one for one in rows if one.site.unit_key == unit_key]
    return [one for one in rows if actor.person in (one.email, one.stands_for.email)]


def _is_leading(request: HttpRequest, key: str) -> bool:
    return any(held.role in _LEADING for held in seated(request, key).roles)


def _is_own(request: HttpRequest, key: str, unit_key: str) -> bool:
    """Return whether a site is that of the one who asks: a seat elsewhere says nothing about it."""
    return unit_key in seated(request, key).unit_keys
