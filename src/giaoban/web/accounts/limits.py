"""Limits of a session: it ends when nothing was done for long, and in any case after a working day."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_BEGAN, _SEEN = "began_at", "seen_at"
#: The last use is written down at most this often, so that reading does not write all the time.
_EVERY = 60


def begin(request: HttpRequest) -> None:
    """Start both limits of a session in which somebody has just signed in."""
    request.session[_BEGAN] = request.session[_SEEN] = int(timezone.now().timestamp())


def began_at(request: HttpRequest) -> int:
    """Return when somebody signed in to this session, in seconds."""
    return request.session.get(_BEGAN, 0)


def end_what_is_over(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Return the middleware that ends a session past its limits before the request is answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        # Whoever has no session costs no query.
        if SESSION_KEY in request.session:
            _note_use(request, int(timezone.now().timestamp()))
        return get_response(request)

    return answer


def _note_use(request: HttpRequest, now: int) -> None:
    session = request.session
    # One that nobody began here has no limits that could be held: it is over, too.
    began, seen = session.get(_BEGAN, 0), session.get(_SEEN, 0)
    if now - seen >= settings.SESSION_IDLE or now - began >= settings.SESSION_COOKIE_AGE:
        session.flush()
        request.has_ended_session = True  # type: ignore[attr-defined]
    elif now - seen >= _EVERY:
        session[_SEEN] = now
