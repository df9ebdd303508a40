"""Pages: what every page carries: language switch, address, as-at day, and the factsheet that it shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from giaoban.core.conduct.policy import Subject, may
from giaoban.queries import factsheets, packs, people
from giaoban.web.actors import actor_of
from giaoban.web.components.sheets import Sheet, speak
from giaoban.web.components.tables import Asked, Table
from giaoban.web.components.values import say_frame_day, say_language, say_time

#: The registers in the site's navigation: what the policy has to allow, the name of the page, and its link.
_REGISTERS = (
    ("petition.list", "petitions", gettext_lazy("Petitions")),
    ("task.list", "all_tasks", gettext_lazy("Tasks")),
    ("directive.list", "directives", gettext_lazy("Directives")),
    ("inspection.read", "inspections", gettext_lazy("Inspections")),
)


@dataclass(frozen=True)
class Switch:
    """One language of the site and the address of this page in it."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumb; the last one has no address."""

    text: str
    url: str = ""


def open_sheet(round_id: str) -> Sheet:
    """Return the latest factsheet of a round in the language of the page, or in the pack's own."""
    factsheet = factsheets.latest(round_id)
    pack, _round = packs.of_round(round_id)
    language = get_language() or settings.LANGUAGE_CODE
    own = speak(factsheet["header"]["languages"], language)
    return Sheet(factsheet, language, pack.wording[own], pack.codelists, pack.documents, pack.rules)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of every page shows: its languages, its address, and who is signed in."""
    who = SimpleLazyObject(lambda: _who(request))
    return {"switches": switches(request), "address": request.build_absolute_uri(), "who": who}


def _who(request: HttpRequest) -> dict[str, Any] | None:
    person = actor_of(request).person
    if not person:
        return None
    roles = people.memberships(request.user, timezone.localdate())
    offices = sorted({one.organisation.name for one in roles})
    registers = [(name, text) for action, name, text in _REGISTERS if _may_list(request, action)]
    return {"person": person, "name": str(request.user), "offices": offices, "registers": registers}


def _may_list(request: HttpRequest, action: str) -> bool:
    """Return whether whoever asks may open a register, whatever they find in it."""
    return may(actor_of(request), action, Subject(action.partition(".")[0]), "published").allowed


def show(
    request: HttpRequest, template: str, crumbs: list[Crumb], sheet: Sheet | None = None, **context: Any
) -> HttpResponse:
    """Return the page that `template` makes of the context and what every page carries."""
    response = render(request, template, {"crumbs": crumbs, **_about(sheet), **context})
    # A later factsheet may stand behind this address one day: keep a copy, but ask whether it is current.
    response.headers["Cache-Control"] = "no-cache"
    return response


def crumbs_to(sheet: Sheet, *below: Crumb) -> list[Crumb]:
    """Return the breadcrumb from the rounds over this round to what stands below it."""
    address = reverse("round", kwargs={"round_id": sheet.round_id})
    return [Crumb(_("Rounds"), reverse("rounds")), Crumb(sheet.title, address), *below]


def switches(request: HttpRequest) -> list[Switch]:
    """Return the languages of the site, each with this page's address in it."""
    path, current = request.get_full_path(), get_language()
    return [
        Switch(code, say_language(code), translate_url(path, code), code == current)
        for code, _name in settings.LANGUAGES
    ]


def asked(request: HttpRequest) -> Asked:
    """Return what the address asks of the page's table."""
    query = request.GET.get("q", "").strip()[:100]
    return Asked(request.GET.get("sort", ""), request.GET.get("order", ""), query)


def count(table: Table) -> str:
    """Return how many of its units a table shows."""
    text = ngettext("%(shown)s of %(total)s unit shown", "%(shown)s of %(total)s units shown", table.total)
    return text % {"shown": len(table.rows), "total": table.total}


def _about(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    header = sheet.header
    return {
        "sheet": sheet,
        "round_id": sheet.round_id,
        "as_of": say_frame_day(header["as_of"], None if sheet.is_foreign else sheet.wording),
        "period": say_time(sheet, header["period"]),
        "own_language": sheet.own_language,
        "own_language_name": say_language(sheet.own_language),
    }
