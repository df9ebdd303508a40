"""Ballots: a confidence vote on paper is recorded; two tellers enter its count, and the chair alone reads it.

What is by person lies in the sealed database, and only this module writes and reads there: every writing and
every reading is in the audit, without what was written or read. The event stands before the write ends, so
that a crash may leave an event for nothing, and never a write without its event.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events, moments, refusals
from giaoban.core.conduct.ballots import Count, Difference, Rules, Tally, check, differences, is_held
from giaoban.core.errors import Conflict, Finding, Invalid, NotFound, Place
from giaoban.queries import ballots
from giaoban.records.models import BallotRecord, SealedBallot, SealedCount, SealedPerson, SealedScan

#: As the router knows it.
_SEALED = "sealed"
#: How many persons stand on one ballot at most, and how long their names and posts may be.
MOST_PERSONS, LONGEST_NAME, LONGEST_POST = 200, 200, 300


@dataclass(frozen=True)
class Person:
    """Somebody on whom is voted."""

    name: str
    post: str


@dataclass(frozen=True)
class Desk:
    """What one teller sees: the persons, their own count with its version, and once both have counted,
    where they differ; once they agree, nothing but that."""

    persons: tuple[Person, ...] = ()
    own: Count | None = None
    version: int = 0
    differences: tuple[Difference, ...] = ()
    has_other: bool = False
    is_agreed: bool = False


@dataclass(frozen=True)
class Outcome:
    """What the chair reads: the persons with the agreed count, and the scans of the paper record."""

    persons: tuple[Person, ...] = ()
    count: Count | None = None
    scans: tuple[tuple[int, str, str], ...] = ()


def record(
    *, conference: str, on: date, posts: int, convened: int, present: int, number: int = 0, by: str
) -> BallotRecord:
    """Record a confidence vote, or correct the record of one: held or not, the day, and how many posts.

    Edges:   how many were convened and present decides whether it was held, and is not kept.
    Raises:  Invalid for numbers that cannot be; NotFound for a record that there is not.
    """
    rules = ballots.rules(conference, on)
    _require_possible(posts, convened, present)
    with transaction.atomic():
        held = moments.lock(conference=conference, action="ballot.record")
        at = timezone.now()
        told = {"is_held": is_held(present, convened, rules), "on": on, "posts": posts}
        if number:
            ballots.by_number(conference, number)
        else:
            number = BallotRecord.objects.filter(conference=held).count() + 1
        row, _ = BallotRecord.objects.update_or_create(
            conference=held, number=number, defaults={**told, "at": at, "by": by}
        )
        said = {**told, "on": on.isoformat(), "ballot": number}
        events.note(verb="ballot.recorded", by=by, object=_name(conference), at=at, payload=said)
    return row


def name_persons(*, conference: str, number: int, persons: list[Person], by: str) -> None:
    """Write down on whom is voted, in the order of the paper ballot; changed until somebody has counted.

    Raises:  Invalid without anybody, or with more or fewer than the record says; Conflict once counted.
    """
    listed = [Person(_plain(one.name), _plain(one.post)) for one in persons]
    _require_named(listed, ballots.by_number(conference, number).posts)
    with transaction.atomic(using=_SEALED), transaction.atomic():
        sealed = _lock(conference, number)
        if SealedCount.objects.filter(ballot=sealed).exists():
            raise Conflict("Somebody has counted already", "The list stands as it is.")
        SealedPerson.objects.filter(ballot=sealed).delete()
        SealedPerson.objects.bulk_create(
            SealedPerson(ballot=sealed, number=place, name=one.name, post=one.post)
            for place, one in enumerate(listed, 1)
        )
        _note("ballot.named", conference, number, by)


def enter(*, conference: str, number: int, count: Count, seen: int, by: str) -> Desk:
    """Keep what one teller counted, and return their desk; with the second count the two are compared.

    Edges:   a teller learns nothing of the other's count before their own is entered; `seen` is the version
             of their own that they typed over.
    Raises:  Invalid, with every contradiction, for a count that is not sound; Conflict once the tellers
             agree, for a third teller, and for a count that was entered in another window since.
    """
    rules = _rules(conference, number)
    with transaction.atomic(using=_SEALED), transaction.atomic():
        sealed = _lock(conference, number)
        _require_open(sealed, by)
        _require_sound(count, _persons(sealed), rules)
        own = SealedCount.objects.filter(ballot=sealed, teller=by).first()
        if (own.version if own else 0) != seen:
            raise Conflict("You entered another count since", "Nothing was overwritten; look at it first.")
        SealedCount.objects.update_or_create(
            ballot=sealed, teller=by, defaults={**_written(count), "version": seen + 1, "at": timezone.now()}
        )
        desk = _desk(sealed, by, rules)
        if desk.is_agreed:
            SealedBallot.objects.filter(pk=sealed.pk).update(agreed_at=timezone.now())
        _note("ballot.agreed" if desk.is_agreed else "ballot.counted", conference, number, by)
    return desk


def look(*, conference: str, number: int, by: str) -> Desk:
    """Return what a teller may see of the count now."""
    rules = _rules(conference, number)
    with transaction.atomic(using=_SEALED), transaction.atomic():
        desk = _desk(_lock(conference, number), by, rules)
        _note("ballot.looked", conference, number, by)
    return desk


def read(*, conference: str, number: int, by: str) -> Outcome:
    """Return the count on which both tellers agree, for the chair; without it nobody and no number."""
    with transaction.atomic(using=_SEALED), transaction.atomic():
        sealed = _lock(conference, number)
        agreed = SealedCount.objects.filter(ballot=sealed).first() if sealed.agreed_at else None
        scans = SealedScan.objects.filter(ballot=sealed).values_list("pk", "name", "sha256")
        persons = _persons(sealed) if agreed else ()
        _note("ballot.read", conference, number, by)
    return Outcome(persons, _count(agreed) if agreed else None, tuple(scans))


def attach(*, conference: str, number: int, content: bytes, name: str, classification: str, by: str) -> str:
    """Keep the scanned record of the count on paper, sealed, and return its hash.

    Raises:  Invalid, with every finding, for a file that is not taken in; of it nothing is kept.
    """
    _require_kept(conference, number)
    pack = ballots.pack_of(conference)
    admitted = refusals.admit(pack=pack, content=content, name=name, classification=classification, by=by)
    with transaction.atomic(using=_SEALED), transaction.atomic():
        SealedScan.objects.create(
            ballot=_lock(conference, number),
            name=_plain(name),
            media_type=admitted.media_type,
            sha256=admitted.sha256,
            content=content,
            at=timezone.now(),
            by=by,
        )
        _note("ballot.attached", conference, number, by, sha256=admitted.sha256)
    return admitted.sha256


def fetch(*, conference: str, number: int, scan_id: int, by: str) -> SealedScan:
    """Return a scanned record with its bytes.

    Raises:  NotFound if there is none.
    """
    with transaction.atomic(using=_SEALED), transaction.atomic():
        found = SealedScan.objects.filter(ballot=_lock(conference, number), pk=scan_id).first()
        if found is None:
            raise NotFound("There is no such scan", "See the result.")
        _note("ballot.fetched", conference, number, by, sha256=found.sha256)
    return found


def _require_kept(conference: str, number: int) -> None:
    """Refuse where results by person are not switched on, or the vote was not recorded."""
    if not ballots.is_by_person():
        raise NotFound("Results by person are not kept here", "The installation has not switched them on.")
    ballots.by_number(conference, number)


def _rules(conference: str, number: int) -> Rules:
    """Return the rules of the day of a ballot whose results by person are kept."""
    _require_kept(conference, number)
    return ballots.rules(conference, ballots.by_number(conference, number).on)


def _lock(conference: str, number: int) -> SealedBallot:
    """Return the sealed side of a ballot, locked: tellers write one after the other."""
    _require_kept(conference, number)
    where = {"conference_key": conference, "number": number}
    SealedBallot.objects.get_or_create(**where)
    return SealedBallot.objects.select_for_update().get(**where)


def _note(verb: str, conference: str, number: int, by: str, **more: str) -> None:
    """Add to the audit that somebody wrote or read; of what, only which ballot."""
    told = {"ballot": number, **more}
    events.note(verb=verb, by=by, object=_name(conference), at=timezone.now(), payload=told)


def _name(conference: str) -> str:
    return f"conference/{conference}"


def _desk(sealed: SealedBallot, by: str, rules: Rules) -> Desk:
    counts = tuple(SealedCount.objects.filter(ballot=sealed))
    if sealed.agreed_at:
        return Desk(is_agreed=True)
    persons = _persons(sealed)
    own = next((one for one in counts if one.teller == by), None)
    if own is None:
        return Desk(persons, has_other=bool(counts))
    if len(counts) < 2:
        return Desk(persons, _count(own), own.version)
    other = next(one for one in counts if one.teller != by)
    found = differences(_count(own), _count(other), rules)
    if not found:
        return Desk(is_agreed=True)
    return Desk(persons, _count(own), own.version, found, has_other=True)


def _persons(sealed: SealedBallot) -> tuple[Person, ...]:
    rows = SealedPerson.objects.filter(ballot=sealed)
    return tuple(Person(one.name, one.post) for one in rows)


def _count(row: SealedCount) -> Count:
    tallies = tuple(Tally(tuple(votes), invalid) for *votes, invalid in row.persons)
    return Count(row.issued, row.returned, row.valid, row.invalid, tallies)


def _written(count: Count) -> dict[str, object]:
    persons = [[*one.votes, one.invalid] for one in count.persons]
    totals = {name: getattr(count, name) for name in ("issued", "returned", "valid", "invalid")}
    return {**totals, "persons": persons}


def _require_open(sealed: SealedBallot, by: str) -> None:
    if sealed.agreed_at:
        raise Conflict("Both tellers agree already", "The count stands.")
    if SealedCount.objects.filter(ballot=sealed).exclude(teller=by).count() > 1:
        raise Conflict("Two tellers have counted already", "They alone can correct what they entered.")


def _require_sound(count: Count, persons: tuple[Person, ...], rules: Rules) -> None:
    if not persons or len(count.persons) != len(persons):
        raise Conflict("The list of persons has changed", "Look at it again, then enter the count.")
    findings = check(count, rules)
    if findings:
        raise Invalid("The count contradicts itself", "Mend what is listed.", findings=findings)


def _require_possible(posts: int, convened: int, present: int) -> None:
    if not (0 < posts <= MOST_PERSONS and convened > 0 and 0 <= present <= convened):
        raise Invalid(
            "These numbers cannot be", "At least one post, one person convened, and no more present."
        )


def _require_named(persons: list[Person], posts: int) -> None:
    findings = [
        Finding("ballot_person", "A name or a post is missing or too long", "Write both.", Place(row=place))
        for place, one in enumerate(persons, 1)
        if not (0 < len(one.name) <= LONGEST_NAME and 0 < len(one.post) <= LONGEST_POST)
    ]
    if findings:
        raise Invalid(findings[0].title, findings[0].detail, findings=tuple(findings))
    if len(persons) != posts:
        raise Invalid("The list has another number of posts than the record", "Write one line a post.")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
