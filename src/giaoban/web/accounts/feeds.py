"""Feeds: a person lets their own calendar follow what they have to attend, by an address that is secret."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from giaoban.actions import feeds
from giaoban.core.errors import NotFound
from giaoban.queries import feeds as reading
from giaoban.web.access import FORM, declares
from giaoban.web.components.pages import Crumb, show


@declares("feed.renew", methods=FORM)
@reauthentication_required
@never_cache
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Show since when there is a feed; make a new address and show it, this once."""
    address = ""
    if request.method == "POST":
        secret = feeds.renew(person=request.user)
        address = settings.SITE_ADDRESS + reverse("feed", kwargs={"feed_secret": secret})
    return show(
        request,
        "accounts/feed.html",
        [Crumb(_("My account"), reverse("account")), Crumb(_("My calendar"))],
        feed=reading.of_person(request.user),
        feed_address=address,
    )


@declares("feed.read", "feed_secret")
def read_feed(request: HttpRequest, feed_secret: str) -> HttpResponse:
    """Send a calendar program what the person of this address has to attend."""
    person = reading.owner(feed_secret)
    if person is None:
        raise NotFound("There is no such calendar")
    with translation.override(person.language):
        content = reading.calendar(person, _("Giao Ban: my dates"), timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response
