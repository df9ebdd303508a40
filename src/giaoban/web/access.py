"""Access: every view declares its action and its methods; what is not declared is not served."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.core.conduct.phases import Phase
from giaoban.core.conduct.policy import Actor, Answer, Parties, Subject, may
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import delegates, rounds
from giaoban.web import problems, refusals
from giaoban.web.actors import actor_of

View = Callable[..., HttpResponse]


def nobody(key: str) -> Parties:
    """Return that a thing is nobody's in particular."""
    return Parties()


def no_first(key: str) -> str:
    """Return that no step before a thing's next one asks for another person."""
    return ""


READING = ("GET", "HEAD")
FORM = (*READING, "POST")
WRITING = ("POST",)


def publication(round_id: str) -> Phase:
    """Return whether a round is published; a page that is about no round always is."""
    is_known = not round_id or any(round_id == known for known, _ in rounds.published())
    return "published" if is_known else "unpublished"


def declares(
    action: str,
    key: str = "",
    *,
    unit: str = "",
    conference: str = "",
    parties: Callable[[str], Parties] = nobody,
    first_by: Callable[[str], str] = no_first,
    methods: Sequence[str] = READING,
    phase: Callable[[str], Phase] = publication,
) -> Callable[[View], View]:
    """Return a decorator that serves a view to those who may carry out `action` on what the address names.

    `key` is the part of the address that names the subject, `unit` the one that names the unit it belongs
    to, `conference` the one that names the conference; `parties` says of the key whose its subject is, where
    the address does not, and `first_by` who took the step before, where another person has to take this one;
    `phase` says of a round's id, or of a conference's key, in which phase it is. What belongs to another unit
    or body, a conference at which one has no seat, and a round that is not published, do not exist for
    whoever asks.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **address: str) -> HttpResponse:
            if request.method not in methods:
                return refusals.not_allowed(request, methods)
            place, noun = address.get(conference, ""), action.partition(".")[0]
            named = address.get(key, "")
            found = parties(named)
            whose = {"unit_key": address.get(unit, "") or found.unit_key, "bodies": found.bodies}
            subject = Subject(noun, str(named), first_by=first_by(named), conference=place, **whose)
            actor = seated(request, place)
            answer = may(actor, action, subject, phase(place or address.get("round_id", "")))
            if not answer.allowed:
                return _turned_away(request, answer)
            return _private(_answer(view, request, address), actor)

        guarded.action = action  # type: ignore[attr-defined]
        guarded.methods = tuple(methods)  # type: ignore[attr-defined]
        # Where nothing is written nothing can be forged; what is no reading gets its own answer above.
        guarded.csrf_exempt = "POST" not in methods  # type: ignore[attr-defined]
        return guarded

    return declare


def allows(request: HttpRequest, action: str, unit_key: str, phase: Phase, conference: str = "") -> bool:
    """Return whether whoever asks may carry out `action` on what a unit owns, or at a conference.

    It is what a page may offer.
    """
    subject = Subject(action.partition(".")[0], unit_key, unit_key, conference=conference)
    return may(seated(request, conference), action, subject, phase).allowed


def allows_on(request: HttpRequest, action: str, whose: Parties) -> bool:
    """Return whether whoever asks may carry out `action` on what is of these parties: what a page offers."""
    subject = Subject(action.partition(".")[0], unit_key=whose.unit_key, bodies=whose.bodies)
    return may(actor_of(request), action, subject, "published").allowed


def seated(request: HttpRequest, conference: str) -> Actor:
    """Return who asks, with the seats that they have at a conference, if one is named."""
    actor = actor_of(request)
    if not conference or not actor.person:
        return actor
    known = request.__dict__.setdefault("seats", {})
    if conference not in known:
        known[conference] = delegates.seats(actor.person, conference)
    return replace(actor, roles=actor.roles | known[conference])


def _turned_away(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Lead to the sign-in or to the second factor where that is what is lacking; refuse otherwise."""
    if answer.lacks and problems.is_wanted(request):
        return _told_what_lacks(answer)
    if request.method in READING and answer.lacks == "sign-in":
        has_ended = getattr(request, "has_ended_session", False)
        return redirect_to_login(
            request.get_full_path(), reverse("account_login") + ("?ended=1" if has_ended else "")
        )
    if request.method in READING and answer.lacks == "second factor":
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if answer.is_hidden:
        raise Http404(answer.reason)
    raise PermissionDenied(answer.reason, *answer.open_in)


def _told_what_lacks(answer: Answer) -> HttpResponse:
    """Tell a program what opens it, where a person is led there: a redirect would look like an answer."""
    if answer.lacks == "sign-in":
        return problems.not_signed_in(_(answer.reason))
    return problems.problem(403, "second_factor", _(answer.reason))


def _private(response: HttpResponse, actor: Actor) -> HttpResponse:
    """Keep what a person who is signed in was shown out of everybody's copies."""
    if actor.person and response.get("Cache-Control", "no-cache") == "no-cache":
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _answer(view: View, request: HttpRequest, address: dict[str, str]) -> HttpResponse:
    try:
        return view(request, **address)
    except NotFound as refusal:
        raise Http404(refusal.title) from refusal
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.title) from refusal
    except (Invalid, Conflict) as refusal:
        # A page says itself, in its place, what was refused; a program gets it as a document.
        if not problems.is_wanted(request):
            raise
        return problems.of_refusal(refusal)
