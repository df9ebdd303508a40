"""Requests: how large one may be; a larger one is refused unread, so that uploads fit in memory."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from giaoban.web.refusals import too_large


def limit_size(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Return the middleware that answers 413 to a request that says it is larger than may be.

    Edges:   one that does not say how large it is has no body for us; of one that says less than it sends
             only as much is read.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > settings.REQUEST_LIMIT:
            return too_large(request)
        return get_response(request)

    return answer
