"""Lodging: the form by which a petition comes in, filled in by a unit's leader or by the central office."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import petitions
from giaoban.core.errors import NotFound
from giaoban.web.actors import actor_of
from giaoban.web.centre.petitions import crumb
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.petition_forms import Choices, Lodging
from giaoban.web.components.petition_lists import rounds_known
from giaoban.web.components.petitions import Named, named
from giaoban.web.components.positions import addressees_of, say_findings, subjects_of
from giaoban.web.conference.steps import answered, attempt


def lodging(request: HttpRequest, form_class: type[Lodging], unit_key: str = "") -> HttpResponse:
    """Return the form of a new petition of a unit, or of any unit of the round, or keep what was typed in it.

    Raises:  NotFound for a unit that no round has.
    """
    known = _rounds(unit_key)
    asked = request.GET.get("round", "")
    round_id = asked if asked in dict(known) else known[0][0]
    names, refusal = named(round_id), None
    form = form_class(_offered(names, unit_key), request.POST or None)
    if form.is_valid():
        said = {"unit_key": unit_key, **form.cleaned_data}
        told = {"round_id": round_id, "by": actor_of(request).person, **said}
        made: list[int] = []
        refusal = attempt(lambda: made.append(petitions.lodge(**told).pk))
        if refusal is None:
            return HttpResponseRedirect(reverse("petition", args=[made[0]]) + "?done")
    page = show(
        request,
        "petitions/lodge.html",
        [crumb(), Crumb(_("Lodge a petition"))],
        names=names,
        unit=names.unit(unit_key) if unit_key else "",
        rounds=known,
        round_of=round_id,
        form=form,
        refusal=say_refusal(refusal) if refusal else None,
        faults=say_findings(refusal.findings) if refusal else [],
    )
    if form.errors:
        page.status_code = 422
    return answered(page, refusal)


def _rounds(unit_key: str) -> list[tuple[str, str]]:
    """Return the rounds in which a unit may lodge, or all of them, the latest first."""
    known = [one for one in rounds_known() if not unit_key or unit_key in named(one[0]).units]
    if not known:
        raise NotFound("There is no such unit", "See the list of units.")
    return known


def _offered(names: Named, unit_key: str) -> dict[str, Choices]:
    """Return what the form offers; whoever lodges for their own unit chooses none."""
    words = names.words
    indicators = [(code, words.name(one.names)) for code, one in words.pack.indicators.items()]
    units = {} if unit_key else {"unit_key": list(names.units.items())}
    return {
        **units,
        "subject": subjects_of(words),
        "addressee": addressees_of(words),
        "indicator": sorted(indicators, key=lambda one: one[1]),
    }
