"""Actors: who asks for a page, as the policy sees them: roles count once the second factor was shown."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils import timezone

from giaoban.core.conduct.people import Actor
from giaoban.queries import people

#: Under this key a session keeps whose second factor was shown in it.
SECOND_FACTOR = "second_factor"


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; everybody who has not signed in is nobody in particular."""
    if not hasattr(request, "actor"):
        request.actor = _actor(request)  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined]


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Return whether the second factor of the person who is signed in was shown in this session."""
    return request.session.get(SECOND_FACTOR) == request.user.pk


def note_second_factor(request: HttpRequest, person_id: int) -> None:
    """Remember that this person's second factor was shown in this session."""
    request.session[SECOND_FACTOR] = person_id


def _actor(request: HttpRequest) -> Actor:
    # Asked of the session first: whoever has none costs no query. A refusal can come before there is any.
    if SESSION_KEY not in getattr(request, "session", {}) or not request.user.is_authenticated:
        return Actor()
    if not has_shown_second_factor(request):
        return Actor(request.user.email, has_second_factor=False)
    return people.actor(request.user, timezone.localdate())
