"""Positions at the centre: what all units filed, by subject; what seems alike, and what is compound."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.actions import clusters
from giaoban.actions import positions as acting
from giaoban.core.conduct import splitting
from giaoban.core.errors import Refusal
from giaoban.queries import conferences, petition_rules, positions
from giaoban.queries.petition_rules import Setting
from giaoban.queries.positions import Written
from giaoban.web.access import WRITING, allows, allows_on, declares, nobody
from giaoban.web.actors import actor_of
from giaoban.web.components.downloads import write_lines
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.positions import Card, lay_out, say_findings, say_subject, subjects_of
from giaoban.web.components.wordings import Words, words_of
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt
from giaoban.web.typed import whole

#: How many empty parts the editor of a split offers besides those that are proposed.
_SPARE = 2


@dataclass(frozen=True)
class Offer:
    """Positions that seem to ask the same: the leading one, each other with the words that speak for it."""

    lead: Card
    others: list[tuple[Card, str, int]]
    cluster: int


@declares("position.review", "conference_key", conference="conference_key", phase=conferences.stage)
def list_positions(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show all that was filed by subject, with what seems to ask the same."""
    return positions_page(request, conference_key)


@declares("position.review", "conference_key", conference="conference_key", phase=conferences.stage)
def download_positions(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Send all that was filed as a table, with what was split or withdrawn."""
    place = petition_rules.setting(conference_key)
    written = positions.filed(conference_key)
    text = write_lines(_titles(), _lines(place, written))
    heads = {
        "Content-Disposition": f'attachment; filename="{conference_key}-positions.csv"',
        "Cache-Control": "no-cache",
    }
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=heads)


@declares("position.review", "position_id", conference="conference_key", phase=conferences.stage)
def show_position(request: HttpRequest, conference_key: str, position_id: int) -> HttpResponse:
    """Show one position as it was filed, with what it was split from or into."""
    return _page(request, conference_key, position_id)


@declares(
    "position.arrange",
    "conference_key",
    conference="conference_key",
    methods=WRITING,
    phase=conferences.stage,
)
def put_together(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Put the positions that were chosen into a cluster: a new one with a title, or one that there is."""
    typed = request.POST
    told = {
        "conference": conference_key,
        "position_ids": [whole(one) for one in typed.getlist("position")],
        "by": actor_of(request).person,
    }
    if cluster := whole(typed.get("cluster", "")):
        refusal = attempt(lambda: clusters.add(**told, cluster_id=cluster))
    else:
        about = {"title": typed.get("title", ""), "subject": typed.get("subject", "")}
        refusal = attempt(lambda: clusters.form(**told, **about))
    if refusal is None:
        return HttpResponseRedirect(reverse("positions", args=[conference_key]) + "?done")
    return positions_page(request, conference_key, refusal)


@declares(
    "position.arrange", "position_id", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def take_out(request: HttpRequest, conference_key: str, position_id: int) -> HttpResponse:
    """Take a position out of its cluster."""
    told = _asked(request, conference_key, position_id)
    return _after(request, conference_key, position_id, attempt(lambda: clusters.leave(**told)))


@declares(
    "position.arrange", "position_id", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def split_position(request: HttpRequest, conference_key: str, position_id: int) -> HttpResponse:
    """Split a position into the parts that were typed."""
    told, typed = _asked(request, conference_key, position_id), request.POST.getlist("part")
    seen = whole(request.POST.get("seen", ""))
    refusal = attempt(lambda: acting.split(**told, seen=seen, parts=typed))
    return _after(request, conference_key, position_id, refusal, typed)


@declares(
    "position.arrange", "position_id", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def join_parts(request: HttpRequest, conference_key: str, position_id: int) -> HttpResponse:
    """Take a split back, with the reason that was typed."""
    told, reason = _asked(request, conference_key, position_id), request.POST.get("reason", "")
    refusal = attempt(lambda: acting.join(**told, reason=reason))
    return _after(request, conference_key, position_id, refusal)


@declares(
    "position.arrange", "position_id", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def give_subject(request: HttpRequest, conference_key: str, position_id: int) -> HttpResponse:
    """Lay a position on the shelf of the subject that was chosen."""
    told, subject = _asked(request, conference_key, position_id), request.POST.get("subject", "")
    refusal = attempt(lambda: acting.give_subject(**told, subject=subject))
    return _after(request, conference_key, position_id, refusal)


def positions_page(request: HttpRequest, key: str, refusal: Refusal | None = None) -> HttpResponse:
    """Return the page of all that was filed, and why a step was refused, if one was."""
    place, written = petition_rules.setting(key), positions.filed(key)
    words, units = words_of(place.pack), positions.units_at(key)
    cards = {card.written.position_id: card for card in lay_out(written, words, units)}
    shelves = positions.shelves(key, written)
    page = show(
        request,
        "conference/positions.html",
        [*crumbs_of(place.conference), Crumb(_("Positions and petitions"))],
        place=place,
        words=words,
        count=sum(one.is_live for one in written),
        filing=len({one.row.unit_key for one in written}),
        units=len(units),
        offers=_offers(place, written, cards),
        shelves=[_shelf(words, one, cards) for one in shelves],
        settled=[card for card in cards.values() if not card.written.is_live],
        clusters=[bundle.cluster for shelf in shelves for bundle in shelf.bundles],
        subjects=subjects_of(words),
        may_arrange=_may_arrange(request, place),
        may_take_over=_may_take_over(request, place),
        typed=request.POST,
        is_done="done" in request.GET,
        refusal=say_refusal(refusal) if refusal else None,
    )
    return answered(page, refusal)


def _page(
    request: HttpRequest,
    key: str,
    position_id: int,
    refusal: Refusal | None = None,
    typed: list[str] | None = None,
) -> HttpResponse:
    place, written = petition_rules.setting(key), positions.filed(key)
    there = positions.one_filed(key, position_id)
    words, units = words_of(place.pack), positions.units_at(key)
    known = {card.written.position_id: card for card in lay_out(written, words, units)}
    card = known[position_id]
    may_split = there.is_live and there.row.origin is None
    page = show(
        request,
        "conference/position.html",
        [*crumbs_of(place.conference), _crumb(key), Crumb(card.name)],
        place=place,
        words=words,
        card=card,
        origin=known.get(there.row.origin_id),
        parts=[known[one] for one in there.parts],
        cluster=positions.cluster_of(key, there.cluster) if there.cluster else None,
        subjects=subjects_of(words),
        may_arrange=_may_arrange(request, place),
        may_split=may_split,
        texts=_texts(place, there, typed) if may_split else [],
        is_compound=may_split and _split(place, there) is not None,
        is_done="done" in request.GET,
        refusal=say_refusal(refusal) if refusal else None,
        faults=say_findings(refusal.findings) if refusal else [],
    )
    return answered(page, refusal)


def _after(
    request: HttpRequest,
    key: str,
    position_id: int,
    refusal: Refusal | None,
    typed: list[str] | None = None,
) -> HttpResponse:
    if refusal is None:
        return HttpResponseRedirect(reverse("position", args=[key, position_id]) + "?done")
    return _page(request, key, position_id, refusal, typed)


def _texts(place: Setting, there: Written, typed: list[str] | None) -> list[str]:
    """Return what stands in the editor of a split: what was typed, else what is proposed, else the whole."""
    if typed is not None:
        return [*filter(str.strip, typed), *[""] * _SPARE]
    found = _split(place, there)
    return [*(found.texts if found else (there.content.text,)), *[""] * _SPARE]


def _split(place: Setting, there: Written) -> splitting.Split | None:
    return splitting.propose(there.content.text, place.rules.letters, place.rules.fewest_words)


def _offers(place: Setting, written: Iterable[Written], cards: dict[int, Card]) -> list[Offer]:
    return [
        Offer(
            cards[one.lead],
            [(cards[other.key], ", ".join(other.words), int(other.share * 100)) for other in one.others],
            one.cluster,
        )
        for one in petition_rules.proposals(place, written)
    ]


def _shelf(words: Words, shelf: positions.Shelf, cards: dict[int, Card]) -> dict[str, Any]:
    bundles = [(one, [cards[member.position_id] for member in one.members]) for one in shelf.bundles]
    return {
        "code": shelf.subject,
        "title": say_subject(words, shelf.subject),
        "count": shelf.count,
        "units": len(shelf.unit_keys),
        "bundles": bundles,
        "loose": [cards[one.position_id] for one in shelf.loose],
    }


def _titles() -> list[str]:
    return [
        _("Number"), _("Unit"), _("What it is"), _("Subject"), _("Addressed to"), _("Text"), _("Agenda item"),
        _("Indicator"), _("Cause"), _("Part of"), _("Cluster"), _("State"), _("Filed"),
        _("Withdrawn because"),
    ]  # fmt: skip


def _lines(place: Setting, written: Iterable[Written]) -> list[list[str]]:
    found, key = list(written), place.conference.key
    titles = {
        bundle.cluster.pk: bundle.cluster.title
        for shelf in positions.shelves(key, found)
        for bundle in shelf.bundles
    }
    cards = lay_out(found, words_of(place.pack), positions.units_at(key))
    return [_line(card, titles.get(card.written.cluster, "")) for card in cards]


def _line(card: Card, cluster: str) -> list[str]:
    content, row = card.written.content, card.written.row
    origin = row.origin.number if row.origin else ""
    return [
        card.name, card.unit, card.kind, card.subject, card.addressee, content.text, card.item,
        card.indicator, content.cause, origin, cluster, card.state, card.filed, row.withdrawn_reason,
    ]  # fmt: skip


def _asked(request: HttpRequest, key: str, position_id: int) -> dict[str, Any]:
    return {"conference": key, "position_id": position_id, "by": actor_of(request).person}


def _may_arrange(request: HttpRequest, place: Setting) -> bool:
    return allows(request, "position.arrange", "", place.conference.stage, place.conference.key)


def _may_take_over(request: HttpRequest, place: Setting) -> bool:
    """Return whether the reader may make petitions of what was filed, once the conference is over."""
    is_over = place.conference.stage in ("adjourned", "concluded")
    return is_over and allows_on(request, "petition.arrange", nobody(""))


def _crumb(key: str) -> Crumb:
    return Crumb(_("Positions and petitions"), reverse("positions", args=[key]))
