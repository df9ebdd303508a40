"""Calendars: which days of a year are worked; the steward makes a day off or worked, and sees what moves."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions import calendars as changing
from giaoban.core.conduct.policy import Subject, may
from giaoban.core.errors import Conflict, Invalid, NotFound, Refusal
from giaoban.core.registry.packs import Pack
from giaoban.queries import calendars, deadlines, packs
from giaoban.queries.calendars import Day as Special
from giaoban.web.access import FORM, declares
from giaoban.web.actors import actor_of
from giaoban.web.centre.forms import Day
from giaoban.web.components.days import KINDS, tell, tell_moved
from giaoban.web.components.obstacles import gather, say_refusal
from giaoban.web.components.pages import Crumb, show

_FIRST, _LAST = 1990, 2100


@declares("calendar.read")
def show_calendars(request: HttpRequest) -> HttpResponse:
    """Lead to this year's calendar of the first pack."""
    known = packs.installed()
    if not known:
        raise NotFound("There is no pack")
    return HttpResponseRedirect(_address(known[0].pack_id, timezone.localdate().year))


@declares("calendar.read", key="pack_id")
def show_calendar(request: HttpRequest, pack_id: str, year: int) -> HttpResponse:
    """Show a year month by month: its working days, the days that differ, and the deadlines in it."""
    return _page(request, packs.pack(pack_id), year, Day())


@declares("calendar.change", key="pack_id", methods=FORM)
def change_day(request: HttpRequest, pack_id: str, year: int) -> HttpResponse:
    """Make a day off or worked; where that is refused, say why beside what was typed."""
    form, refusal = Day(request.POST or None), None
    if form.is_valid():
        try:
            by = actor_of(request).person
            changing.set_day(pack_id=pack_id, by=by, **form.cleaned_data)
        except (Conflict, Invalid) as why:
            refusal = why
        else:
            day = form.cleaned_data["day"]
            return HttpResponseRedirect(_address(pack_id, day.year) + f"?changed={day.isoformat()}")
    page = _page(request, packs.pack(pack_id), year, form, refusal)
    if refusal:
        page.status_code = 409 if isinstance(refusal, Conflict) else 422
    return page


def _address(pack_id: str, year: int) -> str:
    return reverse("calendar", kwargs={"pack_id": pack_id, "year": year})


def _page(
    request: HttpRequest, pack: Pack, year: int, form: Day, refusal: Refusal | None = None
) -> HttpResponse:
    if not _FIRST <= year <= _LAST:
        raise NotFound("There is no calendar of this year")
    allowed = may(
        actor_of(request), "calendar.change", Subject("calendar", pack.pack_id), "published"
    ).allowed
    changes = [_change(one, pack) for one in calendars.changes(pack.pack_id)]
    asked = request.GET.get("changed", "")
    due = deadlines.of_pack(pack, pack.calendar).items()
    return show(
        request,
        "calendars/calendar.html",
        [Crumb(_("Working calendar"))],
        pack=pack,
        name=_name(pack.names, pack),
        others=[
            (_name(one.names, one), _address(one.pack_id, year)) for one in packs.installed() if one != pack
        ],
        year=year,
        years=[(one, _address(pack.pack_id, one)) for one in (year - 1, year + 1) if _FIRST <= one <= _LAST],
        months=_months(pack, year),
        deadlines=tell([one for one in due if one[1].year == year], pack),
        changes=changes,
        changed=next((one for one in changes if one["day"].isoformat() == asked), None),
        form=form,
        may_change=allowed,
        refusal=say_refusal(refusal) if refusal else None,
        obstacles=gather(refusal.findings) if refusal else [],
    )


def _months(pack: Pack, year: int) -> list[dict[str, Any]]:
    special = [_day(one, pack) for one in calendars.days(pack, year)]
    return [
        {
            "first": date(year, month, 1),
            "count": _worked(pack, year, month),
            "days": [one for one in special if one["day"].month == month],
        }
        for month in range(1, 13)
    ]


def _worked(pack: Pack, year: int, month: int) -> int:
    """Return how many days of a month are worked: those left on the eve of its first day."""
    first, end = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return pack.calendar.days_left(first - timedelta(days=1), end - timedelta(days=1))


def _day(one: Special, pack: Pack) -> dict[str, Any]:
    return {**vars(one), "kind": KINDS[one.kind], "name": _name(one.names, pack)}


def _change(one: calendars.Change, pack: Pack) -> dict[str, Any]:
    return {**vars(one), "kind": KINDS[one.kind], "moved": tell_moved(one.moved, pack)}


def _name(names: Any, pack: Pack) -> str:
    return str(names.get(get_language() or "") or names[pack.languages[0]])
