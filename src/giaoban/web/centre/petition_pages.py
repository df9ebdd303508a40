"""The page of one petition, for all whose it is: what it asks, who has it, and the steps of the reader."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from giaoban.core.conduct import splitting
from giaoban.core.conduct.petitions import steps
from giaoban.core.conduct.policy import Parties, scope_of
from giaoban.core.conduct.positions import TOPIC, rules_of
from giaoban.core.errors import Refusal
from giaoban.queries import contributions, petitions, tasks
from giaoban.queries.petitions import Filters
from giaoban.web.access import allows_on, declares, nobody
from giaoban.web.actors import actor_of
from giaoban.web.centre.petitions import crumb
from giaoban.web.components import petition_forms as asking
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.petition_facts import Step, tell_facts, tell_steps
from giaoban.web.components.petitions import Named, named, presets_of
from giaoban.web.components.wordings import words_of_round
from giaoban.web.conference.steps import answered, attempt
from giaoban.web.conference.steps import told as said

Whose = Callable[[str], Parties]
#: Step → what the policy has to allow, on whose, and what it asks for; in the order of the page.
_STEPS: dict[str, tuple[str, Whose, type[asking.Plain]]] = {
    "answer": ("petition.answer", petitions.lead, asking.Answering),
    "contribute": ("petition.contribute", petitions.contributor, asking.Contributing),
    "accept": ("petition.accept", petitions.owner, asking.Plain),
    "reopen": ("petition.reopen", petitions.owner, asking.Reopening),
    "route": ("petition.assign", nobody, asking.Routing),
    "assign": ("petition.assign", nobody, asking.Assignment),
    "leave_cluster": ("petition.arrange", nobody, asking.Plain),
    "resume": ("petition.pause", nobody, asking.Plain),
    "ask": ("petition.assign", nobody, asking.Asking),
    "extend": ("petition.extend", nobody, asking.Extension),
    "transfer": ("petition.transfer", nobody, asking.Transfer),
    "pause": ("petition.pause", nobody, asking.Reasoned),
    "withdraw": ("petition.withdraw", petitions.owner, asking.Reasoned),
}
#: How many empty parts the editor of a split offers besides those that are proposed.
_SPARE = 2
#: So many petitions of a cluster are named.
_MOST = 200


@declares("petition.read", "petition_id", parties=petitions.parties)
def show_petition(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Show one petition: whose hands it is in, its deadlines, answers and course; printed, its dossier."""
    return petition_page(request, petition_id)


def take(request: HttpRequest, petition_id: int, step: str, verb: Callable[..., Any]) -> HttpResponse:
    """Take a step of a petition with what was typed, or show its page with what is to be mended."""
    form, refusal = _form(request, petitions.by_id(petition_id), step, sent=True), None
    if form.is_valid():
        asked = {"petition": petition_id, "by": actor_of(request).person, **form.cleaned_data}
        refusal = attempt(lambda: verb(**asked))
        if refusal is None:
            return done(request, petition_id)
    page = petition_page(request, petition_id, refusal, {step: form})
    if form.errors:
        page.status_code = 422
    return page


def done(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Lead back to the petition, or to the register where it is not the reader's any more."""
    if allows_on(request, "petition.read", petitions.parties(str(petition_id))):
        return HttpResponseRedirect(reverse("petition", args=[petition_id]) + "?done")
    return HttpResponseRedirect(reverse("petitions") + "?done")


def petition_page(
    request: HttpRequest,
    petition_id: int,
    refusal: Refusal | None = None,
    sent: dict[str, forms.Form] | None = None,
    parts: list[str] | None = None,
) -> HttpResponse:
    """Return the page of a petition, with the form that was sent in its place, and why it was refused."""
    row, now = petitions.by_id(petition_id), timezone.now()
    names = named(row.round_id)
    (line,) = petitions.lines([row], timezone.localdate(now))
    response = show(
        request,
        "petitions/petition.html",
        [crumb(), Crumb(row.number)],
        at=now,
        petition=row,
        names=names,
        line=line,
        **tell_facts(row, line, names, now),
        related=_related(request, row, now),
        steps=_offered(request, row, sent or {}),
        parts=_parts(row, names, parts) if _may_split(request, row) else [],
        is_done="done" in request.GET,
        **said(refusal),
    )
    return answered(response, refusal)


def _may_split(request: HttpRequest, row: Any) -> bool:
    is_able = "split" in steps(petitions.standing(row))
    return is_able and allows_on(request, "petition.arrange", nobody(""))


def _offered(request: HttpRequest, row: Any, sent: dict[str, forms.Form]) -> list[Step]:
    """Return the steps that the reader may take where the petition stands, and the one that was sent."""
    able, key = steps(petitions.standing(row)), str(row.pk)
    found = {}
    for step, (action, whose, _form_class) in _STEPS.items():
        if step in sent:
            found[step] = sent[step]
        elif step in able and allows_on(request, action, whose(key)):
            form = _form(request, row, step)
            # Who was asked and has said it has nothing left to say.
            if "body" not in form.fields or form.fields["body"].choices:
                found[step] = form
    return tell_steps(row, found, frozenset(sent))


def _form(request: HttpRequest, row: Any, step: str, sent: bool = False) -> asking.Plain:
    told = {"data": request.POST, "files": request.FILES} if sent else {}
    initial = {"competence": row.competence}
    return _STEPS[step][2](_choices(request, row, step), auto_id=f"{step}_%s", initial=initial, **told)


def _choices(request: HttpRequest, row: Any, step: str) -> asking.Offered:
    """Return what a step may choose from."""
    if step == "answer":
        return asking.Offered(classifications=classifications_of(row.round_id))
    known = tasks.bodies(row.round_id)
    if step == "contribute":
        own = frozenset().union(*(one.bodies for one in actor_of(request).roles))
        asked = [one.body for one in contributions.owed_to(row) if one.body in own]
        return asking.Offered(asked=[(one, known.names.get(one, one)) for one in asked])
    bodies = [(one.key, one.name) for one in known.open]
    role = {"assign": "lead", "ask": "co_ordination"}.get(step, "")
    offers = petitions.offers(row, role, at=timezone.now()) if role else ()
    return asking.Offered(bodies, presets=presets_of(offers, words_of_round(row.round_id)[0]))


def _related(request: HttpRequest, row: Any, at: datetime) -> dict[str, Any]:
    """Return what it was split from and into, and what is answered with it, as far as the reader sees it."""

    def may_see(one: Any) -> bool:
        return allows_on(request, "petition.read", petitions.parties(str(one.pk)))

    scope = scope_of(actor_of(request), "petition.read")
    filters = Filters(cluster=row.cluster_id or 0, size=_MOST)
    like = petitions.listed(scope, filters=filters, at=at).lines if row.cluster_id else ()
    return {
        "origin": row.origin if row.origin and may_see(row.origin) else None,
        "parts": [one for one in row.parts.all() if may_see(one)],
        "together": [one for one in like if one.petition.pk != row.pk],
    }


def _parts(row: Any, names: Named, typed: list[str] | None) -> list[str]:
    """Return what stands in the editor of a split: what was typed, else what is proposed, else the whole."""
    if typed is not None:
        return [*filter(str.strip, typed), *[""] * _SPARE]
    rules = rules_of(names.words.pack.rules.get(TOPIC, ()), row.lodged_on)
    found = splitting.propose(row.text, rules.letters, rules.fewest_words)
    return [*(found.texts if found else (row.text,)), *[""] * _SPARE]
