"""Inspections: the plan of a year is read, written row by row, and taken from a list."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import inspections as acting
from giaoban.core.conduct.plans import BETWEEN, BRANCHES, COLUMNS, CONTENTS, Planned, cells_of, parts
from giaoban.core.errors import Finding, NotFound, Refusal
from giaoban.core.registry.packs import Pack
from giaoban.queries import events, inspections
from giaoban.queries.inspections import Filters, Inspection
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.classifications import classifications_by
from giaoban.web.components.deeds import tell_deeds
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.findings import say
from giaoban.web.components.inspections import line, lines, meetings
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.wordings import Words, words_of
from giaoban.web.conference.steps import answered, attempt, told
from giaoban.web.typed import whole

_FIRST, _LAST = 1990, 2100


class InspectionForm(forms.Form):
    """One row of a plan."""

    number = forms.CharField(
        label=gettext_lazy("Number in the plan"),
        max_length=60,
        help_text=gettext_lazy("As the plan has it; no other row of the year has it."),
    )
    body = forms.CharField(label=gettext_lazy("Which body inspects?"), max_length=200)
    branch = forms.ChoiceField(label=gettext_lazy("Branch"))
    objects = forms.CharField(
        label=gettext_lazy("Who is inspected?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Organisations, one a line; no names of persons."),
    )
    contents = forms.MultipleChoiceField(
        label=gettext_lazy("What is looked at?"), widget=forms.CheckboxSelectMultiple
    )
    begins_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": gettext_lazy("This is no date.")},
    )
    last_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": gettext_lazy("This is no date.")},
    )

    def __init__(self, words: Words, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["branch"].choices = _codes(words, BRANCHES)  # type: ignore[attr-defined]
        self.fields["contents"].choices = _codes(words, CONTENTS)  # type: ignore[attr-defined]

    def planned(self) -> Planned:
        """Return the row as it was typed."""
        typed = dict(self.cleaned_data)
        typed["objects"] = parts(BETWEEN.join(typed["objects"].splitlines()))
        return Planned(**{**typed, "contents": tuple(typed["contents"])})


@declares("inspection.read")
def list_inspections(request: HttpRequest) -> HttpResponse:
    """Show the plan of a year as asked, with the overlaps that wait for a decision."""
    pack, year, filters = plan_asked(request)
    words, met = words_of(pack), inspections.overlaps(pack.pack_id, year)
    page = inspections.listed(pack.pack_id, year, filters, whole(request.GET.get("page", "")))
    return show(
        request,
        "inspections/list.html",
        [Crumb(_("Inspections"))],
        **about(request, pack, year),
        words=words,
        filters=filters,
        branches=_codes(words, BRANCHES),
        contents=_codes(words, CONTENTS),
        lines=lines(page.lines, words, met),
        page=page,
        undecided=sum(one.decision is None for one in met),
        overlaps=len(met),
        taken=request.GET.get("taken", ""),
    )


@declares("inspection.read")
def download_inspections(request: HttpRequest) -> HttpResponse:
    """Send the whole plan of a year as a list that can be taken again."""
    pack, year, _filters = plan_asked(request)
    rows = (cells_of(inspections.planned(row)) for row in inspections.of_year(pack.pack_id, year))
    heads = {
        "Content-Disposition": f'attachment; filename="inspections-{year}.csv"',
        "Cache-Control": "no-cache",
    }
    return HttpResponse(write_lines(COLUMNS, rows), content_type="text/csv; charset=utf-8", headers=heads)


@declares("inspection.read", "inspection_id")
def show_inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Show one row of a plan: whom, what, when, what it overlaps with, and what was done to it."""
    return _show(request, inspections.by_id(inspection_id))


@declares("inspection.plan", methods=FORM)
def plan_inspection(request: HttpRequest) -> HttpResponse:
    """Put a row into the plan of a year."""
    pack, year, _filters = plan_asked(request)
    form, refusal = InspectionForm(words_of(pack), request.POST or None), None
    if form.is_valid():
        said = {"pack_id": pack.pack_id, "year": year, "by": actor_of(request).person}
        made: list[Inspection] = []
        refusal = attempt(lambda: made.append(acting.plan(**said, sent=form.planned())))
        if refusal is None:
            return _to(made[0].pk)
    return _write(request, pack, year, form, refusal, None)


@declares("inspection.plan", "inspection_id", methods=FORM)
def change_inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Change a row of a plan."""
    row = inspections.by_id(inspection_id)
    pack, before = inspections.pack_of(row.pack_id), vars(inspections.planned(row))
    before = {**before, "objects": "\n".join(before["objects"])}
    form, refusal = InspectionForm(words_of(pack), request.POST or None, initial=before), None
    if form.is_valid():
        said = {
            "inspection": inspection_id,
            "seen": version_seen(request, "seen"),
            "by": actor_of(request).person,
        }
        refusal = attempt(lambda: acting.change(**said, sent=form.planned()))
        if refusal is None:
            return _to(inspection_id)
    return _write(request, pack, row.year, form, refusal, row)


@declares("inspection.plan", "inspection_id", methods=WRITING)
def cancel_inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Take a row off the plan, with the reason that was typed."""
    said = {
        "inspection": inspection_id,
        "seen": version_seen(request, "seen"),
        "by": actor_of(request).person,
    }
    refusal = attempt(lambda: acting.cancel(**said, reason=request.POST.get("reason", "")))
    return _show(request, inspections.by_id(inspection_id), refusal) if refusal else _to(inspection_id)


@declares("inspection.plan", methods=FORM)
def take_plan(request: HttpRequest) -> HttpResponse:
    """Take the plan of a year from a list, or show everything that is wrong with it."""
    pack, year, _filters = plan_asked(request)
    refusal = None
    if request.method == "POST":
        counts: dict[str, int] = {}
        refusal = attempt(lambda: counts.update(acting.take(**_sent(request, pack, year))))
        if refusal is None:
            taken = "-".join(str(counts[one]) for one in ("planned", "changed", "cancelled"))
            return HttpResponseRedirect(f"{_plan(pack, year)}&{urlencode({'taken': taken})}")
    page = show(
        request,
        "inspections/take.html",
        [*crumbs_of(pack, year), Crumb(_("Take a whole plan"))],
        **about(request, pack, year),
        columns=", ".join(COLUMNS),
        branches=_codes(words_of(pack), BRANCHES),
        contents=_codes(words_of(pack), CONTENTS),
        classifications=classifications_by(pack),
        listed=[_tell(one) for one in refusal.findings] if refusal else [],
        **{**told(refusal), "faults": []},
    )
    return answered(page, refusal)


def _show(request: HttpRequest, row: Inspection, refusal: Refusal | None = None) -> HttpResponse:
    pack = inspections.pack_of(row.pack_id)
    words, may_audit = words_of(pack), allows(request, "audit.read", "", "published")
    page = show(
        request,
        "inspections/inspection.html",
        [*crumbs_of(pack, row.year), Crumb(row.number)],
        **about(request, pack, row.year),
        words=words,
        one=line(row, words),
        meetings=meetings(inspections.overlaps_of(row), words),
        deeds=tell_deeds(events.latest(f"inspection/{row.pk}")) if may_audit else [],
        typed=request.POST.get("reason", ""),
        **told(refusal),
    )
    return answered(page, refusal)


def _write(
    request: HttpRequest,
    pack: Pack,
    year: int,
    form: InspectionForm,
    refusal: Refusal | None,
    row: Inspection | None,
) -> HttpResponse:
    page = show(
        request,
        "inspections/write.html",
        [*crumbs_of(pack, year), Crumb(row.number if row else _("Plan an inspection"))],
        **about(request, pack, year),
        words=words_of(pack),
        form=form,
        row=row,
        seen=request.POST.get("seen", row.version if row else ""),
        **told(refusal),
    )
    return answered(page, refusal)


def about(request: HttpRequest, pack: Pack, year: int) -> dict[str, Any]:
    """Return what every page of a plan says: of which pack and year it is, and what may be done."""
    return {
        "pack": pack,
        "packs": [(one.pack_id, words_of(one).name(one.names)) for one in inspections.planning_packs()],
        "year": year,
        "query": query_of(pack, year),
        "may_plan": allows(request, "inspection.plan", "", "published"),
        "may_decide": allows(request, "inspection.decide", "", "published"),
    }


def plan_asked(request: HttpRequest) -> tuple[Pack, int, Filters]:
    """Return the plan that the address asks for: this year's of the first pack unless it says otherwise."""
    # No database looks for it.
    asked = {name: text.replace("\0", "") for name, text in request.GET.items()}
    year = whole(asked.get("year", "")) or timezone.localdate().year
    if not _FIRST <= year <= _LAST:
        raise NotFound("There is no plan of this year")
    filters = Filters(
        asked.get("branch", ""), asked.get("content", ""), asked.get("q", "")[:100], "cancelled" in asked
    )
    return inspections.pack_of(asked.get("pack", "")), year, filters


def _sent(request: HttpRequest, pack: Pack, year: int) -> Mapping[str, Any]:
    file = request.FILES.get("file")
    return {
        "pack_id": pack.pack_id,
        "year": year,
        "content": file.read() if file else b"",
        "name": (file.name if file else "") or "",
        "classification": request.POST.get("classification", ""),
        "by": actor_of(request).person,
    }


def _codes(words: Words, codelist: str) -> list[tuple[str, str]]:
    """Return the codes of a list in words, a narrower one under the one that takes it in."""
    codes = words.pack.codelists[codelist]
    return [(code, f"{'– ' * code.count('.')}{words.code(codelist, code)}") for code in codes]


def _tell(finding: Finding) -> tuple[str, str, str]:
    """Return a finding in words, with its place in the list."""
    title, detail = say(finding)
    row = _("row {row}").format(row=finding.where.row) if finding.where.row else ""
    return title, detail, " · ".join(part for part in (row, finding.where.column) if part)


def crumbs_of(pack: Pack, year: int) -> list[Crumb]:
    """Return the breadcrumb to the plan of a year."""
    return [Crumb(f"{_('Inspections')} {year}", _plan(pack, year))]


def _plan(pack: Pack, year: int) -> str:
    return f"{reverse('inspections')}?{query_of(pack, year)}"


def query_of(pack: Pack, year: int) -> str:
    """Return how an address names the plan of a year."""
    return urlencode({"pack": pack.pack_id, "year": year})


def _to(inspection_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("inspection", args=[inspection_id]))


def version_seen(request: HttpRequest, name: str) -> int:
    """Return the version of a row that the page showed which was sent."""
    return whole(request.POST.get(name, ""))

