"""How bodies do with their tasks: rates among bodies with about as many, and who says nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.core.conduct.tasks import STANDINGS
from giaoban.queries import tasks
from giaoban.web.access import declares
from giaoban.web.centre.tasks import may_watch, scope_of_tasks, send_lines
from giaoban.web.components import tasks as words
from giaoban.web.components.pages import Crumb, show


@declares("task.list")
def compare_bodies(request: HttpRequest) -> HttpResponse:
    """Show how each body does, among bodies with about as many tasks."""
    at = timezone.now()
    groups = tasks.rates(scope_of_tasks(request), at=at)
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
        may_watch=may_watch(request),
    )


@declares("task.list")
def download_bodies(request: HttpRequest) -> HttpResponse:
    """Send how each body does as a file."""
    groups = words.compare(tasks.rates(scope_of_tasks(request), at=timezone.now()))
    marks = [str(words.mark(one).word) for one in STANDINGS]
    heads = [_("Group"), _("Body"), _("Done"), _("Done on time"), _("Due"), _("Done by the first deadline")]
    lines = (
        [
            group.title, one.name, one.rates.done.numerator, one.rates.on_time.numerator,
            one.rates.done.denominator, one.first.on_time.numerator, *(mark.count for mark in one.counts),
        ]
        for group in groups
        for one in group.bodies
    )  # fmt: skip
    return send_lines("tasks-by-body.csv", [*heads, *marks], lines)


@declares("task.close")
def list_silent(request: HttpRequest) -> HttpResponse:
    """Show the office whose deadlines near while nothing is heard, the nearest first."""
    at = timezone.now()
    lines = words.lay_out(tasks.silent_ones(scope_of_tasks(request), at=at), at)
    crumbs = [_crumb(), Crumb(_("Who says nothing"))]
    return show(request, "tasks/silent.html", crumbs, at=at, lines=lines, may_watch=True)


def _crumb() -> Crumb:
    return Crumb(_("Tasks"), reverse("all_tasks"))
