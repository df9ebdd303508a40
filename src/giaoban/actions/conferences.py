"""Conferences: one is convened on a round, changed, let on from stage to stage, or called off; never back."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from giaoban.actions import events, moments
from giaoban.core.conduct.phases import next_session
from giaoban.core.errors import Conflict, Finding, Invalid, broken
from giaoban.queries import agendas, conferences, convening, packs
from giaoban.records.models import AgendaItem, Conference, InstalledPack, Site

#: The stages that are entered by a step; the notice of its conclusion concludes a conference.
STEPS = ("convened", "sitting", "adjourned")
#: What is told of it in the room, without the reason.
_MOMENTS = {"sitting": "conference.opened", "adjourned": "conference.adjourned"}
_KEY = re.compile(r"[A-Za-z0-9][\w-]{2,79}", re.ASCII)
_LONGEST = {"title": 300, "place": 200, "telephone": 200}


def convene(
    *,
    round_id: str,
    key: str,
    title: str,
    begins_at: datetime,
    ends_at: datetime,
    place: str,
    by: str,
    telephone: str = "",
) -> Conference:
    """Prepare a conference on a round: with the programme of the pack, and the sites of its day.

    Shape:   the sites are the hall and each unit of the round's level that exists on the day.
    Raises:  NotFound if there is no such round; Invalid with every fault at once; Conflict if the round has
             a conference, or another one has the key.
    """
    pack, _review = packs.of_round(round_id)
    about = {"title": title.strip(), "place": place.strip(), "telephone": telephone.strip()}
    _require_sound(about, begins_at, ends_at, key)
    with transaction.atomic():
        InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
        _require_free(round_id, key)
        times = {"begins_at": begins_at, "ends_at": ends_at, "at": timezone.now()}
        found = Conference.objects.create(key=key, round_id=round_id, by=by, **about, **times)
        sites = _freeze_sites(found)
        programme = agendas.template(round_id, timezone.localdate(begins_at))
        for number, item in enumerate(programme, 1):
            told = {name: value for name, value in vars(item).items() if name != "speaker"}
            AgendaItem.objects.create(conference=found, number=number, **told)
        _note("conference.prepared", by, found, **_told(found), round_id=round_id, sites=sites)
    return found


def change(
    *,
    conference: str,
    title: str,
    begins_at: datetime,
    ends_at: datetime,
    place: str,
    by: str,
    telephone: str = "",
) -> Conference:
    """Change what a conference is called, when and where it is, until it sits.

    Edges:   on another day other units may exist: theirs are the sites then. A site at which somebody is
             seated stays, and is in the way of convening.
    Raises:  NotFound if there is none; NotAllowed once it sits; Invalid with every fault at once.
    """
    about = {"title": title.strip(), "place": place.strip(), "telephone": telephone.strip()}
    _require_sound(about, begins_at, ends_at)
    with transaction.atomic():
        found = moments.lock(conference=conference, action="conference.change")
        was = _told(found)
        for name, value in {**about, "begins_at": begins_at, "ends_at": ends_at}.items():
            setattr(found, name, value)
        found.save()
        sites, now = _freeze_sites(found), _told(found)
        changed = {name: [was[name], now[name]] for name in was if was[name] != now[name]}
        _note("conference.changed", by, found, **changed, sites=sites)
    return found


def advance(*, conference: str, to: str, by: str, reason: str = "") -> Conference:
    """Let a conference enter its next stage: convened, sitting, adjourned.

    Edges:   what only needs a reason is kept in the audit beside the reason that was given; that it sits or
             is adjourned is told in its course, too, without the reason.
    Raises:  NotFound if there is none; Conflict if somebody else was faster; Invalid if another stage comes
             next, and, with everything that is in the way at once, if something holds it back.
    """
    with transaction.atomic():
        found = moments.lock(conference=conference)
        was = found.stage
        _require_next(was, to)
        in_the_way = convening.blockers(found, to, timezone.now())
        _require_settled(in_the_way, reason)
        found.stage = to
        found.save()
        codes = [one.code for one in in_the_way]
        counts = {code: codes.count(code) for code in sorted(set(codes))}
        _note("conference.advanced", by, found, **_step(was, to, reason), in_spite_of=counts)
        if to in _MOMENTS:
            moments.note(conference=found, verb=_MOMENTS[to], by=by, payload={"to": to})
    return found


def call_off(*, conference: str, reason: str, by: str) -> Conference:
    """Call a conference off before it sits; its round may have another one then.

    Raises:  NotFound if there is none; NotAllowed once it sits; Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid("Calling off needs a reason", "Say why the conference does not take place.")
    with transaction.atomic():
        found = moments.lock(conference=conference, action="conference.call_off")
        was, found.stage = found.stage, "called_off"
        found.save()
        _note("conference.called_off", by, found, **_step(was, found.stage, reason))
    return found


def _step(was: str, to: str, reason: str) -> dict[str, str]:
    return {"from": was, "to": to, "reason": reason.strip()}


def _note(verb: str, by: str, conference: Conference, **payload: Any) -> None:
    events.note(verb=verb, by=by, object=f"conference/{conference.key}", at=timezone.now(), payload=payload)


def _told(conference: Conference) -> dict[str, str]:
    times = {name: getattr(conference, name).isoformat() for name in ("begins_at", "ends_at")}
    return {**{name: getattr(conference, name) for name in _LONGEST}, **times}


def _freeze_sites(conference: Conference) -> int:
    """Let the sites be the hall and those of the units of the conference's day; return how many they are."""
    on = timezone.localdate(conference.begins_at)
    wanted = {"": conference.place}
    wanted |= {one.unit_key: one.full_name for one in convening.units(conference.round_id, on)}
    rows = Site.objects.filter(conference=conference)
    rows.exclude(unit_key__in=wanted).filter(delegates=None).delete()
    # Out of the way first: what stays on comes after those of the day.
    rows.update(number=F("number") + len(wanted))
    for number, (unit_key, name) in enumerate(wanted.items()):
        told = {"name": name, "number": number}
        Site.objects.update_or_create(conference=conference, unit_key=unit_key, defaults=told)
    return rows.count()


def _require_sound(about: dict[str, str], begins_at: datetime, ends_at: datetime, key: str = "new") -> None:
    faults = [
        ("key", not _KEY.fullmatch(key), "This is no key", "Write it in letters, digits and hyphens."),
        ("title", not about["title"], "The title is missing", "Say what the conference is called."),
        ("place", not about["place"], "The place is missing", "Say in which hall it is."),
        ("ends_at", ends_at <= begins_at, "It ends before it begins", "Let it end after it began."),
        *(
            (name, len(about[name]) > most, "The text is too long", "Shorten it.")
            for name, most in _LONGEST.items()
        ),
    ]
    found = broken(faults)
    if found:
        raise Invalid("The conference was not stored", "Mend what is listed.", findings=found)


def _require_free(round_id: str, key: str) -> None:
    if conferences.of_round(round_id):
        raise Conflict("The round has a conference already", "Change that one, or call it off first.")
    if Conference.objects.filter(key=key).exists():
        raise Conflict("Another conference has this key", "Choose another key.")


def _require_next(was: str, to: str) -> None:
    expected = next_session(was)  # type: ignore[arg-type]
    if to in STEPS and (expected not in STEPS or STEPS.index(to) < STEPS.index(expected)):
        raise Conflict("The conference has left this stage already", "Nothing was changed; see who did it.")
    if to != expected or to not in STEPS:
        raise Invalid("Another stage of the conference comes next", "It goes on by one stage at a time.")


def _require_settled(found: Sequence[Finding], reason: str) -> None:
    if any(one.severity == "error" for one in found):
        title = "Something is in the way of this stage"
        raise Invalid(title, "Settle what is listed.", findings=tuple(found))
    if found and not reason.strip():
        title, detail = "This stage needs a reason", "Say why the conference goes on."
        raise Invalid(title, detail, findings=tuple(found))
