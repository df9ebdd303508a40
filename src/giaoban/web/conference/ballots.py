"""Confidence votes: recorded by who leads the conference, counted by two tellers, read by the chair alone."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import ballots as acting
from giaoban.actions.ballots import Desk, Person
from giaoban.core.conduct.ballots import MOST, TOTALS, Count, Tally
from giaoban.core.errors import Refusal
from giaoban.queries import ballots, conferences
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.ballots import level_names, say_desk, say_outcome
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt, told
from giaoban.web.typed import whole


class Record(forms.Form):
    """Whether a confidence vote was held, when, and on how many posts."""

    on = forms.DateField(
        label=gettext_lazy("Day of the vote"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    posts = forms.IntegerField(label=gettext_lazy("How many posts are voted on?"), min_value=1)
    convened = forms.IntegerField(label=gettext_lazy("How many were convened?"), min_value=1)
    present = forms.IntegerField(
        label=gettext_lazy("How many of them are present?"),
        min_value=0,
        help_text=gettext_lazy("The two numbers decide whether the vote is held; they are not kept."),
    )


class Numbers(forms.Form):
    """What one teller counted, with a field for every total, and every level of every person."""

    def __init__(self, *args: Any, persons: int, levels: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*TOTALS, *(one for row in self.rows(persons, levels) for one in row)):
            self.fields[name] = forms.IntegerField(
                min_value=0,
                max_value=MOST,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5, "autocomplete": "off"}),
            )

    @staticmethod
    def rows(persons: int, levels: int) -> list[list[str]]:
        """Return the names of the fields of each person: level by level, then the invalid votes."""
        return [
            [*(f"p{person}-{level}" for level in range(levels)), f"p{person}-invalid"]
            for person in range(1, persons + 1)
        ]


@declares("ballot.list", "conference_key", conference="conference_key", phase=conferences.stage)
def list_ballots(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show which confidence votes there were: held or not, the day, and the number of posts."""
    number = request.GET.get("number", "")
    rows = {str(one.number): one for one in ballots.of_conference(conference_key)}
    initial = vars(rows[number]) if number in rows else {"on": timezone.localdate()}
    return _list(request, conference_key, Record(initial=initial), rows.get(number))


@declares(
    "ballot.record", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def record_ballot(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Record a confidence vote, or correct the record of one."""
    number = request.POST.get("number", "")
    rows = {str(one.number): one for one in ballots.of_conference(conference_key)}
    corrected, form, refusal = rows.get(number), Record(request.POST or None), None
    if form.is_valid():
        by, place = actor_of(request).person, corrected.number if corrected else 0
        refusal = attempt(
            lambda: acting.record(conference=conference_key, number=place, by=by, **form.cleaned_data)
        )
        if refusal is None:
            return HttpResponseRedirect(reverse("ballots", args=[conference_key]))
    return answered(_list(request, conference_key, form, corrected, refusal), refusal)


@declares(
    "ballot.count", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def count_ballots(request: HttpRequest, conference_key: str, ballot_number: int) -> HttpResponse:
    """Take one teller's count in, and show the differences once both have entered theirs."""
    place = {"conference": conference_key, "number": ballot_number, "by": actor_of(request).person}
    desk = acting.look(**place)
    form, refusal = _numbers(request, conference_key, ballot_number, desk), None
    if request.method == "POST" and form.is_valid():
        seen = whole(request.POST.get("seen", ""), -1)
        count = _counted(form, len(desk.persons), len(_levels(conference_key, ballot_number)))
        refusal = attempt(lambda: acting.enter(**place, count=count, seen=seen))
        if refusal is None:
            return _back("count_ballots", conference_key, ballot_number)
    return answered(_count_page(request, conference_key, ballot_number, desk, form, refusal), refusal)


@declares(
    "ballot.count", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def name_persons(request: HttpRequest, conference_key: str, ballot_number: int) -> HttpResponse:
    """Write down on whom is voted: one line a post, the name before the first semicolon."""
    place = {"conference": conference_key, "number": ballot_number, "by": actor_of(request).person}
    lines = [one.partition(";") for one in request.POST.get("persons", "").splitlines() if one.strip()]
    persons = [Person(name, post) for name, _mark, post in lines]
    refusal = attempt(lambda: acting.name_persons(**place, persons=persons))
    if refusal is None:
        return _back("count_ballots", conference_key, ballot_number)
    return _again(request, conference_key, ballot_number, refusal)


@declares(
    "ballot.count", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def attach_scan(request: HttpRequest, conference_key: str, ballot_number: int) -> HttpResponse:
    """Take the scanned record of the count in."""
    place = {"conference": conference_key, "number": ballot_number, "by": actor_of(request).person}
    file, hashes = request.FILES.get("file"), []
    sent = {"content": file.read() if file else b"", "name": file.name if file else ""}
    declared = request.POST.get("classification", "")
    refusal = attempt(lambda: hashes.append(acting.attach(**place, **sent, classification=declared)))
    return _again(request, conference_key, ballot_number, refusal, next(iter(hashes), ""))


@declares("ballot.read", "conference_key", conference="conference_key", phase=conferences.stage)
def read_ballots(request: HttpRequest, conference_key: str, ballot_number: int) -> HttpResponse:
    """Show the chair what came of a confidence vote, person by person; nobody keeps a copy."""
    by = actor_of(request).person
    outcome = acting.read(conference=conference_key, number=ballot_number, by=by)
    record = ballots.by_number(conference_key, ballot_number)
    return _sealed(
        request,
        "conference/ballot_results.html",
        record,
        _("Result by person"),
        **say_outcome(outcome, ballots.rules(conference_key, record.on)),
    )


@declares("ballot.read", "conference_key", conference="conference_key", phase=conferences.stage)
def fetch_scan(request: HttpRequest, conference_key: str, ballot_number: int, scan_id: int) -> HttpResponse:
    """Send the chair a scanned record to be kept, never to be shown in the browser."""
    by = actor_of(request).person
    scan = acting.fetch(conference=conference_key, number=ballot_number, scan_id=scan_id, by=by)
    response = HttpResponse(bytes(scan.content), content_type=scan.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, scan.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(name: str, conference_key: str, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[conference_key, number]))


def _levels(conference_key: str, number: int) -> list[str]:
    record = ballots.by_number(conference_key, number)
    return level_names(ballots.rules(conference_key, record.on))


def _numbers(request: HttpRequest, conference_key: str, number: int, desk: Desk) -> Numbers:
    levels = len(_levels(conference_key, number))
    sizes = {"persons": len(desk.persons), "levels": levels}
    if request.method == "POST":
        return Numbers(request.POST, **sizes)
    return Numbers(initial=_typed(desk, levels), **sizes)


def _typed(desk: Desk, levels: int) -> dict[str, int]:
    """Return what a teller entered, as the fields of the form."""
    if desk.own is None:
        return {}
    found = {name: getattr(desk.own, name) for name in TOTALS}
    for names, tally in zip(Numbers.rows(len(desk.persons), levels), desk.own.persons, strict=True):
        found |= dict(zip(names, (*tally.votes, tally.invalid), strict=True))
    return found


def _counted(form: Numbers, persons: int, levels: int) -> Count:
    numbers = form.cleaned_data
    rows = [[numbers[name] for name in names] for names in form.rows(persons, levels)]
    tallies = tuple(Tally(tuple(votes), invalid) for *votes, invalid in rows)
    return Count(*(numbers[name] for name in TOTALS), persons=tallies)


def _again(
    request: HttpRequest, conference_key: str, number: int, refusal: Refusal | None, sha256: str = ""
) -> HttpResponse:
    """Show the teller's page after a step beside the count itself: why it was refused, or what was kept."""
    desk = acting.look(conference=conference_key, number=number, by=actor_of(request).person)
    levels = len(_levels(conference_key, number))
    form = Numbers(initial=_typed(desk, levels), persons=len(desk.persons), levels=levels)
    return answered(_count_page(request, conference_key, number, desk, form, refusal, sha256), refusal)


def _count_page(
    request: HttpRequest,
    conference_key: str,
    number: int,
    desk: Desk,
    form: Numbers,
    refusal: Refusal | None,
    sha256: str = "",
) -> HttpResponse:
    record = ballots.by_number(conference_key, number)
    return _sealed(
        request,
        "conference/ballot_count.html",
        record,
        _("Count of the ballots"),
        desk=desk,
        form=form,
        lines=request.POST.get("persons") or "\n".join(f"{one.name}; {one.post}" for one in desk.persons),
        sha256=sha256,
        classifications=classifications_of(record.conference.round_id),
        **say_desk(desk, form, _levels(conference_key, number), refusal),
        **told(refusal),
    )


def _sealed(request: HttpRequest, template: str, record: Any, title: str, **context: Any) -> HttpResponse:
    """Return a page of results by person: no copy of it is kept anywhere."""
    found = conferences.by_key(record.conference.key)
    above = [*crumbs_of(found), Crumb(_("Confidence votes"), reverse("ballots", args=[found.key]))]
    page = show(
        request, template, [*above, Crumb(title)], conference=found, record=record, title=title, **context
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page


def _list(
    request: HttpRequest, key: str, form: Record, corrected: Any = None, refusal: Refusal | None = None
) -> HttpResponse:
    found = conferences.by_key(key)

    def may(action: str) -> bool:
        return allows(request, action, "", found.stage, key)

    return show(
        request,
        "conference/ballots.html",
        [*crumbs_of(found), Crumb(_("Confidence votes"))],
        conference=found,
        records=ballots.of_conference(key),
        form=form,
        corrected=corrected,
        may_record=may("ballot.record") and ballots.has_rules(key),
        may_count=ballots.is_by_person() and may("ballot.count"),
        may_read=ballots.is_by_person() and may("ballot.read"),
        **told(refusal),
    )
