"""Conferences: the list, one's page as everybody there reads it, and the steward's steps before and after."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import conferences as acting
from giaoban.core.conduct.agenda import total
from giaoban.core.conduct.phases import next_session
from giaoban.core.errors import Invalid, Refusal
from giaoban.queries import agendas, conferences, convening, delegates, rounds
from giaoban.queries.rounds import Schedule
from giaoban.web.access import FORM, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components import conferences as words
from giaoban.web.components.days import title_of
from giaoban.web.components.obstacles import gather
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.phases import say_phase
from giaoban.web.conference.duties import duties, ways
from giaoban.web.conference.entries import entries
from giaoban.web.conference.steps import answered, attempt, told

_TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_LONGEST = 2000


class About(forms.Form):
    """What a conference is called, when and where it is."""

    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=300)
    begins_at = forms.DateTimeField(label=gettext_lazy("Begins"), widget=_TIME)
    ends_at = forms.DateTimeField(label=gettext_lazy("Ends"), widget=_TIME)
    place = forms.CharField(label=gettext_lazy("Hall and its address"), max_length=200)
    telephone = forms.CharField(
        label=gettext_lazy("Telephone for sites without a picture"), required=False, max_length=200
    )


class Reason(forms.Form):
    """Why a conference goes on."""

    reason = forms.CharField(
        label=gettext_lazy("Why does the conference go on?"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed where something is listed above."),
    )


class CallingOff(forms.Form):
    """Why a conference does not take place."""

    why = forms.CharField(
        label=gettext_lazy("Why does it not take place?"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@declares("conference.list")
def list_conferences(request: HttpRequest) -> HttpResponse:
    """Show the conferences that concern the one who asks."""
    return show(
        request,
        "conference/list.html",
        [Crumb(_("Conferences"))],
        entries=entries(request),
        rounds=_without(request),
    )


@declares("conference.read", "conference_key", conference="conference_key", phase=conferences.stage)
def show_conference(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show one conference: when, where, what is dealt with, who is there, and what the reader has to do."""
    return _page(request, conference_key)


@declares("site.read", "unit_key", unit="unit_key", conference="conference_key", phase=conferences.stage)
def show_site(request: HttpRequest, conference_key: str, unit_key: str) -> HttpResponse:
    """Show a unit's people the conference from their own site, whether they have a seat at it or not."""
    delegates.site(conference_key, unit_key)
    return _page(request, conference_key, unit_key)


@declares("conference.convene", "round_id", methods=FORM, phase=rounds.stage)
def convene_conference(request: HttpRequest, round_id: str) -> HttpResponse:
    """Prepare a conference on a round."""
    schedule = rounds.schedule(round_id)
    title, _language = title_of(schedule.pack, round_id)
    offered = {"title": _("Conference: %(round)s") % {"round": title}, **_morning(schedule)}
    form, refusal = About(request.POST or None, initial=offered), None
    if form.is_valid():
        key, by = conferences.free_key(round_id), actor_of(request).person
        refusal = attempt(lambda: acting.convene(round_id=round_id, key=key, by=by, **form.cleaned_data))
        if refusal is None:
            return HttpResponseRedirect(reverse("agenda", kwargs={"conference_key": key}))
    crumbs = [Crumb(_("Timetable"), reverse("schedules")), Crumb(title, reverse("schedule", args=[round_id]))]
    page = show(
        request,
        "conference/convene.html",
        [*crumbs, Crumb(_("Convene"))],
        form=form,
        round=title,
        **told(refusal),
    )
    return answered(page, refusal)


@declares(
    "conference.change", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def change_conference(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Change what a conference is called, when and where it is."""
    found = conferences.by_key(conference_key)
    form, refusal = About(request.POST or None, initial=vars(found)), None
    if form.is_valid():
        by = actor_of(request).person
        refusal = attempt(lambda: acting.change(conference=conference_key, by=by, **form.cleaned_data))
        if refusal is None:
            return _back(conference_key)
    return _change_page(request, found, form, CallingOff(), refusal)


@declares(
    "conference.call_off",
    "conference_key",
    conference="conference_key",
    methods=FORM,
    phase=conferences.stage,
)
def call_off_conference(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Call a conference off."""
    found = conferences.by_key(conference_key)
    form, refusal = CallingOff(request.POST or None), None
    if form.is_valid():
        why, by = form.cleaned_data["why"], actor_of(request).person
        refusal = attempt(lambda: acting.call_off(conference=conference_key, reason=why, by=by))
        if refusal is None:
            return _back(conference_key)
    return _change_page(request, found, About(initial=vars(found)), form, refusal)


@declares(
    "conference.advance", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def advance_conference(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Let the conference enter the stage that the page offered, with the reason that was typed."""
    form, refusal = Reason(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        step = {"to": request.POST.get("to", ""), "reason": form.cleaned_data["reason"]}
        by = actor_of(request).person
        refusal = attempt(lambda: acting.advance(conference=conference_key, by=by, **step))
        if refusal is None:
            return _back(conference_key)
    return answered(_page(request, conference_key, form=form, refusal=refusal), refusal)


def _morning(schedule: Schedule) -> dict[str, datetime]:
    """Return the morning that the round plans for its conference: as long as the programme, or four hours."""
    on = schedule.conference_on
    begin = timezone.make_aware(datetime.combine(on, time(8)))
    minutes = total(agendas.template(schedule.review.round_id, on)) or 240
    return {"begins_at": begin, "ends_at": begin + timedelta(minutes=minutes)}


def _back(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("conference", kwargs={"conference_key": key}) + "?done#now")


def _page(
    request: HttpRequest,
    key: str,
    unit_key: str = "",
    form: Reason | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    found = conferences.by_key(key)
    seats = words.seats(found)
    counts = {one.site_id: 0 for one, _seat in seats}
    for one, _seat in seats:
        counts[one.site_id] += 1
    return show(
        request,
        "conference/conference.html",
        [Crumb(_("Conferences"), reverse("conferences")), Crumb(found.title)],
        conference=found,
        stage=say_phase(found.stage),
        programme=words.programme(found),
        seats=seats,
        chairs=[one for one, _seat in seats if one.seat == "chair"],
        clerks=[one for one, _seat in seats if one.seat == "clerk"],
        sites=[(one, counts.get(one.pk, 0)) for one in conferences.sites(key)],
        duties=duties(request, found, unit_key),
        ways=ways(request, found),
        is_done="done" in request.GET,
        may_prepare=allows(request, "agenda.change", "", found.stage, key),
        may_read_notice=allows(request, "notice.read", "", found.stage, key),
        **_next(request, found, form or Reason(), refusal),
    )


def _next(request: HttpRequest, found: Any, form: Reason, refusal: Refusal | None) -> dict[str, Any]:
    """Return what the page offers whoever may let the conference go on, with all that is in the way."""
    to = next_session(found.stage)
    if to not in acting.STEPS or not allows(request, "conference.advance", "", found.stage, found.key):
        return {"next": ""}
    in_the_way = convening.blockers(found, to, timezone.now())
    # The faults of a refusal are those that the page lists anyway.
    shown = told(refusal if not isinstance(refusal, Invalid) else Invalid(refusal.title, refusal.detail))
    return {
        "to": to,
        "next": say_phase(to),
        "form": form,
        "obstacles": gather(in_the_way),
        "is_held": any(one.severity == "error" for one in in_the_way),
        **shown,
    }


def _change_page(
    request: HttpRequest, found: Any, about: About, off: CallingOff, refusal: Refusal | None
) -> HttpResponse:
    page = show(
        request,
        "conference/change.html",
        [*crumbs_of(found), Crumb(_("When and where"))],
        conference=found,
        about=about,
        off=off,
        may_call_off=allows(request, "conference.call_off", "", found.stage, found.key),
        **told(refusal),
    )
    return answered(page, refusal)


def crumbs_of(found: Any) -> list[Crumb]:
    """Return the breadcrumb down to a conference."""
    address = reverse("conference", kwargs={"conference_key": found.key})
    return [Crumb(_("Conferences"), reverse("conferences")), Crumb(found.title, address)]


def _without(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the rounds on which the one who asks may convene a conference: title and address."""
    return [
        (title_of(one.pack, one.review.round_id)[0], reverse("convene", args=[one.review.round_id]))
        for one in rounds.schedules()
        if allows(request, "conference.convene", "", one.phase)
        and conferences.of_round(one.review.round_id) is None
    ]
