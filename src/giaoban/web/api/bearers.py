"""Bearers: who asks by the access token that a program shows; a cookie opens nothing here."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions import tokens as using
from giaoban.core.conduct.people import Actor
from giaoban.queries import people, tokens
from giaoban.web.problems import problem
from giaoban.web.refusals import too_many

#: How many wrong tokens from one network address are looked up: tries of every method count.
_TRIES, _SECONDS = {"access_token": "20/5m/ip"}, 300
_SCHEME = "bearer"


def admit(request: HttpRequest) -> HttpResponse | None:
    """Let the request act for the person whose token it shows, as their roles are today; else refuse it.

    Edges:   without a token nobody asks, whatever cookies come along. A right token is answered also where
             wrong ones came from: offices share addresses, and a token is too long to be found by trying.
    """
    request.actor = Actor()  # type: ignore[attr-defined]
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return None
    now = timezone.now()
    token = tokens.shown(text.strip(), now) if scheme.lower() == _SCHEME else None
    if token is None:
        return _refused(request)
    using.note_use(token=token, ip=ratelimit.get_ip(request))
    request.actor = people.actor(token.person, timezone.localdate(now))  # type: ignore[attr-defined]
    return None


def name_the_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer; one to somebody unknown says what to show (RFC 6750)."""
    if response.status_code != 401:
        return response
    if "Authorization" not in request.headers:
        title = _("Show an access token to do this")
        response = problem(401, "token", title, _("Create one on your account page."))
    response.headers["WWW-Authenticate"] = 'Bearer realm="Giao Ban"'
    return response


def _refused(request: HttpRequest) -> HttpResponse:
    asked = {"app": "giaoban", "action": "access_token", "config": _TRIES, "limit_get": True}
    if not ratelimit.consume(request, **asked):
        response = too_many(request)
        response.headers["Retry-After"] = str(_SECONDS)
        return response
    title = _("This access token opens nothing: it is wrong, has expired, or was ended")
    return problem(401, "token", title, _("Create one on your account page."))
