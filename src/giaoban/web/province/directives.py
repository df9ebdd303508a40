"""Directives at a unit's desk: what waits for a document of its own, and how the unit answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions import cascades as acting
from giaoban.core.errors import NotFound, Refusal
from giaoban.queries import cascades, directives
from giaoban.queries.cascades import Owed
from giaoban.web.access import FORM, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.directives import STATES, STATUSES, tell_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.registering import OwnDocument, classifications, file_of, offers
from giaoban.web.conference.steps import answered, attempt
from giaoban.web.typed import whole


@declares("directive.follow", "unit_key", unit="unit_key")
def list_owed(request: HttpRequest, unit_key: str) -> HttpResponse:
    """Show what waits for a document of the unit, what is settled, and the documents it has issued."""
    on, unit = timezone.localdate(), directives.unit(unit_key)
    lines = cascades.owed(unit_key, on)
    calendar = directives.keeper().calendar
    waiting = [one for one in lines if one.step.answer.state == "missing"]
    return show(
        request,
        "directives/owed.html",
        [*_crumbs(), Crumb(unit.full_name)],
        unit=unit,
        waiting=[(one, _left(one, calendar, on)) for one in waiting],
        overdue=sum(one.step.answer.is_overdue for one in waiting),
        settled=[(one, STATES[one.step.answer.state]) for one in lines if one.step.answer.state != "missing"],
        own=[(one, STATUSES[one.status]) for one in cascades.own(unit_key, on)],
        may_answer=allows(request, "directive.concretise", unit_key, "published"),
        is_done="done" in request.GET,
        on=on,
    )


@declares("directive.concretise", "unit_key", unit="unit_key", methods=FORM)
def answer(request: HttpRequest, unit_key: str, directive_id: int) -> HttpResponse:
    """Answer for the unit: by a document of its own, known or new, or by why it needs none."""
    way = request.POST.get("way", "")
    form = OwnDocument(request.POST if way == "new" else None)
    refusal: Refusal | None = None
    if request.method == "POST" and (way != "new" or form.is_valid()):
        told = {"directive": directive_id, "unit_key": unit_key, "by": actor_of(request).person}
        refusal = attempt(lambda: _take(request, way, form, told))
        if refusal is None:
            return HttpResponseRedirect(reverse("unit_directives", args=[unit_key]) + "?done")
    return answered(_page(request, unit_key, directive_id, form, refusal), refusal)


def _take(request: HttpRequest, way: str, form: OwnDocument, told: dict[str, Any]) -> None:
    typed = request.POST
    if way == "new":
        acting.concretise(**told, stated=form.stated, **file_of(request))
    elif way == "known":
        document = typed.get("document", "")
        acting.concretise(**told, document=whole(document))
    else:
        acting.waive(**told, reason=typed.get("reason", ""))


def _page(
    request: HttpRequest, unit_key: str, directive_id: int, form: OwnDocument, refusal: Refusal | None
) -> HttpResponse:
    on, unit = timezone.localdate(), directives.unit(unit_key)
    found = directives.by_id(directive_id, on)
    steps = cascades.of_directive(found, on).of([unit_key]) if found.is_cascaded else ()
    if not steps:
        raise NotFound("Nothing is asked of the unit here", "See what waits for it on its page.")
    return show(
        request,
        "directives/answer.html",
        [*_crumbs(), Crumb(unit.full_name, reverse("unit_directives", args=[unit_key])), Crumb(found.symbol)],
        unit=unit,
        directive=found,
        step=steps[0],
        state=STATES[steps[0].answer.state],
        known=list(cascades.unlinked(found, unit_key, on)),
        form=form,
        reason=request.POST.get("reason", ""),
        classifications=classifications(),
        **offers(),
        **tell_refusal(refusal),
    )


def _left(one: Owed, calendar: Any, on: Any) -> int | None:
    """Return how many working days are left to answer; None without a deadline."""
    due = one.directive.concretised_by
    return calendar.days_left(on, due) if due else None


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Directives"), reverse("directives"))]
