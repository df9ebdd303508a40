"""Refusals: what does not exist, is not allowed or failed: pages in the reader's language, or documents."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from giaoban.web import problems
from giaoban.web.components.phases import say_phase


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and lead to the rounds."""
    return _say(request, "errors/404.html", 404, "not_found", _("There is no such page"))


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that it may not be done, why not, and in which phases of the round it may."""
    reason, *open_in = exception.args or ("",)
    phases = [say_phase(phase) for phase in open_in]
    said = _(str(reason)) if reason else ""
    title = said or _("You may not read this page")
    return _say(request, "errors/403.html", 403, "not_allowed", title, reason=said, open_in=phases)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without the mark that this site gives out, so nothing was done."""
    return _say(request, "errors/forged.html", 403, "forged", _("The form was not taken"))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there were too many tries, and when to come back."""
    return _say(request, "errors/429.html", 429, "too_many", _("Too many tries"))


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that more was sent than is taken, and how much that is."""
    largest = settings.LARGEST_UPLOAD // 1024**2
    title = _("This was too large")
    return _say(request, "errors/413.html", 413, "too_large", title, megabytes=largest)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be answered; this page needs nothing of it, not even its host name."""
    if request.path_info.startswith(problems.INTERFACE):
        return problems.problem(400, "not_understood", _("The request was not understood"))
    return render(None, "errors/400.html", status=400)  # type: ignore[arg-type]


def not_allowed(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """Say that the page can only be read, or that the address only takes a form."""
    if request.path_info.startswith(problems.INTERFACE):
        response = problems.problem(405, "method", _("This address is not asked in this way"))
        response.headers["Allow"] = ", ".join(methods)
        return response
    context = {"is_page": "GET" in methods}
    return HttpResponseNotAllowed(methods, render(request, "errors/405.html", context).content)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the site failed; this page needs nothing of what may have failed."""
    if request.path_info.startswith(problems.INTERFACE):
        return problems.problem(500, "failed", _("The site failed"))
    return render(None, "errors/500.html", status=500)  # type: ignore[arg-type]


def _say(
    request: HttpRequest, template: str, status: int, code: str, title: str, **context: Any
) -> HttpResponse:
    """Return the page, or for a program what it is called; it may carry a name, so it is nobody's copy."""
    if problems.is_wanted(request):
        return problems.problem(status, code, title, **context)
    page = render(request, template, context, status=status)
    page.headers["Cache-Control"] = "private, no-cache"
    return page
