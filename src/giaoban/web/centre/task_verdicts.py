"""What the office decides of a task: that it is done, that it is not, and whether there is more time."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from giaoban.actions import tasks as acting
from giaoban.queries import tasks
from giaoban.web.access import WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.task_dossiers import take


@declares("task.close", "task_id", parties=tasks.parties, first_by=tasks.reporter, methods=WRITING)
def close(request: HttpRequest, task_id: int) -> HttpResponse:
    """Close a task as done; never by who reported it."""
    return take(request, task_id, "close", lambda said: acting.close(**_asked(request, task_id), **said))


@declares("task.close", "task_id", parties=tasks.parties, first_by=tasks.reporter, methods=WRITING)
def send_back(request: HttpRequest, task_id: int) -> HttpResponse:
    """Send a task back that is not done."""
    told = _asked(request, task_id)
    return take(request, task_id, "send_back", lambda said: acting.send_back(**told, **said))


@declares("task.extend", "task_id", parties=tasks.parties, methods=WRITING)
def extend(request: HttpRequest, task_id: int) -> HttpResponse:
    """Set a later deadline; a request that waits is granted by it."""
    return take(request, task_id, "extend", lambda said: acting.extend(**_asked(request, task_id), **said))


@declares("task.extend", "task_id", parties=tasks.parties, methods=WRITING)
def refuse(request: HttpRequest, task_id: int) -> HttpResponse:
    """Refuse the later deadline that was asked for."""
    told = _asked(request, task_id)
    return take(request, task_id, "refuse", lambda said: acting.refuse_extension(**told, **said))


def _asked(request: HttpRequest, task_id: int) -> dict[str, Any]:
    return {"task": task_id, "by": actor_of(request).person}
