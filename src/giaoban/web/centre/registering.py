"""Registering: documents are entered one by one or from a list, corrected, related, and ended."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions import directive_lists
from giaoban.actions import directives as acting
from giaoban.core.conduct.register_lists import COLUMNS
from giaoban.core.errors import Refusal
from giaoban.queries import cascades, directives
from giaoban.web.access import FORM, WRITING, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.directives import crumbs_of, directive_page
from giaoban.web.components.directives import say_tie, tell_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.registering import (
    Correction,
    Document,
    Ending,
    Relation,
    classifications,
    file_of,
    offers,
)
from giaoban.web.conference.steps import answered, attempt
from giaoban.web.typed import whole

#: So many documents are offered to choose from while a symbol is typed.
_OFFERED = 500


@declares("directive.register", methods=FORM)
def register(request: HttpRequest) -> HttpResponse:
    """Enter one document with its text, or say everything that keeps it out."""
    form, refusal = Document(cascades.ever(), request.POST or None), None
    if form.is_valid():
        made: list[Any] = []
        told = {"stated": form.stated, **file_of(request), "by": actor_of(request).person}
        refusal = attempt(lambda: made.append(acting.register(**told)))
        if refusal is None:
            return _to(made[0].pk)
    page = show(
        request,
        "directives/register.html",
        [Crumb(_("Directives"), reverse("directives")), Crumb(_("Register a document"))],
        form=form,
        classifications=classifications(),
        **offers(),
        **tell_refusal(refusal),
    )
    return answered(page, refusal)


@declares("directive.register", methods=FORM)
def take_list(request: HttpRequest) -> HttpResponse:
    """Take documents from a list, or show everything wrong with it, row by row."""
    refusal: Refusal | None = None
    listed: list[directive_lists.Listed] = []
    if request.method == "POST":
        told = {"content": b"", "name": "", "classification": "", **file_of(request)}
        by = actor_of(request).person
        refusal = attempt(lambda: listed.append(directive_lists.provision(**told, by=by)))
    page = show(
        request,
        "directives/import.html",
        [Crumb(_("Directives"), reverse("directives")), Crumb(_("Take a whole list"))],
        columns=", ".join(COLUMNS),
        classifications=classifications(),
        done=listed[0] if listed else None,
        **tell_refusal(refusal),
    )
    return answered(page, refusal)


@declares("directive.correct", "directive_id", methods=FORM)
def correct(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Correct what the register says of a document, with the reason."""
    found = directives.by_id(directive_id, timezone.localdate())
    form, refusal = Correction(cascades.ever(), request.POST or None, initial=vars(found)), None
    if form.is_valid():
        told = {"directive": directive_id, "stated": form.stated, "reason": form.cleaned_data["reason"]}
        by = actor_of(request).person
        refusal = attempt(lambda: acting.correct(**told, by=by))
        if refusal is None:
            return _to(directive_id)
    page = show(
        request,
        "directives/correct.html",
        [*crumbs_of(found), Crumb(_("Correct"))],
        directive=found,
        form=form,
        **offers(),
        **tell_refusal(refusal),
    )
    return answered(page, refusal)


@declares("directive.correct", "directive_id", methods=WRITING)
def attach_text(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Attach the text that was sent."""
    told = {"content": b"", "name": "", "classification": "", **file_of(request)}
    by = actor_of(request).person
    return _after(
        request, directive_id, attempt(lambda: acting.attach(directive=directive_id, by=by, **told))
    )


@declares("directive.end", "directive_id", methods=FORM)
def end(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Let a document hold no longer from the day that was typed."""
    found = directives.by_id(directive_id, timezone.localdate())
    form, refusal = Ending(request.POST or None), None
    if form.is_valid():
        told = {"directive": directive_id, "by": actor_of(request).person, **form.cleaned_data}
        refusal = attempt(lambda: acting.end(**told))
        if refusal is None:
            return _to(directive_id)
    crumbs = [*crumbs_of(found), Crumb(_("End it"))]
    page = show(request, "directives/end.html", crumbs, directive=found, form=form, **tell_refusal(refusal))
    return answered(page, refusal)


@declares("directive.relate", "directive_id", methods=FORM)
def relate(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Show on what a document bears and what bears on it, and enter one more relation."""
    form = Relation(request.POST or None)
    refusal = None
    if form.is_valid():
        by = actor_of(request).person
        refusal = attempt(lambda: acting.relate(**_ends(directive_id, form), by=by))
        if refusal is None:
            return HttpResponseRedirect(reverse("directive_edges", args=[directive_id]) + "?done")
    return _edges(request, directive_id, form, refusal)


@declares("directive.relate", "directive_id", methods=WRITING)
def unrelate(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Take back the relation that was chosen, with the reason."""
    told = {"edge": whole(request.POST.get("edge", "")), "reason": request.POST.get("reason", "")}
    refusal = attempt(lambda: acting.unrelate(**told, by=actor_of(request).person))
    if refusal is None:
        return HttpResponseRedirect(reverse("directive_edges", args=[directive_id]) + "?done")
    return _edges(request, directive_id, Relation(), refusal)


def _ends(directive_id: int, form: Relation) -> dict[str, Any]:
    """Return a relation as it was typed, from the document that bears to the one that it bears on.

    Raises:  Invalid for a symbol that no document has, or several.
    """
    typed = form.cleaned_data
    other = directives.named(typed["other"]).pk
    kind, is_partial, is_out = form.relation
    source, target = (directive_id, other) if is_out else (other, directive_id)
    return {"source": source, "target": target, "kind": kind, "is_partial": is_partial, "on": typed["on"]}


def _edges(request: HttpRequest, directive_id: int, form: Relation, refusal: Refusal | None) -> HttpResponse:
    found = directives.by_id(directive_id, timezone.localdate())
    others = directives.standing(timezone.localdate()).exclude(pk=found.pk)[:_OFFERED]
    page = show(
        request,
        "directives/edges.html",
        [*crumbs_of(found), Crumb(_("Relations"))],
        directive=found,
        ties=[(say_tie(one), one) for one in directives.ties(found)],
        form=form,
        labels=[directives.label(one) for one in others],
        is_done="done" in request.GET,
        **tell_refusal(refusal),
    )
    return answered(page, refusal)


def _after(request: HttpRequest, directive_id: int, refusal: Refusal | None) -> HttpResponse:
    if refusal is None:
        return _to(directive_id)
    return answered(directive_page(request, directive_id, refusal), refusal)


def _to(directive_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("directive", args=[directive_id]) + "?done")
