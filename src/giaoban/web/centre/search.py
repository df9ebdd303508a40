"""Search: everything that one may see, by words without accents, by number, by unit; on one page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from giaoban.queries import search
from giaoban.web.access import declares
from giaoban.web.actors import actor_of
from giaoban.web.components import hits
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.entries import entries
from giaoban.web.typed import whole

#: Beyond this page nobody reads on: more words find it.
_LAST = 50


@declares("search.read")
def search_all(request: HttpRequest) -> HttpResponse:
    """Show what holds every word that is asked for: what bears the number first, then the newest."""
    text = request.GET.get("q", "").strip()[:100]
    kind = next((one for one in search.KINDS if one == request.GET.get("kind")), "")
    found = search.found(actor_of(request), text, kind=kind, page=_page(request))
    is_first = found.number == 1 and not kind
    return show(
        request,
        "search.html",
        [Crumb(_("Search"))],
        text=text,
        kind=kind,
        kinds=hits.KINDS.items(),
        numbered=hits.lay_out(found.numbered),
        others=hits.lay_out(found.entries),
        places=hits.of_rounds(text) if is_first else [],
        conferences=hits.of_conferences(text, entries(request)) if is_first and text else [],
        found=found,
    )


def _page(request: HttpRequest) -> int:
    return min(max(whole(request.GET.get("page", "")), 1), _LAST)
