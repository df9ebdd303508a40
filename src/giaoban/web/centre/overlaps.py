"""Overlaps of a plan of inspections: what waits for a decision, what was decided, and by whom."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import inspections as acting
from giaoban.core.registry.packs import Pack
from giaoban.queries import inspections
from giaoban.queries.inspections import Met
from giaoban.web.access import FORM, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.inspections import about, crumbs_of, plan_asked, query_of, version_seen
from giaoban.web.components.inspections import SAID, decided, meetings
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.wordings import words_of
from giaoban.web.conference.steps import answered, attempt, told

_LONGEST = 2_000


class DecisionForm(forms.Form):
    """What is done about an overlap, and why."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What happens to the two?"), widget=forms.RadioSelect, choices=()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, met: Met, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        drops = [
            (
                f"dropped/{row.pk}",
                _("%(number)s of %(body)s is dropped") % {"number": row.number, "body": row.body},
            )
            for row in (met.first, met.second)
        ]
        others = [(key, SAID[key]) for key in ("joined", "kept")]
        self.fields["choice"].choices = [*drops, *others]  # type: ignore[attr-defined]


@declares("inspection.read")
def list_overlaps(request: HttpRequest) -> HttpResponse:
    """Show where two rows of a year overlap, those first of which nothing is decided."""
    pack, year, _filters = plan_asked(request)
    words = words_of(pack)
    found = meetings(inspections.overlaps(pack.pack_id, year), words)
    return show(
        request,
        "inspections/overlaps.html",
        [*crumbs_of(pack, year), Crumb(_("Overlaps"))],
        **about(request, pack, year),
        words=words,
        undecided=[one for one in found if one.is_open],
        decided=[one for one in found if not one.is_open],
        dropped=decided(inspections.settled(pack.pack_id, year)),
    )


@declares("inspection.decide", "first_id", methods=FORM)
def decide_overlap(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """Record what is done about an overlap, beside both rows."""
    met = inspections.overlap(first_id, second_id)
    pack, year = inspections.pack_of(met.first.pack_id), met.overlap.begins_on.year
    form, refusal = DecisionForm(met, request.POST or None), None
    if form.is_valid():
        kind, _slash, dropped = form.cleaned_data["choice"].partition("/")
        seen = version_seen(request, "seen_first"), version_seen(request, "seen_second")
        said = {"first": first_id, "second": second_id, "seen": seen, "by": actor_of(request).person}
        made = {"decision": kind, "reason": form.cleaned_data["reason"]}
        refusal = attempt(lambda: acting.decide(**said, **made, dropped=int(dropped) if dropped else None))
        if refusal is None:
            return HttpResponseRedirect(f"{reverse('overlaps')}?{query_of(pack, year)}")
    (one,) = meetings([met], words_of(pack))
    page = show(
        request,
        "inspections/overlap.html",
        [*crumbs_of(pack, year), _overlaps_crumb(pack, year), Crumb(_("Decide"))],
        **about(request, pack, year),
        words=words_of(pack),
        one=one,
        form=form,
        **told(refusal),
    )
    return answered(page, refusal)


def _overlaps_crumb(pack: Pack, year: int) -> Crumb:
    return Crumb(_("Overlaps"), f"{reverse('overlaps')}?{query_of(pack, year)}")
