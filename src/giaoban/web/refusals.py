"""Refusals: the pages for what does not exist, is not allowed, or failed, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from giaoban.web.components.pages import switches


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and lead to the rounds."""
    return render(request, "errors/404.html", {"switches": switches(request)}, status=404)


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page may not be read, and why."""
    context = {"switches": switches(request), "reason": _(str(exception)) if str(exception) else ""}
    return render(request, "errors/403.html", context, status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be answered; this page needs nothing of it, not even its host name."""
    return render(request, "errors/400.html", status=400)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Say that the page can only be read."""
    return render(request, "errors/405.html", {"switches": switches(request)}, status=405)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the site failed; this page needs nothing of what may have failed."""
    return render(request, "errors/500.html", status=500)
