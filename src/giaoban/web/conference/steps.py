"""Steps of the conference desk: one is taken, or the page says why not, beside what was typed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from giaoban.core.errors import Conflict, Invalid, Refusal
from giaoban.web.components.obstacles import gather, say_refusal


def attempt(step: Callable[[], Any]) -> Refusal | None:
    """Take a step; return why it was refused, if it was."""
    try:
        step()
    except (Conflict, Invalid) as why:
        return why
    return None


def told(refusal: Refusal | None) -> dict[str, Any]:
    """Return what a page shows of a refusal: what, and all its faults."""
    if refusal is None:
        return {"refusal": None, "faults": []}
    return {"refusal": say_refusal(refusal), "faults": gather(refusal.findings)}


def answered(page: HttpResponse, refusal: Refusal | None) -> HttpResponse:
    """Return the page with the status of what it says: somebody was faster, or something is to be mended."""
    if refusal is not None:
        page.status_code = 409 if isinstance(refusal, Conflict) else 422
    return page
