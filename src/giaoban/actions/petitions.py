"""Petitions: lodged by a unit or taken from what it filed, split, routed, withdrawn; each keeps its age."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, reasons, search, turns
from giaoban.core.conduct.petitions import CHANNELS, COMPETENCES, OFFICE
from giaoban.core.conduct.positions import TOPIC as WRITING
from giaoban.core.conduct.positions import Content, check, check_split, number_of, part_number, rules_of, tidy
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.core.registry.packs import Pack, Round
from giaoban.queries import conferences, packs, petition_rules, positions
from giaoban.queries.positions import Written
from giaoban.records.models import (
    Conference,
    InstalledPack,
    Petition,
    PetitionCluster,
    PetitionTurn,
    Position,
    PositionCluster,
)

#: What a position must say before a conference and a petition need not: routing settles it.
_WANTING = "no_addressee"


def lodge(
    *,
    round_id: str,
    unit_key: str,
    text: str,
    channel: str,
    by: str,
    subject: str = "",
    addressee: str = "",
    body: str = "",
    indicator: str = "",
    cause: str = "",
    conference: str = "",
    position: int | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> Petition:
    """Lodge a petition of a unit under its next number; it lies with the central office from that day on.

    Edges:   `on` is the day on which it came, where it was entered later; one that was filed as a position
             keeps the number of that.
    Raises:  NotFound for a round, unit, conference or position that there is not; Invalid with every finding;
             Conflict if that position has become a petition.
    """
    now = at or timezone.now()
    content = tidy(Content("petition", text, subject, addressee, body, indicator, cause))
    pack, review = packs.of_round(round_id)
    lodged_on = on or timezone.localdate(now)
    _require_sound(pack, content, channel, lodged_on, timezone.localdate(now))
    with transaction.atomic():
        filed = _lock_numbers(pack, round_id, position)
        told = {**_columns(content), "channel": channel, "lodged_on": lodged_on, "conference": None}
        if conference:
            told["conference"] = conferences.by_key(conference)
        number = _number(pack, review, unit_key, lodged_on, filed)
        row = _create({**told, **number, "round_id": round_id, "unit_key": unit_key}, by, now)
        _note("petition.lodged", (row,), by, now, {"number": row.number, "channel": channel})
    return row


def take_from_positions(*, conference: str, by: str, at: datetime | None = None) -> tuple[Petition, ...]:
    """Make a petition of each that was filed for a conference and waits for an answer; return the new ones.

    Shape:   each under its own number, and as old as it was when it was filed; clusters stay together.
    Edges:   what has become one already, and every part of it, is left as it is.
    Raises:  NotFound if there is no such conference; Conflict before it is adjourned.
    """
    now = at or timezone.now()
    with transaction.atomic():
        held = moments.lock(conference=conference)
        if held.stage not in ("adjourned", "concluded"):
            raise Conflict(
                "The conference is still sitting", "Petitions are taken over once it is adjourned."
            )
        taken = set(Petition.objects.filter(position__conference=held).values_list("position", flat=True))
        clusters: dict[int, PetitionCluster] = {}
        made = []
        for one in positions.filed(conference):
            is_new = not {one.row.pk, one.row.origin_id} & taken
            if is_new and one.is_live and one.content.kind == "petition":
                told = {**_taken(held, one), "cluster": _cluster(one, clusters, by, now)}
                made.append(_create(told, by, now))
        _note("petition.lodged", made, by, now, {"conference": conference})
    return tuple(made)


def split(
    *, petition: int, parts: Sequence[str], by: str, at: datetime | None = None
) -> tuple[Petition, ...]:
    """Split a compound petition into several, each with a number of its own and as old as the whole.

    Raises:  NotFound; Conflict unless it waits to be assigned, alone; Invalid if a word of the unit would be
             lost, or one be added.
    """
    texts = tuple(text for text in (tidy(Content("", part)).text for part in parts) if text)
    now = at or timezone.now()
    with transaction.atomic():
        (row,) = turns.lock(petition=petition, step="split")
        found = check_split(row.text, texts)
        if found:
            raise Invalid("It cannot be kept like this", "Mend what is listed.", findings=found)
        made = tuple(_create(_part(row, text, place), by, now) for place, text in enumerate(texts, 1))
        changes = {"stage": "split", "closed_on": timezone.localdate(now)}
        told = {"parts": [one.number for one in made]}
        turns.take(
            rows=(row,), verb="petition.split", changes=changes, kind="closed", told=told, by=by, at=now
        )
    return made


def route(*, petition: int, competence: str, by: str, at: datetime | None = None) -> None:
    """Say whose business a petition is, and all that lie with it in a cluster.

    Raises:  NotFound; Invalid for no competence of the list; Conflict once it is answered or closed.
    """
    if competence not in COMPETENCES:
        raise Invalid("It is not said whose business it is", "Choose one that is offered.")
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="route")
        told = {"was": rows[0].competence, "competence": competence}
        turns.take(
            rows=rows, verb="petition.routed", changes={"competence": competence}, told=told, by=by, at=at
        )


def withdraw(*, petition: int, reason: str, by: str, at: datetime | None = None) -> None:
    """Take a petition back for its unit; its number, its text and everything that was said stay.

    Raises:  NotFound; Invalid without a reason; Conflict once it is closed.
    """
    reasons.require(reason)
    now = at or timezone.now()
    with transaction.atomic():
        rows = turns.lock(petition=petition, step="withdraw")
        changes = {"stage": "withdrawn", "is_paused": False, "closed_on": timezone.localdate(now)}
        how: dict[str, Any] = {"kind": "closed", "reason": reason.strip()}
        turns.take(rows=rows, verb="petition.withdrawn", changes=changes, **how, by=by, at=now)


def _require_sound(pack: Pack, content: Content, channel: str, on: date, today: date) -> None:
    rules = rules_of(pack.rules.get(WRITING, ()), on)
    checked = check(content, rules, petition_rules.choices(pack))
    found = [one for one in checked if one.severity == "error" and one.code != _WANTING]
    if channel not in CHANNELS:
        detail = "Choose one that is offered."
        found.append(
            Finding("unknown_channel", "It is not said how it came", detail, Place(column="channel"))
        )
    if on > today:
        detail = "Give the day on which it came."
        found.append(Finding("in_the_future", "The day is still to come", detail, Place(column="on")))
    if found:
        raise Invalid("It cannot be kept like this", "Mend what is listed.", findings=tuple(found))


def _lock_numbers(pack: Pack, round_id: str, position: int | None) -> Position | None:
    """Let nobody else take a number of the round; return the position that it comes from, if from any."""
    InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
    list(Conference.objects.select_for_update().filter(round_id=round_id).order_by("pk"))
    if position is None:
        return None
    row = Position.objects.filter(pk=position, conference__round_id=round_id).first()
    if row is None or not row.number:
        raise NotFound("There is no such position", "See the list.")
    if Petition.objects.filter(position=row).exists():
        raise Conflict("It has become a petition already", "See the list of petitions.")
    return row


def _number(pack: Pack, review: Round, unit_key: str, on: date, filed: Position | None) -> dict[str, Any]:
    units = {one.unit_key: one for one in pack.units_of(review)}
    if unit_key not in units or (filed and filed.unit_key != unit_key):
        raise NotFound("There is no such unit in this round", "See the list of its units.")
    if filed:
        return {"position": filed, "number": filed.number, "ordinal": filed.ordinal}
    ordinal = positions.last_ordinal(review.round_id, unit_key) + 1
    rules = rules_of(pack.rules.get(WRITING, ()), on)
    told = {"period": review.period.text, "code": units[unit_key].code, "number": ordinal}
    return {"number": number_of(rules, **told), "ordinal": ordinal}


def _columns(content: Content) -> dict[str, Any]:
    names = ("text", "subject", "addressee", "body", "indicator", "cause")
    return {name: getattr(content, name) for name in names}


def _create(told: dict[str, Any], by: str, at: datetime) -> Petition:
    """Add a petition that lies with the central office from the day on which it was lodged."""
    row = Petition.objects.create(**told, lodged_at=at, lodged_by=by)
    PetitionTurn.objects.create(petition=row, on=row.lodged_on, kind="held", body=OFFICE, at=at, by=by)
    search.keep(objects=(f"petition/{row.pk}",))
    return row


def _note(verb: str, rows: Iterable[Petition], by: str, at: datetime, told: dict[str, Any]) -> None:
    for row in rows:
        payload = {"number": row.number, **told}
        events.note(verb=verb, by=by, object=f"petition/{row.pk}", at=at, payload=payload)


def _taken(held: Conference, one: Written) -> dict[str, Any]:
    """Return the columns of a petition that was filed as a position, as old as the whole that was filed."""
    first = (one.row.origin or one.row).filed_at
    return {
        **_columns(one.content),
        "subject": one.subject,
        "number": one.row.number,
        "ordinal": one.row.ordinal,
        "round_id": held.round_id,
        "unit_key": one.row.unit_key,
        "channel": "before" if first < held.begins_at else "during",
        "conference": held,
        "position": one.row,
        "lodged_on": timezone.localdate(first),
    }


def _cluster(
    one: Written, clusters: dict[int, PetitionCluster], by: str, at: datetime
) -> PetitionCluster | None:
    """Return the cluster of petitions in the place of that of a position, made anew for the first of them."""
    if one.cluster and one.cluster not in clusters:
        was = PositionCluster.objects.get(pk=one.cluster)
        told = {"title": was.title, "subject": was.subject, "at": at, "by": by}
        clusters[one.cluster] = PetitionCluster.objects.create(**told)
    return clusters.get(one.cluster)


def _part(whole: Petition, text: str, place: int) -> dict[str, Any]:
    same = (
        "round_id", "unit_key", "channel", "conference", "subject", "addressee", "body", "indicator", "cause",
        "competence", "lodged_on", "ordinal",
    )  # fmt: skip
    own = {"number": part_number(whole.number, place), "origin": whole, "part": place, "text": text}
    return {**{name: getattr(whole, name) for name in same}, **own}
