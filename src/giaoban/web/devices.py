"""Devices: which of a reader's devices a page may ask for; only the installation's own video asks for any."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def say_devices(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Return the middleware that tells browsers so with every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response

    return answer
