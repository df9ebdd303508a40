"""Delegates: the office names who has which seat, in its order of precedence, one by one or as a list."""

import secrets
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, refusals
from giaoban.core.conduct import seating
from giaoban.core.conduct.people import address
from giaoban.core.conduct.provisioning import Row, headings
from giaoban.core.conduct.seating import COLUMNS, REQUIRED, Named
from giaoban.core.errors import Conflict, Finding, Invalid, Place
from giaoban.core.figures.tables import Table
from giaoban.files.tables.lists import names_of, rows_of
from giaoban.files.tables.text import read_csv
from giaoban.queries import conferences as reading
from giaoban.queries import convening, delegates, packs
from giaoban.records.models import AgendaItem, Conference, Delegate

#: No list of delegates is so large.
MOST_BYTES = 1024**2


def name(
    *,
    conference: str,
    name: str,
    seat: str,
    precedence: int,
    by: str,
    post: str = "",
    unit_key: str = "",
    email: str = "",
) -> Delegate:
    """Name somebody for a seat, at the site of a unit or in the hall.

    Raises:  NotFound for a conference or a site that there is not; NotAllowed once it sits; Invalid with
             every fault at once; Conflict if the person has this seat already.
    """
    one = _sound(Named(precedence, name.strip(), seat, post.strip(), unit_key, address(email)))
    with transaction.atomic():
        found = moments.lock(conference=conference, action="delegate.change")
        _require_new(found, one)
        row = _seat(found, one)
        _note("delegate.named", by, row)
    return row


def change(
    *,
    conference: str,
    delegate: int,
    name: str,
    seat: str,
    precedence: int,
    by: str,
    post: str = "",
    unit_key: str = "",
    email: str = "",
) -> Delegate:
    """Change who has a seat, which one, where, and at which place in the order.

    Edges:   what was answered to an invitation holds for its address: another address has not answered.
    Raises:  as `name` does; NotFound if there is no such delegate.
    """
    one = _sound(Named(precedence, name.strip(), seat, post.strip(), unit_key, address(email)))
    with transaction.atomic():
        found = moments.lock(conference=conference, action="delegate.change")
        row = delegates.named(conference, delegate)
        _require_new(found, one, row.pk)
        _settle(row, one)
        _note("delegate.changed", by, row)
    return row


def withdraw(*, conference: str, delegate: int, by: str) -> None:
    """Take a seat back, and with it whoever stands in for it; who was to speak to an item no longer is.

    Raises:  NotFound if there is no such delegate; NotAllowed once the conference sits.
    """
    with transaction.atomic():
        moments.lock(conference=conference, action="delegate.change")
        row = delegates.named(conference, delegate)
        gone = [row.pk, *row.substitutes.filter(is_withdrawn=False).values_list("pk", flat=True)]
        AgendaItem.objects.filter(speaker_id__in=gone).update(speaker=None)
        Delegate.objects.filter(pk__in=gone).update(is_withdrawn=True)
        _note("delegate.withdrawn", by, row)


def provision(*, conference: str, content: bytes, name: str, classification: str, by: str) -> tuple[int, int]:
    """Take delegates from a list (CSV): return how many were named, and how many were changed.

    Edges:   the same list again changes nothing; who does not stand in it keeps the seat.
    Raises:  Invalid with every finding, by row and column: then nothing is stored. A file that is not taken
             in at all is noted in the audit by its reason alone.
    """
    pack, _review = packs.of_round(reading.by_key(conference).round_id)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    if admitted.kind != "text" or admitted.size > MOST_BYTES:
        _require((Finding("not_a_list", "The file is no list in CSV", "Save it as CSV UTF-8.", Place(name)),))
    rows = _rows(read_csv(content, name, COLUMNS))
    with transaction.atomic():
        found = moments.lock(conference=conference, action="delegate.change")
        on = timezone.localdate(found.begins_at)
        named, findings = seating.read(rows, name, convening.units(found.round_id, on), on)
        _require(findings)
        before = {_person(one): one for one in delegates.of_conference(conference) if not one.stands_for_id}
        told = [_take(found, one, before.get(one.person)) for one in named]
        counts = told.count("named"), told.count("changed")
        _write("delegates.listed", by, found, {"named": counts[0], "changed": counts[1]})
    return counts


def _rows(table: Table) -> list[Row]:
    """Return the rows of a list by column, or what is wrong with its heading."""
    if table.header is None or not table.rows:
        title, detail = "The list is empty", "Write a heading and a row for each person."
        _require((Finding("empty", title, detail, Place(table.file)),))
    faults = headings(names_of(table), table.file, COLUMNS, REQUIRED)
    _require(tuple(replace(one, detail="See below which columns the list has.") for one in faults))
    return rows_of(table)


def _take(conference: Conference, one: Named, row: Delegate | None) -> str:
    """Seat somebody of a list; return what that did."""
    if row is None:
        _seat(conference, one)
        return "named"
    if _value(row) == one:
        return "kept"
    _settle(row, one)
    return "changed"


def _seat(conference: Conference, one: Named) -> Delegate:
    site = delegates.site(conference.key, one.unit_key)
    told = {name: getattr(one, name) for name in ("name", "post", "seat", "precedence", "email")}
    return Delegate.objects.create(conference=conference, site=site, badge=secrets.token_urlsafe(20), **told)


def _settle(row: Delegate, one: Named) -> None:
    row.site = delegates.site(row.conference.key, one.unit_key)
    row.answer = row.answer if row.email == one.email else ""
    for column in ("name", "post", "seat", "precedence", "email"):
        setattr(row, column, getattr(one, column))
    row.save()
    # Who stands in sits where, and as what, the other one would.
    row.substitutes.update(site=row.site, seat=row.seat, precedence=row.precedence)


def _value(row: Delegate) -> Named:
    return Named(row.precedence, row.name, row.seat, row.post, row.site.unit_key, row.email)


def _person(row: Delegate) -> tuple[str, str]:
    return _value(row).person


def _sound(one: Named) -> Named:
    faults = seating.faults_of(one)
    _require(
        tuple(Finding(code, title, detail, Place(column=column)) for column, code, title, detail in faults)
    )
    return one


def _require_new(conference: Conference, one: Named, but: int = 0) -> None:
    rows = [row for row in delegates.of_conference(conference.key) if row.pk != but and not row.stands_for_id]
    if one.person in map(_person, rows):
        raise Conflict("The person has this seat already", "See the list of delegates.")


def _require(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Invalid(
            "The delegates were not stored", "Mend what is listed; nothing was stored.", findings=findings
        )


def _note(verb: str, by: str, row: Delegate) -> None:
    told = {"delegate": row.pk, "name": row.name, "seat": row.seat, "precedence": row.precedence}
    _write(verb, by, row.conference, {**told, "unit_key": row.site.unit_key})


def _write(verb: str, by: str, conference: Conference, payload: dict[str, Any]) -> None:
    events.note(verb=verb, by=by, object=f"conference/{conference.key}", at=timezone.now(), payload=payload)
