"""Badges: a person's own code for the door of the hall, and the sheet of all of them for the office."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.queries import badges, conferences, delegates
from giaoban.web.access import declares
from giaoban.web.actors import actor_of
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of


@declares("badge.read", conference="conference_key", phase=conferences.stage)
def show_badge(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the person's own badge, to be printed or held up on a telephone."""
    seat = delegates.of_person(actor_of(request).person, conference_key)
    return _page(request, conference_key, (badges.badge(seat),), _("My badge"))


@declares("badge.print", conference="conference_key", phase=conferences.stage)
def print_badges(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the badges of everybody, to be printed and cut."""
    return _page(request, conference_key, badges.sheet(conference_key), _("Badges"))


def _page(request: HttpRequest, key: str, found: tuple[badges.Badge, ...], title: str) -> HttpResponse:
    conference = conferences.by_key(key)
    crumbs = [*crumbs_of(conference), Crumb(title)]
    page = show(request, "conference/badges.html", crumbs, conference=conference, badges=found, heading=title)
    page.headers["Cache-Control"] = "private, no-store"
    return page
