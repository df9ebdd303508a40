"""Positions at a unit's desk: officers write what the unit brings to a conference, the leader files it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import positions as acting
from giaoban.core.conduct.positions import Content
from giaoban.core.errors import Conflict, Refusal
from giaoban.queries import conferences, people, petition_rules, positions
from giaoban.queries.petition_rules import Setting
from giaoban.queries.positions import Written
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.positions import (
    KINDS,
    Card,
    addressees_of,
    lay_out,
    say_about,
    say_findings,
    subjects_of,
)
from giaoban.web.components.standings import say_moment
from giaoban.web.components.wordings import Words, words_of
from giaoban.web.conference.steps import answered, attempt
from giaoban.web.typed import whole

_LONG = {"rows": 8}
#: What the pages offer, each only to whom the policy allows it.
_OFFERS = ("save", "file", "withdraw")


class Writing(forms.Form):
    """What one position says."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=list(KINDS.items()))
    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=gettext_lazy(
            "One thing at a time: several make several numbers, and each gets its answer."
        ),
    )
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    addressee = forms.ChoiceField(
        label=gettext_lazy("To which level or body, for a petition"), required=False
    )
    body = forms.CharField(label=gettext_lazy("Its name, if need be"), required=False, max_length=300)
    item = forms.TypedChoiceField(
        label=gettext_lazy("On which item of the agenda"), required=False, coerce=int, empty_value=None
    )
    indicator = forms.ChoiceField(label=gettext_lazy("From the shortfall of which indicator"), required=False)
    cause = forms.CharField(
        label=gettext_lazy("What caused the shortfall"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, place: Setting, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        words, none = words_of(place.pack), ("", "–")
        items = [
            (one.number, f"{one.number}. {one.title}") for one in conferences.agenda(place.conference.key)
        ]
        indicators = [(code, words.name(one.names)) for code, one in place.pack.indicators.items()]
        offered = {
            "subject": subjects_of(words),
            "addressee": addressees_of(words),
            "item": items,
            "indicator": sorted(indicators, key=lambda one: one[1]),
        }
        for name, choices in offered.items():
            self.fields[name].choices = [none, *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    @property
    def content(self) -> Content:
        """Return what was typed."""
        return Content(**self.cleaned_data)


@declares("position.read", "unit_key", unit="unit_key", conference="conference_key", phase=conferences.stage)
def list_own(request: HttpRequest, conference_key: str, unit_key: str) -> HttpResponse:
    """Show what a unit wrote for a conference: what waits to be filed first, then what was filed."""
    unit = positions.unit_at(conference_key, unit_key)
    place = petition_rules.setting(conference_key)
    words = words_of(place.pack)
    cards = lay_out(positions.of_unit(conference_key, unit_key), words, {})
    return show(
        request,
        "conference/own_positions.html",
        _crumbs(place, unit_key)[:-1] + [Crumb(_("Positions and petitions"))],
        place=place,
        unit=unit,
        words=words,
        groups=[(title, group) for title, group in _grouped(cards) if group],
        may=_may(request, place, unit_key),
        is_done="done" in request.GET,
    )


@declares(
    "position.save",
    "unit_key",
    unit="unit_key",
    conference="conference_key",
    methods=FORM,
    phase=conferences.stage,
)
def write_own(request: HttpRequest, conference_key: str, unit_key: str) -> HttpResponse:
    """Write a new position."""
    positions.unit_at(conference_key, unit_key)
    return _writing(request, petition_rules.setting(conference_key), unit_key, None)


@declares(
    "position.save",
    "position_id",
    unit="unit_key",
    conference="conference_key",
    methods=FORM,
    phase=conferences.stage,
)
def change_own(request: HttpRequest, conference_key: str, unit_key: str, position_id: int) -> HttpResponse:
    """Write on; where somebody else did so meanwhile, show both texts."""
    there = positions.own(conference_key, unit_key, position_id)
    return _writing(request, petition_rules.setting(conference_key), unit_key, there)


@declares(
    "position.read", "position_id", unit="unit_key", conference="conference_key", phase=conferences.stage
)
def show_own(request: HttpRequest, conference_key: str, unit_key: str, position_id: int) -> HttpResponse:
    """Show one position of the unit with its versions, and what is to be mended before it is filed."""
    return _page(request, conference_key, unit_key, position_id)


@declares(
    "position.file",
    "position_id",
    unit="unit_key",
    conference="conference_key",
    methods=WRITING,
    phase=conferences.stage,
)
def file_own(request: HttpRequest, conference_key: str, unit_key: str, position_id: int) -> HttpResponse:
    """File it as it was shown."""
    told = {"conference": conference_key, "unit_key": unit_key, "position_id": position_id}
    base, by = whole(request.POST.get("base", "")), actor_of(request).person
    refusal = attempt(lambda: acting.file(**told, base=base, by=by))
    return _after(request, conference_key, unit_key, position_id, refusal)


@declares(
    "position.withdraw",
    "position_id",
    unit="unit_key",
    conference="conference_key",
    methods=WRITING,
    phase=conferences.stage,
)
def withdraw_own(request: HttpRequest, conference_key: str, unit_key: str, position_id: int) -> HttpResponse:
    """Take it back with the reason that was typed."""
    told = {"conference": conference_key, "unit_key": unit_key, "position_id": position_id}
    reason, by = request.POST.get("reason", ""), actor_of(request).person
    refusal = attempt(lambda: acting.withdraw(**told, reason=reason, by=by))
    return _after(request, conference_key, unit_key, position_id, refusal)


def _writing(request: HttpRequest, place: Setting, unit_key: str, there: Written | None) -> HttpResponse:
    """Show the form, or keep what was typed in it; typed text is never lost to a refusal."""
    key, initial = place.conference.key, vars(there.content) if there else {"kind": "petition"}
    form, refusal = Writing(place, request.POST or None, initial=initial), None
    told = {"conference": key, "unit_key": unit_key, "by": actor_of(request).person}
    if there:
        told |= {"position_id": there.position_id, "base": whole(request.POST.get("base", ""))}
    if form.is_valid():
        saved: list[int] = []
        refusal = attempt(lambda: saved.append(acting.save(**told, content=form.content)))
        if refusal is None:
            return _to(key, unit_key, saved[0])
    # What is refused for another version is sent anew over the one that is shown now.
    there = positions.own(key, unit_key, there.position_id) if there else None
    page = show(
        request,
        "conference/write_position.html",
        [*_crumbs(place, unit_key), Crumb(_("Write"))],
        place=place,
        unit=positions.unit_at(key, unit_key),
        there=lay_out([there], words_of(place.pack), {})[0] if there else None,
        is_conflict=isinstance(refusal, Conflict),
        form=form,
        **_told(refusal),
    )
    return answered(page, refusal)


def _page(
    request: HttpRequest, key: str, unit_key: str, position_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    place, there = petition_rules.setting(key), positions.own(key, unit_key, position_id)
    words = words_of(place.pack)
    parts = [one for one in positions.of_unit(key, unit_key) if one.position_id in there.parts]
    card, *parted = lay_out([there, *parts], words, {})
    waits = there.row.withdrawn_at is None and there.row.origin is None and not there.parts
    found = petition_rules.findings(place, unit_key, there.content) if waits else ()
    page = show(
        request,
        "conference/own_position.html",
        [*_crumbs(place, unit_key), Crumb(card.name)],
        place=place,
        unit=positions.unit_at(key, unit_key),
        words=words,
        card=card,
        parts=parted,
        versions=_versions(there, words),
        findings=say_findings(found),
        is_held=any(one.severity == "error" for one in found),
        is_open=waits,
        may=_may(request, place, unit_key),
        is_done="done" in request.GET,
        **_told(refusal),
    )
    return answered(page, refusal)


def _after(
    request: HttpRequest, key: str, unit_key: str, position_id: int, refusal: Refusal | None
) -> HttpResponse:
    if refusal is None:
        return _to(key, unit_key, position_id)
    return _page(request, key, unit_key, position_id, refusal)


def _to(key: str, unit_key: str, position_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("own_position", args=[key, unit_key, position_id]) + "?done")


def _told(refusal: Refusal | None) -> dict[str, Any]:
    """Return what a page shows of a refusal, with every finding in words."""
    return {
        "refusal": say_refusal(refusal) if refusal else None,
        "faults": say_findings(refusal.findings) if refusal else [],
    }


def _grouped(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    def of(is_here: Any) -> list[Card]:
        return [one for one in cards if is_here(one.written)]

    return [
        (_("Not filed yet"), of(lambda one: not one.row.withdrawn_at and (one.is_draft or one.is_changed))),
        (_("Filed"), of(lambda one: not (one.row.withdrawn_at or one.is_draft or one.is_changed))),
        (_("Withdrawn"), of(lambda one: one.row.withdrawn_at)),
    ]


def _versions(there: Written, words: Words) -> list[tuple[Any, str, str]]:
    """Return every version with who saved it and when, and what else it says."""
    found = positions.versions(there)
    names = people.names(one.by for one in found)
    return [
        (one, f"{names.get(one.by, one.by)} · {say_moment(one.at)}", say_about(one, words)) for one in found
    ]


def _may(request: HttpRequest, place: Setting, unit_key: str) -> frozenset[str]:
    stage, key = place.conference.stage, place.conference.key
    return frozenset(one for one in _OFFERS if allows(request, f"position.{one}", unit_key, stage, key))


def _crumbs(place: Setting, unit_key: str) -> list[Crumb]:
    key = place.conference.key
    return [
        Crumb(_("Conferences"), reverse("conferences")),
        Crumb(place.conference.title, reverse("conference_site", args=[key, unit_key])),
        Crumb(_("Positions and petitions"), reverse("own_positions", args=[key, unit_key])),
    ]
