"""The register of tasks: whatever one's office leads, co-ordinates or watches, overdue first, with rates."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct.policy import Scope, scope_of
from giaoban.core.conduct.tasks import STANDINGS
from giaoban.queries import packs, task_filters, tasks
from giaoban.queries.tasks import Filters
from giaoban.web.access import allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components import tasks as words
from giaoban.web.components.days import title_of
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.wordings import words_of_round

#: So many lines of a file are read at once.
_BATCH = 1000


class Narrowing(forms.Form):
    """What a list is narrowed to; what its address says wrong narrows nothing."""

    body = forms.ChoiceField(label=gettext_lazy("Lead"), required=False)
    unit_key = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    conference = forms.ChoiceField(label=gettext_lazy("Conference"), required=False)
    round_id = forms.ChoiceField(label=gettext_lazy("Round"), required=False)
    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"), required=False)
    text = forms.CharField(label=gettext_lazy("Words of the task"), required=False, max_length=100)

    def __init__(self, scope: Scope, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        for name, choices in _choices(task_filters.offered(scope)).items():
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    @property
    def asked(self) -> dict[str, str]:
        """Return what the list is narrowed to, by the names of the filters."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@declares("task.list")
def list_tasks(request: HttpRequest) -> HttpResponse:
    """Show the tasks that one may follow: overdue ones first, how many stand where, and the rates."""
    scope, at = _scope(request), timezone.now()
    form = Narrowing(scope, request.GET)
    asked = _asked(request, form)
    page = tasks.listed(scope, filters=asked, at=at)
    everything = replace(asked, state="", standing="")
    now, first = words.total(tasks.rates(scope, at=at, by="round", filters=everything))
    return show(
        request,
        "tasks/list.html",
        [Crumb(_("Tasks"))],
        at=at,
        rates=now,
        first=first,
        counts=words.count_marks(now),
        form=form,
        chosen=asked.standing or asked.state,
        reported=tasks.listed(scope, filters=replace(everything, state="reported", page=1, size=1)).total,
        is_filtered=bool(form.asked or asked.state or asked.standing),
        page=page,
        lines=words.lay_out(page.lines, at),
        may_watch=_may_watch(request),
    )


@declares("task.list")
def download_tasks(request: HttpRequest) -> HttpResponse:
    """Send every task that the list is narrowed to as a file, not only those of one page."""
    scope, at = _scope(request), timezone.now()
    asked = _asked(request, Narrowing(scope, request.GET))
    return _file("tasks.csv", _titles(), _lines(scope, asked, at))


@declares("task.list")
def compare_bodies(request: HttpRequest) -> HttpResponse:
    """Show how each body does, among bodies with about as many tasks."""
    scope, at = _scope(request), timezone.now()
    groups = tasks.rates(scope, at=at)
    now, first = words.total(groups)
    return show(
        request,
        "tasks/bodies.html",
        [_crumb(), Crumb(_("By body"))],
        at=at,
        rates=now,
        first=first,
        heads=words.count_marks(now),
        groups=words.compare(groups),
        may_watch=_may_watch(request),
    )


@declares("task.list")
def download_bodies(request: HttpRequest) -> HttpResponse:
    """Send how each body does as a file."""
    marks = [str(words.mark(one).word) for one in STANDINGS]
    counts = [
        _("Done"),
        _("Done on time"),
        _("Due"),
        _("Done by the first deadline"),
        _("Due by the first one"),
    ]
    lines = (
        [
            group.title, one.name, one.rates.done.numerator, one.rates.on_time.numerator,
            one.rates.done.denominator, one.first.on_time.numerator, one.first.on_time.denominator,
            *(mark.count for mark in one.counts),
        ]
        for group in words.compare(tasks.rates(_scope(request), at=timezone.now()))
        for one in group.bodies
    )  # fmt: skip
    return _file("tasks-by-body.csv", [_("Group"), _("Body"), *counts, *marks], _plain(lines))


@declares("task.close")
def list_silent(request: HttpRequest) -> HttpResponse:
    """Show the office whose deadlines near while nothing is heard, the nearest first."""
    at = timezone.now()
    lines = words.lay_out(tasks.silent_ones(_scope(request), at=at), at)
    crumbs = [_crumb(), Crumb(_("Who says nothing"))]
    return show(request, "tasks/silent.html", crumbs, at=at, lines=lines, may_watch=True)


def _scope(request: HttpRequest) -> Scope:
    return scope_of(actor_of(request), "task.track")


def _asked(request: HttpRequest, form: Narrowing) -> Filters:
    state = request.GET.get("state", "")
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    if state == "reported":
        return Filters(state, page=number, **form.asked)  # type: ignore[arg-type]
    return Filters("", state if state in STANDINGS else "", page=number, **form.asked)  # type: ignore[arg-type]


def _choices(found: task_filters.Offered) -> dict[str, list[tuple[str, str]]]:
    """Return what each filter offers, in words."""
    known = {round_id: pack for pack in packs.installed() for round_id in pack.rounds}
    rounds = [(one, title_of(known[one], one)[0]) for one in found.rounds if one in known]
    indicators = []
    for code, round_id in found.indicators:
        told, _review = words_of_round(round_id)
        one = told.pack.indicators.get(code)
        indicators.append((code, told.name(one.names) if one else code))
    return {
        "body": list(found.bodies),
        "unit_key": list(found.units),
        "conference": list(found.conferences),
        "round_id": rounds,
        "indicator": sorted(indicators, key=lambda one: one[1]),
    }


def _titles() -> list[str]:
    return [
        _("Number"), _("Task"), _("State"), _("Lead"), _("With"), _("Due"), _("First deadline"),
        _("Done on"), _("Working days left"), _("Product"), _("Responsibility"), _("Authority"), _("Set by"),
        _("Round"), _("Unit"), _("Indicator"), _("Last heard of"),
    ]  # fmt: skip


def _lines(scope: Scope, asked: Filters, at: datetime) -> Iterator[list[str]]:
    number, last = 1, 1
    while number <= last:
        page = tasks.listed(scope, filters=replace(asked, page=number, size=_BATCH), at=at)
        yield from _plain(map(_line, words.lay_out(page.lines, at)))
        number, last = number + 1, page.last


def _line(one: words.Line) -> list[Any]:
    task = one.task
    return [
        task.pk, task.what, one.mark.word, one.lead, "; ".join(one.others), task.due_on, task.first_due_on,
        task.done_on, one.row.days_left, task.product, task.responsibility, task.authority, one.source,
        task.round_id, one.unit, one.indicator, task.heard_on,
    ]  # fmt: skip


def _plain(lines: Any) -> Iterator[list[str]]:
    yield from (["" if value is None else str(value) for value in line] for line in lines)


def _file(name: str, titles: list[str], lines: Iterator[list[str]]) -> HttpResponse:
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return HttpResponse(write_lines(titles, lines), content_type="text/csv; charset=utf-8", headers=heads)


def _may_watch(request: HttpRequest) -> bool:
    return allows(request, "task.close", "", "published")


def _crumb() -> Crumb:
    return Crumb(_("Tasks"), reverse("all_tasks"))
