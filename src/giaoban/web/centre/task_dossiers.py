"""One task for all who have a part in it: what it asks, where it stands, its course, and what to do now."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from giaoban.core.errors import Conflict
from giaoban.queries import task_histories, tasks
from giaoban.queries.tasks import Detail
from giaoban.web.access import allows, allows_on, declares
from giaoban.web.actors import actor_of
from giaoban.web.components import tasks as words
from giaoban.web.components.clauses import labels
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.task_acts import KINDS, Sent, form_of, offer, why_not
from giaoban.web.components.task_courses import tell
from giaoban.web.conference.steps import attempt


@declares("task.track", "task_id", parties=tasks.parties)
def show_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show a task with all that became of it, and a form for each thing that the reader may do now."""
    return _page(request, tasks.one(task_id))


@declares("task.track", "task_id", parties=tasks.parties)
def print_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show the same without anything to do, to be printed and put on file."""
    detail = tasks.one(task_id)
    crumbs = [*_crumbs(detail, reverse("task", args=[task_id])), Crumb(_("Dossier"))]
    return show(request, "tasks/dossier.html", crumbs, **_told(request, detail))


@declares("task.track", "task_id", parties=tasks.parties)
def download_product(request: HttpRequest, task_id: int, product_id: int) -> HttpResponse:
    """Send a product to be kept, never to be shown in the browser."""
    one = task_histories.product(tasks.issued(task_id).pk, product_id)
    response = HttpResponse(task_histories.content(one), content_type=one.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def take(request: HttpRequest, task_id: int, key: str, step: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """Take a step with what was typed, or show the page again with it and with all that is in the way."""
    detail = tasks.one(task_id)
    form = form_of(key, detail, request.POST, request.FILES)
    refusal = attempt(lambda: step(form.cleaned_data)) if form.is_valid() else None
    if form.is_valid() and refusal is None:
        return HttpResponseRedirect(reverse("task", args=[task_id]) + "?done")
    page = _page(request, tasks.one(task_id), Sent(key, form, refusal))
    page.status_code = 409 if isinstance(refusal, Conflict) else 422
    return page


def _page(request: HttpRequest, detail: Detail, sent: Sent | None = None) -> HttpResponse:
    allowed, person = _allowed(request, detail), actor_of(request).person
    acts = offer(detail, allowed, person, sent)
    is_told = any(one.is_open for one in acts)
    return show(
        request,
        "tasks/task.html",
        _crumbs(detail),
        **_told(request, detail),
        acts=acts,
        why_not=why_not(detail, allowed, person),
        is_done="done" in request.GET,
        # What was sent may not be offered any more: somebody was faster.
        refusal=say_refusal(sent.refusal) if sent and sent.refusal and not is_told else None,
    )


def _told(request: HttpRequest, detail: Detail) -> dict[str, Any]:
    at = timezone.now()
    (line,) = words.lay_out([detail.line], at)
    told = {"at": at, "task": detail.task, "line": line, "course": tell(detail)}
    first = words.mark(detail.first_standing)
    return {**told, "source": _source(request, detail.task), "first_mark": first}


def _source(request: HttpRequest, task: Any) -> dict[str, str]:
    """Return what a task comes from, with the way to it where the reader may go there."""
    return _directive(request, task) if task.clause is None else _clause(request, task)


def _directive(request: HttpRequest, task: Any) -> dict[str, str]:
    one, may_read = task.directive, allows(request, "directive.read", "", "published")
    url = reverse("directive", args=[one.pk]) if may_read else ""
    return {"text": f"{one.symbol} · {one.title}", "quote": "", "url": url}


def _clause(request: HttpRequest, task: Any) -> dict[str, str]:
    conference = task.clause.notice.conference
    label = labels(conference.key).get(task.clause_id, "")
    place = _("clause %(label)s") % {"label": label} if label else ""
    text = " · ".join(filter(None, (words.say_source(task), place, conference.title)))
    may_read = allows(request, "notice.read", "", conference.stage, conference.key)
    url = reverse("notice", args=[conference.key]) + f"#clause-{task.clause_id}" if may_read else ""
    return {"text": text, "quote": task.clause.text, "url": url}


def _allowed(request: HttpRequest, detail: Detail) -> frozenset[str]:
    """Return the acts that the policy allows: of what the reader's office leads, or has a part in."""
    key = str(detail.task.pk)
    of_all, of_lead = tasks.parties(key), tasks.lead(key)
    return frozenset(
        one.key for one in KINDS if allows_on(request, one.action, of_lead if one.is_of_lead else of_all)
    )


def _crumbs(detail: Detail, url: str = "") -> list[Crumb]:
    number = _("Task %(number)s") % {"number": detail.task.pk}
    return [Crumb(_("Tasks"), reverse("all_tasks")), Crumb(number, url)]
