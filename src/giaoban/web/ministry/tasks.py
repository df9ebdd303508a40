"""What a body of a task says of it: what was done, what came of it, that it is done, or needs more time."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from giaoban.actions import tasks as acting
from giaoban.queries import tasks
from giaoban.web.access import WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.task_dossiers import take


@declares("task.report", "task_id", parties=tasks.parties, methods=WRITING)
def report(request: HttpRequest, task_id: int) -> HttpResponse:
    """Report what was done so far."""
    told = {**_asked(request, task_id), "body": _speaking(request, task_id)}
    return take(request, task_id, "report", lambda said: acting.report(**told, **said))


@declares("task.report", "task_id", parties=tasks.parties, methods=WRITING)
def attach(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a product in, or say everything that keeps it out."""

    def step(said: dict[str, Any]) -> Any:
        file = said["file"]
        about = {"name": file.name, "classification": said["classification"]}
        return acting.attach(**_asked(request, task_id), content=file.read(), **about)

    return take(request, task_id, "attach", step)


@declares("task.report", "task_id", parties=tasks.lead, methods=WRITING)
def claim(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say that the task is done; a second person sees whether it is."""
    return take(request, task_id, "claim", lambda said: acting.report(**_asked(request, task_id), **said))


@declares("task.ask", "task_id", parties=tasks.lead, methods=WRITING)
def ask(request: HttpRequest, task_id: int) -> HttpResponse:
    """Ask for a later deadline."""
    told = _asked(request, task_id)
    return take(request, task_id, "ask", lambda said: acting.ask_extension(**told, **said))


def _asked(request: HttpRequest, task_id: int) -> dict[str, Any]:
    return {"task": task_id, "by": actor_of(request).person}


def _speaking(request: HttpRequest, task_id: int) -> str:
    """Return the body for which somebody speaks: the one that leads where they are of it."""
    key = str(task_id)
    own = {body for held in actor_of(request).roles for body in held.bodies}
    return next(one for one in (*tasks.lead(key).bodies, *sorted(tasks.parties(key).bodies)) if one in own)
