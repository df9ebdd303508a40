"""Directives: the register, one document with all that bears on it, and how far the units are with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from giaoban.core.conduct.policy import scope_of
from giaoban.core.errors import NotFound, Refusal
from giaoban.core.registry.units import Unit
from giaoban.queries import cascades, directive_reviews, directives, tasks
from giaoban.queries.cascades import Followed
from giaoban.queries.directives import Filters, Tie
from giaoban.web.access import allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.directives import (
    COLUMNS,
    STATES,
    STATUSES,
    lay_reviews,
    say_tie,
    tell_refusal,
)
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.registering import Planning, classifications
from giaoban.web.components.tasks import lay_out
from giaoban.web.typed import whole

#: What the pages offer, each only to whom the policy allows it.
_OFFERS = ("register", "correct", "relate", "end", "review", "follow")


@declares("directive.list")
def list_directives(request: HttpRequest) -> HttpResponse:
    """Show the register, narrowed as the address asks."""
    if not directives.is_kept():
        return show(request, "directives/none.html", [Crumb(_("Directives"))])
    on, filters = timezone.localdate(), _filters(request)
    page = directives.listed(filters, on, whole(request.GET.get("page", "")))
    units = units_by_key()
    counted = cascades.counts(page.lines, on)
    asked = cascades.units(on)
    return show(
        request,
        "directives/list.html",
        [Crumb(_("Directives"))],
        page=page,
        lines=[_line(one, units, counted) for one in page.lines],
        filters=filters,
        choices=directives.choices(),
        statuses=STATUSES.items(),
        units=[one for one in units.values() if one in asked],
        may=may(request),
        own=[units[key] for key in sorted(actor_of(request).unit_keys) if key in units],
        on=on,
    )


@declares("directive.list")
def download_directives(request: HttpRequest) -> HttpResponse:
    """Send every document that the filters find as a table."""
    on, units = timezone.localdate(), units_by_key()
    lines = [_columns(one, units) for one in directives.found(_filters(request), on)]
    return _table("directives.csv", write_lines(_titles(), lines))


@declares("directive.read", "directive_id")
def show_directive(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Show one document: whether it holds, what it replaced, and all that bears on it."""
    return directive_page(request, directive_id)


@declares("directive.read", "directive_id")
def download_text(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Send the attached text to be kept, never to be shown in the browser."""
    found = directives.by_id(directive_id, timezone.localdate())
    response = HttpResponse(directives.content(found), content_type=found.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@declares("directive.read", "directive_id")
def show_cascade(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Show how many units have carried a document out, and where each stands that the reader may follow."""
    on = timezone.localdate()
    followed = _followed(directive_id, on)
    found = followed.directive
    steps = sorted(_reached(request, followed), key=lambda one: one.answer.state != "missing")
    return show(
        request,
        "directives/cascade.html",
        [*crumbs_of(found), Crumb(_("Carried out by units"))],
        directive=found,
        cascade=followed.cascade,
        counts=[(said, followed.cascade.count(state)) for state, said in STATES.items()],  # type: ignore[arg-type]
        steps=[(one, STATES[one.answer.state]) for one in steps],
        is_whole=len(steps) == len(followed.steps),
        on=on,
    )


@declares("directive.read", "directive_id")
def download_cascade(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Send where each unit stands that the reader may follow as a table."""
    followed = _followed(directive_id, timezone.localdate())
    heads = [_("Code"), _("Unit"), _("What the unit says"), _("Since"), _("Document")]
    lines = [
        [
            one.unit.code,
            one.unit.full_name,
            str(STATES[one.answer.state]),
            one.answer.on.isoformat() if one.answer.on else "",
            one.document.symbol if one.document else "",
            one.reason,
            _("overdue") if one.answer.is_overdue else "",
        ]
        for one in _reached(request, followed)
    ]
    return _table(
        f"directive-{directive_id}-units.csv", write_lines([*heads, _("Reason"), _("Overdue")], lines)
    )


def directive_page(
    request: HttpRequest, directive_id: int, refusal: Refusal | None = None, planning: Planning | None = None
) -> HttpResponse:
    """Return the page of one document, with what was refused on it, if anything was."""
    at, on = timezone.now(), timezone.localdate()
    found = directives.by_id(directive_id, on)
    scope, asked = scope_of(actor_of(request), "task.track"), tasks.Filters(state="", directive=found.pk)
    line = directives.line(found, on)
    units = units_by_key()
    return show(
        request,
        "directives/directive.html",
        crumbs_of(found)[:-1] + [Crumb(found.symbol)],
        directive=found,
        status=STATUSES[found.status],
        level=units[found.unit_key].full_name if found.unit_key in units else "",
        before=[(one, STATUSES[one.status]) for one in line.before],
        after=[(one, STATUSES[one.status]) for one in line.after],
        ties=[(say_tie(one), one) for one in directives.ties(found) if not _is_of_cascade(one)],
        cascade=cascades.of_directive(found, on).cascade if found.is_cascaded else None,
        reviews=lay_reviews(directive_reviews.of_directive(found, on), on),
        lines=lay_out(tasks.listed(scope, filters=asked, at=at).lines, at),
        may=may(request),
        planning=planning or Planning(),
        classifications=classifications(),
        is_done="done" in request.GET,
        on=on,
        **tell_refusal(refusal),
    )


def crumbs_of(directive: Any) -> list[Crumb]:
    """Return the way to a document's page and to what stands below it."""
    page = reverse("directive", args=[directive.pk])
    return [Crumb(_("Directives"), reverse("directives")), Crumb(directive.symbol, page)]


def may(request: HttpRequest) -> frozenset[str]:
    """Return which steps of the register a page may offer to whoever asks."""
    return frozenset(one for one in _OFFERS if allows(request, f"directive.{one}", "", "published"))


def units_by_key() -> dict[str, Unit]:
    """Return the units of the register's pack by key, each in its latest version."""
    known = sorted(directives.keeper().units.values(), key=lambda one: one.valid_from)
    return {one.unit_key: one for one in known}


def _filters(request: HttpRequest) -> Filters:
    asked = {name: request.GET.get(name, "").strip()[:200] for name in vars(Filters())}
    return Filters(**{**asked, "text": request.GET.get("q", "").strip()[:200]})


def _followed(directive_id: int, on: Any) -> Followed:
    found = directives.by_id(directive_id, on)
    if not found.is_cascaded:
        raise NotFound("No unit is asked to carry this document out", "See the page of the document.")
    return cascades.of_directive(found, on)


def _reached(request: HttpRequest, followed: Followed) -> tuple[cascades.Step, ...]:
    """Return the units' answers that the reader may follow: all of them, or those of their own units."""
    scope = scope_of(actor_of(request), "directive.follow")
    return followed.steps if scope.is_all else followed.of(scope.unit_keys)


def _is_of_cascade(tie: Tie) -> bool:
    """Return whether a unit's document carries this one out: the page of the cascade lists those."""
    return tie.edge.kind == "concretises" and not tie.is_out and bool(tie.other.unit_key)


def _line(one: Any, units: dict[str, Unit], counted: dict[int, Any]) -> dict[str, Any]:
    unit = units.get(one.unit_key)
    told = {"level": unit.name if unit else "", "cascade": counted.get(one.pk)}
    return {"directive": one, "status": STATUSES[one.status], **told}


def _titles() -> list[str]:
    names = ("symbol", "kind", "issuer", "unit_key", "term", "title", "issued_on")
    rest = ("in_force_from", "in_force_to", "reference", "concretised_by")
    return [*(str(COLUMNS[name]) for name in names), _("Status"), *(str(COLUMNS[name]) for name in rest)]


def _columns(one: Any, units: dict[str, Unit]) -> list[str]:
    unit = units.get(one.unit_key)
    level = unit.full_name if unit else _("centre")
    days = [day.isoformat() if day else "" for day in (one.in_force_from, one.in_force_to)]
    due = one.concretised_by.isoformat() if one.concretised_by else ""
    return [
        one.symbol, one.kind, one.issuer, level, one.term, one.title, one.issued_on.isoformat(),
        str(STATUSES[one.status]), *days, one.reference, due,
    ]  # fmt: skip


def _table(name: str, content: bytes) -> HttpResponse:
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=heads)
