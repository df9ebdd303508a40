"""Access: every view declares its action, and only reading passes; what is not declared is not served."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from giaoban.core.conduct.policy import Actor, Phase, Subject, may
from giaoban.core.errors import NotAllowed, NotFound
from giaoban.queries import rounds
from giaoban.web import refusals

View = Callable[..., HttpResponse]


def declares(action: str, key: str = "") -> Callable[[View], View]:
    """Return a decorator that serves a view to those who may carry out `action` on what the address names.

    `key` is the part of the address that names the subject. A round that is not published does not exist
    for the public.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **address: str) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return _not_allowed(request)
            subject = Subject(action.partition(".")[0], address.get(key, ""))
            _check(action, subject, _phase(address.get("round_id", "")))
            return _answer(view, request, address)

        guarded.action = action  # type: ignore[attr-defined]
        # Nothing is written here, so nothing can be forged; what is no reading gets its own answer above.
        guarded.csrf_exempt = True  # type: ignore[attr-defined]
        return guarded

    return declare


def _not_allowed(request: HttpRequest) -> HttpResponse:
    page = refusals.not_allowed(request)
    return HttpResponseNotAllowed(["GET", "HEAD"], page.content)


def _phase(round_id: str) -> Phase:
    is_known = not round_id or any(round_id == known for known, _ in rounds.published())
    return "published" if is_known else "unpublished"


def _check(action: str, subject: Subject, phase: Phase) -> None:
    answer = may(Actor(), action, subject, phase)
    if not answer.allowed and phase == "unpublished":
        raise Http404(answer.reason)
    if not answer.allowed:
        raise PermissionDenied(answer.reason)


def _answer(view: View, request: HttpRequest, address: dict[str, str]) -> HttpResponse:
    try:
        return view(request, **address)
    except NotFound as refusal:
        raise Http404(refusal.title) from refusal
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.title) from refusal
