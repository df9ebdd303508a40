"""The register of petitions: what a reader may see of it, overdue first; and the page of one petition."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from giaoban.core.conduct.petitions import Tally, like_groups
from giaoban.core.conduct.policy import scope_of
from giaoban.core.errors import NotFound, Refusal
from giaoban.queries import evidence, petitions, rounds
from giaoban.queries.petitions import Filters
from giaoban.web.access import allows_on, declares, nobody
from giaoban.web.actors import actor_of
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.petition_lists import choices_of, columns, rows_of
from giaoban.web.components.petitions import Named, lay_out, named
from giaoban.web.conference.steps import answered
from giaoban.web.typed import whole

#: So many that a file holds all of them.
_ALL = 1_000_000


@declares("petition.list")
def list_petitions(request: HttpRequest) -> HttpResponse:
    """Show the petitions that the reader may see, overdue first, narrowed as the address asks."""
    return register(request)


@declares("petition.list")
def download_petitions(request: HttpRequest) -> HttpResponse:
    """Send every petition that the reader may see as a table, whatever the page was narrowed to."""
    scope = scope_of(actor_of(request), "petition.read")
    found = petitions.listed(scope, filters=Filters(size=_ALL), at=timezone.now())
    heads = {"Content-Disposition": 'attachment; filename="petitions.csv"', "Cache-Control": "no-cache"}
    text = write_lines(columns(), rows_of(found.lines))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=heads)


@declares("petition.list")
def compare_bodies(request: HttpRequest) -> HttpResponse:
    """Show how the bodies answer, each among those that were given about as many."""
    now = timezone.now()
    found = like_groups(petitions.by_body(at=now))
    names = named(latest_round())
    groups = [(start, end, [_tallied(one, names) for one in tallies]) for start, end, tallies in found]
    crumbs = [crumb(), Crumb(_("Responding bodies"))]
    return show(request, "petitions/bodies.html", crumbs, groups=groups, at=now)


@declares("petition.read", "petition_id", parties=petitions.parties)
def download_answer(request: HttpRequest, petition_id: int, answer_id: int) -> HttpResponse:
    """Send the signed file of an answer to be kept, never to be shown in the browser."""
    given = (one.answer for one in petitions.by_id(petition_id).answers.all())
    found = next((one for one in given if one.pk == answer_id and one.sha256), None)
    if found is None:
        raise NotFound("There is no such file", "See the answers to the petition.")
    response = HttpResponse(evidence.stored(found.sha256), content_type=found.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def register(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """Return the register as the address asks for it, and why a step was refused, if one was."""
    actor, now = actor_of(request), timezone.now()
    scope, filters = scope_of(actor, "petition.read"), _asked(request)
    page = petitions.listed(scope, filters=filters, at=now)
    response = show(
        request,
        "petitions/list.html",
        [Crumb(_("Petitions"))],
        at=now,
        page=page,
        cards=lay_out(page.lines),
        overdue=petitions.count(scope, filters=Filters("overdue"), at=now),
        open=petitions.count(scope, filters=Filters("open"), at=now),
        text=filters.text,
        choices=choices_of(filters, filters.round_id or latest_round()),
        is_filtered=filters != Filters(page=filters.page),
        lodging=_lodging(request),
        may_arrange=allows_on(request, "petition.arrange", nobody("")),
        typed=request.POST,
        is_done="done" in request.GET,
        refusal=say_refusal(refusal) if refusal else None,
    )
    return answered(response, refusal)


def latest_round() -> str:
    """Return the round whose words and bodies stand where none is asked for."""
    return rounds.schedules()[0].review.round_id


def crumb() -> Crumb:
    """Return the step of the breadcrumb that leads to the register."""
    return Crumb(_("Petitions"), reverse("petitions"))


def _tallied(one: Tally, names: Named) -> tuple[str, Tally, int]:
    """Return the name of a body, how it answered, and how much it answered at all."""
    return names.body(one.body), one, one.in_time + one.late


def _asked(request: HttpRequest) -> Filters:
    """Return what the address narrows the register to."""
    said = request.GET
    exact = {"state": "state", "unit_key": "unit", "body": "body", "round_id": "round", "subject": "subject"}
    return Filters(
        text=said.get("q", "")[:100],
        page=whole(said.get("page", ""), 1),
        **{name: said.get(asked, "")[:80] for name, asked in exact.items()},
    )


def _lodging(request: HttpRequest) -> str:
    """Return where the reader lodges a petition: for any unit, or for their own; empty if they do not."""
    if allows_on(request, "petition.lodge", nobody("")):
        return reverse("new_petition")
    actor = actor_of(request)
    own = (one for one in sorted(actor.unit_keys) if "leader" in actor.roles_for(one))
    return next((reverse("lodge_petition", args=[one]) for one in own), "")
