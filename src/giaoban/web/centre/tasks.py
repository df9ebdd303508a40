"""The register of tasks: whatever one's office leads, co-ordinates or watches, overdue first, with rates."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.core.conduct.policy import Scope, scope_of
from giaoban.queries import tasks
from giaoban.queries.tasks import Filters
from giaoban.web.access import allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components import tasks as words
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.task_filters import Narrowing

#: So many lines of a file are read at once.
_BATCH = 1000


@declares("task.list")
def list_tasks(request: HttpRequest) -> HttpResponse:
    """Show the tasks that one may follow: overdue ones first, how many stand where, and the rates.

    A list of one state is there to be worked on: it does not count all the others each time.
    """
    scope, at = scope_of_tasks(request), timezone.now()
    form = Narrowing(scope, request.GET)
    asked = form.asked
    chosen = asked.standing or asked.state
    page = tasks.listed(scope, filters=asked, at=at)
    return show(
        request,
        "tasks/list.html",
        [Crumb(_("Tasks"))],
        at=at,
        **({"counts": words.plain_marks()} if chosen else _counted(scope, asked, at)),
        form=form,
        chosen=chosen,
        is_filtered=replace(asked, page=1) != Filters(state=""),
        page=page,
        lines=words.lay_out(page.lines, at),
        may_watch=may_watch(request),
    )


def _counted(scope: Scope, asked: Filters, at: datetime) -> dict[str, Any]:
    """Return how many tasks of a whole list stand where, and their rates."""
    now, first = words.total(tasks.rates(scope, at=at, by="round", filters=replace(asked, page=1)))
    reported = tasks.listed(scope, filters=replace(asked, state="reported", page=1, size=1), at=at).total
    return {"rates": now, "first": first, "counts": words.count_marks(now), "reported": reported}


@declares("task.list")
def download_tasks(request: HttpRequest) -> HttpResponse:
    """Send every task that the list is narrowed to as a file, not only those of one page."""
    scope = scope_of_tasks(request)
    asked = replace(Narrowing(scope, request.GET).asked, size=_BATCH)
    return send_lines("tasks.csv", _titles(), _lines(scope, asked, timezone.now()))


def scope_of_tasks(request: HttpRequest) -> Scope:
    """Return the tasks whose pages open for whoever asks."""
    return scope_of(actor_of(request), "task.track")


def may_watch(request: HttpRequest) -> bool:
    """Return whether whoever asks follows up what others owe."""
    return allows(request, "task.close", "", "published")


def send_lines(name: str, titles: list[str], lines: Iterable[list[Any]]) -> HttpResponse:
    """Return a table as a file; what is missing is empty."""
    told = (["" if value is None else str(value) for value in line] for line in lines)
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return HttpResponse(write_lines(titles, told), content_type="text/csv; charset=utf-8", headers=heads)


def _titles() -> list[str]:
    return [
        _("Number"), _("Task"), _("State"), _("Lead"), _("With"), _("Due"), _("First deadline"),
        _("Done on"), _("Working days left"), _("Product"), _("Responsibility"), _("Authority"), _("Set by"),
        _("Round"), _("Unit"), _("Indicator"), _("Last heard of"),
    ]  # fmt: skip


def _lines(scope: Scope, asked: Filters, at: datetime) -> Iterator[list[Any]]:
    number, last = 1, 1
    while number <= last:
        page = tasks.listed(scope, filters=replace(asked, page=number), at=at)
        yield from map(_line, words.lay_out(page.lines, at))
        number, last = number + 1, page.last


def _line(one: words.Line) -> list[Any]:
    task = one.task
    return [
        task.pk, task.what, one.mark.word, one.lead, "; ".join(one.others), task.due_on, task.first_due_on,
        task.done_on, one.row.days_left, task.product, task.responsibility, task.authority, one.source,
        task.round_id, one.unit, one.indicator, task.heard_on,
    ]  # fmt: skip
