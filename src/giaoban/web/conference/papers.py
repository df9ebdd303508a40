"""Papers: delegates read those that are for them; the office brings, replaces and withdraws them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from giaoban.actions import papers as bringing
from giaoban.core.errors import Conflict, Invalid, Refusal
from giaoban.queries import conferences, papers
from giaoban.web.access import FORM, allows, declares, seated
from giaoban.web.actors import actor_of
from giaoban.web.components.audiences import AUDIENCES
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.typed import whole


@declares("paper.read", conference="conference_key", phase=conferences.stage)
def list_papers(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the papers that are for the person, by the order of the agenda."""
    found = conferences.by_key(conference_key)
    return show(
        request,
        "conference/papers.html",
        [*crumbs_of(found), Crumb(_("Papers"))],
        conference=found,
        papers=papers.current(conference_key, _roles(request, conference_key)),
        opened=papers.opened(conference_key, actor_of(request).person),
        audiences=AUDIENCES,
        may_oversee=allows(request, "paper.oversee", "", conferences.stage(conference_key), conference_key),
    )


@declares("paper.read", "paper_id", conference="conference_key", phase=conferences.stage)
def download(request: HttpRequest, conference_key: str, paper_id: int) -> HttpResponse:
    """Send a paper to be kept, never to be shown in the browser, and note that the person has opened it."""
    paper = papers.paper(conference_key, paper_id, _roles(request, conference_key))
    response = HttpResponse(papers.content(paper), content_type=paper.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    if request.method == "GET":
        bringing.note_opened(paper=paper, by=actor_of(request).person)
    return response


@declares("paper.oversee", conference="conference_key", phase=conferences.stage)
def oversee(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the office every paper, also what was replaced or withdrawn, and how many have opened it."""
    return _office_page(request, conference_key)


@declares("paper.oversee", "paper_id", conference="conference_key", phase=conferences.stage)
def show_readers(request: HttpRequest, conference_key: str, paper_id: int) -> HttpResponse:
    """Show who has opened a paper, when, and who has not."""
    found = conferences.by_key(conference_key)
    paper = papers.paper(conference_key, paper_id, _roles(request, conference_key))
    readers = papers.readers(paper)
    return show(
        request,
        "conference/readers.html",
        [*crumbs_of(found), Crumb(_("Papers"), _address(conference_key)), Crumb(paper.title)],
        conference=found,
        paper=paper,
        audience=AUDIENCES[paper.audience],
        readers=readers,
        opened=sum(one.reading is not None for one in readers),
    )


@declares("paper.add", conference="conference_key", methods=FORM, phase=conferences.stage)
def add(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take a paper in, or say everything that keeps it out."""
    if request.method != "POST":
        return HttpResponseRedirect(_address(conference_key))
    file, sent = request.FILES.get("file"), request.POST
    try:
        bringing.add(
            conference=conference_key,
            content=file.read() if file else b"",
            name=file.name if file else "",
            title=sent.get("title", ""),
            audience=sent.get("audience", ""),
            classification=sent.get("classification", ""),
            item_id=whole(sent.get("item", ""), None),
            replaces_id=whole(sent.get("replaces", ""), None),
            by=actor_of(request).person,
        )
    except (Invalid, Conflict) as refusal:
        return _office_page(request, conference_key, refusal)
    return HttpResponseRedirect(_address(conference_key) + "#papers")


@declares("paper.withdraw", "paper_id", conference="conference_key", methods=FORM, phase=conferences.stage)
def withdraw(request: HttpRequest, conference_key: str, paper_id: int) -> HttpResponse:
    """Take a paper back, with the reason."""
    if request.method != "POST":
        return HttpResponseRedirect(_address(conference_key))
    by, reason = actor_of(request).person, request.POST.get("reason", "")
    try:
        bringing.withdraw(conference=conference_key, paper_id=paper_id, reason=reason, by=by)
    except (Invalid, Conflict) as refusal:
        return _office_page(request, conference_key, refusal)
    return HttpResponseRedirect(_address(conference_key) + "#papers")


def _roles(request: HttpRequest, key: str) -> frozenset[str]:
    """Return the roles of whoever asks that count at this conference."""
    held = seated(request, key).roles
    return frozenset(one.role for one in held if one.conference == key or not one.conference)


def _address(key: str) -> str:
    return reverse("paper_office", kwargs={"conference_key": key})


def _office_page(request: HttpRequest, key: str, refusal: Refusal | None = None) -> HttpResponse:
    found = conferences.by_key(key)
    roles, stage = _roles(request, key), conferences.stage(key)
    response = show(
        request,
        "conference/paper_office.html",
        [*crumbs_of(found), Crumb(_("Papers"))],
        conference=found,
        lines=[_line(one) for one in papers.history(key)],
        current=papers.current(key, roles),
        items=conferences.agenda(key),
        audiences=AUDIENCES,
        classifications=classifications_of(found.round_id),
        may_add=allows(request, "paper.add", "", stage, key),
        sent=request.POST,
        refusal=say_refusal(refusal) if refusal else None,
        faults=_said(refusal) if refusal else [],
    )
    response.status_code = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return response


def _line(paper: Any) -> dict[str, Any]:
    readers = papers.readers(paper)
    opened = sum(one.reading is not None for one in readers)
    told = {"holds": papers.holds(paper), "audience": AUDIENCES[paper.audience]}
    return {"paper": paper, "opened": opened, "of": len(readers), **told}


def _said(refusal: Refusal) -> list[tuple[str, str, str]]:
    return [(_(one.title), _(one.detail) if one.detail else "", str(one.where)) for one in refusal.findings]
