"""Polls: opened and closed by who leads the room, voted in by who has a vote, recounted by everybody."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import polls as acting
from giaoban.core.conduct.polls import LONGEST, MOST_OPTIONS
from giaoban.core.errors import Refusal
from giaoban.queries import conferences, polls
from giaoban.web import problems
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.polls import BASES, QUORUMS, outcome, recount
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt, told
from giaoban.web.typed import whole


class Question(forms.Form):
    """What is asked, of whom how many have to answer, and whether in secret."""

    question = forms.CharField(label=gettext_lazy("What is asked?"), max_length=LONGEST)
    options = forms.CharField(
        label=gettext_lazy("Options, one a line"),
        max_length=MOST_OPTIONS * (LONGEST + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How is voted?"),
        choices=[
            ("open", gettext_lazy("openly: who voted what is shown once the poll is closed")),
            ("secret", gettext_lazy("in secret: nobody learns who voted what")),
        ],
        help_text=gettext_lazy(
            "A secret poll needs five votes. If all vote alike, everybody knows how everybody voted."
        ),
    )
    quorum = forms.ChoiceField(label=gettext_lazy("How many have to vote?"), choices=list(QUORUMS.items()))
    base = forms.ChoiceField(label=gettext_lazy("Of whom?"), choices=list(BASES.items()))


@declares("poll.read", "conference_key", conference="conference_key", phase=conferences.stage)
def list_polls(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the polls of a conference, and to who leads the room how to open one."""
    return _list(
        request, conference_key, Question(initial={"options": "\n".join((_("Agree"), _("Disagree")))})
    )


@declares("poll.open", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage)
def open_poll(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Ask the room."""
    form, refusal = Question(request.POST or None), None
    if form.is_valid():
        asked = dict(form.cleaned_data)
        asked["options"], asked["is_secret"] = asked["options"].splitlines(), asked.pop("kind") == "secret"
        by = actor_of(request).person
        refusal = attempt(lambda: acting.open(conference=conference_key, by=by, **asked))
        if refusal is None:
            return _to(conference_key, polls.latest(conference_key).number)
    return answered(_list(request, conference_key, form, refusal), refusal)


@declares("poll.read", "conference_key", conference="conference_key", phase=conferences.stage)
def show_poll(request: HttpRequest, conference_key: str, poll_number: int) -> HttpResponse:
    """Show a poll: to vote in while it is open; afterwards its result, with the list to recount it by."""
    return _page(request, conference_key, poll_number)


@declares(
    "poll.vote", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def cast_vote(request: HttpRequest, conference_key: str, poll_number: int) -> HttpResponse:
    """Cast one's vote; the answer alone holds the receipt of a secret one, no address or history does."""
    if problems.is_wanted(request):
        return _voted(request, conference_key, poll_number)
    receipts: list[str] = []
    refusal = attempt(lambda: receipts.append(_vote(request, conference_key, poll_number)))
    if refusal is not None:
        return answered(_page(request, conference_key, poll_number, refusal), refusal)
    if not receipts[0]:
        return _to(conference_key, poll_number)
    page = _page(request, conference_key, poll_number, receipt=receipts[0])
    page.headers["Cache-Control"] = "no-store"
    return page


@declares(
    "poll.close", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def close_poll(request: HttpRequest, conference_key: str, poll_number: int) -> HttpResponse:
    """End the voting and count."""
    by = actor_of(request).person
    refusal = attempt(lambda: acting.close(conference=conference_key, number=poll_number, by=by))
    if refusal is not None:
        return answered(_page(request, conference_key, poll_number, refusal), refusal)
    return _to(conference_key, poll_number)


def section(conference: Any) -> dict[str, Any]:
    """Return what the room shows of the poll that was opened last; of one that is open, no count."""
    found = polls.latest(conference.key)
    return {"is_sitting": conference.stage == "sitting", **(outcome(found) if found else {})}


def _vote(request: HttpRequest, conference_key: str, poll_number: int) -> str:
    choice, by = whole(request.POST.get("choice", ""), -1), actor_of(request).person
    return acting.vote(conference=conference_key, number=poll_number, choice=choice, by=by)


def _voted(request: HttpRequest, conference_key: str, poll_number: int) -> HttpResponse:
    """Answer the room's own page, which stays where it is; what is refused it gets as a document."""
    receipt = _vote(request, conference_key, poll_number)
    told = {"said": _("You have voted."), "receipt": receipt}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _to(conference_key: str, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("poll", args=[conference_key, number]) + "#now")


def _list(request: HttpRequest, key: str, form: Question, refusal: Refusal | None = None) -> HttpResponse:
    found = conferences.by_key(key)
    last = polls.latest(key)
    may_open = allows(request, "poll.open", "", found.stage, key)
    return show(
        request,
        "conference/polls.html",
        [*crumbs_of(found), Crumb(_("Polls"))],
        conference=found,
        polls=[outcome(one) for one in polls.of_conference(key)],
        form=form,
        may_open=may_open and (last is None or last.closed_at is not None),
        **told(refusal),
    )


def _page(
    request: HttpRequest, key: str, number: int, refusal: Refusal | None = None, receipt: str = ""
) -> HttpResponse:
    poll = polls.by_number(key, number)
    is_open = poll.closed_at is None
    above = [*crumbs_of(poll.conference), Crumb(_("Polls"), reverse("polls", args=[key]))]
    stage = poll.conference.stage
    may_vote = is_open and allows(request, "poll.vote", "", stage, key)
    return show(
        request,
        "conference/poll.html",
        [*above, Crumb(poll.question)],
        conference=poll.conference,
        cast=polls.cast(poll),
        unable=polls.without_account(poll) if is_open else 0,
        own=polls.vote_of(poll, actor_of(request).person) if may_vote else None,
        may_vote=may_vote,
        may_close=is_open and allows(request, "poll.close", "", stage, key),
        receipt=receipt,
        **outcome(poll),
        **recount(poll),
        **told(refusal),
    )
