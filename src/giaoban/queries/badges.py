"""Badges: the personal code of a delegate, which the clerk's telephone reads at the door of the hall."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from giaoban.core.errors import NotFound
from giaoban.files import codes
from giaoban.queries import delegates
from giaoban.records.models import Delegate


@dataclass(frozen=True)
class Badge:
    """A delegate's badge: the address that its code leads to, and the code as SVG."""

    delegate: Delegate
    address: str
    code: str


def badge(delegate: Delegate) -> Badge:
    """Return the badge of a delegate. Its code gives no right: it opens a page for the clerk alone."""
    key = delegate.conference.key
    place = reverse("check_in", kwargs={"conference_key": key, "badge": delegate.badge})
    address = settings.SITE_ADDRESS + place
    return Badge(delegate, address, codes.drawn(address))


def sheet(conference: str) -> tuple[Badge, ...]:
    """Return the badge of everybody who has a seat, in the order that the office gave."""
    rows = delegates.consented(conference).select_related("conference", "site")
    return tuple(map(badge, rows))


def holder(conference: str, code: str) -> Delegate:
    """Return whose badge bears this code.

    Raises:  NotFound if it is nobody's at this conference.
    """
    rows = delegates.consented(conference).filter(badge=code)
    found = rows.select_related("site", "conference").first()
    if found is None:
        raise NotFound("This badge is not known here", "Look for the person by name.")
    return found
