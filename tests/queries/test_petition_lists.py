"""Lists of petitions: overdue first, just what one reaches, and as many statements for one as for many."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from giaoban.actions import answers, assignments, contributions
from giaoban.core.conduct.petitions import Tally
from giaoban.core.conduct.policy import Scope
from giaoban.queries import deadline_feeds, feeds, petitions
from giaoban.queries.paging import Page
from giaoban.queries.petitions import Filters
from giaoban.records.models import DeadlineChange
from tests.factories.packs import ROUND
from tests.factories.petitions import (
    ALL,
    DUE,
    TREASURY,
    WORKS,
    answered,
    assigned,
    install,
    lodged,
    noon,
)
from tests.factories.piles import pile
from tests.factories.positions import RULES, TEACHERS
from tests.factories.sessions import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installed(db, tmp_path):
    """Install the small pack with weekends, and the bodies that answer."""
    install(tmp_path)


def keys(page: Page[petitions.Line]) -> list[int]:
    """Return which petitions stand on a page."""
    return [line.petition.pk for line in page.lines]


def test_what_is_overdue_comes_first_then_the_nearest_deadline_then_what_waits_for_none():
    """Age and time left are told in working days; what is answered is overdue no more."""
    waiting, done = lodged(), answered(assigned(due_on=date(2026, 3, 11)))
    late, later = assigned(due_on=date(2026, 3, 12)), assigned(due_on=date(2026, 3, 10))
    near = assigned(due_on=date(2026, 3, 20))
    page = petitions.listed(ALL, at=noon(16))
    assert keys(page) == [one.pk for one in (later, late, near, waiting, done)]
    told = {line.petition.pk: (line.age, line.days_left, line.is_overdue) for line in page.lines}
    assert told[later.pk] == (10, -4, True) and told[near.pk] == (10, 4, False)
    assert told[waiting.pk] == told[done.pk] == (10, None, False)
    assert keys(petitions.overdue(ALL, at=noon(16))) == [later.pk, late.pk]
    first = page.lines[0]
    assert (first.unit, first.lead) == ("District of North", "Ministry of Works")


@pytest.mark.parametrize("state", ["open", "overdue", "lodged", "answered"])
def test_a_number_is_that_of_its_list(state):
    """Counted part by part, whatever somebody reaches in several ways is counted once."""
    told = {"units": ("north", "south"), "bodies": (WORKS, TREASURY, "unit/north"), "round_id": ROUND}
    pile(120, **told, on=date(2026, 3, 2))
    units, bodies = frozenset({"north"}), frozenset({WORKS, "unit/north"})
    for scope in (ALL, Scope(), Scope(unit_keys=units), Scope(bodies=bodies), Scope(False, units, bodies)):
        page = petitions.listed(scope, filters=Filters(state), at=noon(3))
        assert petitions.count(scope, filters=Filters(state), at=noon(3)) == page.total


def test_a_list_holds_just_what_one_reaches():
    """A unit its own, a body what it leads or contributes to, the office everything, nobody nothing."""
    own, led = lodged("south"), assigned(others=[TREASURY])
    at = noon(16)
    assert keys(petitions.listed(Scope(unit_keys=frozenset({"south"})), at=at)) == [own.pk]
    for body in (WORKS, TREASURY):
        assert keys(petitions.listed(Scope(bodies=frozenset({body})), at=at)) == [led.pk]
    assert keys(petitions.listed(Scope(), at=at)) == []
    assert set(keys(petitions.listed(ALL, at=at))) == {own.pk, led.pk}


def test_a_list_is_narrowed_by_what_one_looks_for():
    """State, text or number, unit, body, round, subject, channel …; pages are cut in the database."""
    bridge, teachers = assigned(others=[TREASURY]), lodged("south", TEACHERS, subject="SCHOOLS")
    for wanted, found in (
        ({"state": "open"}, {bridge, teachers}),
        ({"state": "assigned"}, {bridge}),
        ({"state": "overdue"}, set()),
        ({"text": "TEACHERS"}, {teachers}),
        ({"text": bridge.number}, {bridge}),
        ({"unit_key": "south"}, {teachers}),
        ({"body": TREASURY}, {bridge}),
        ({"round_id": "nowhere"}, set()),
        ({"subject": "SCHOOLS"}, {teachers}),
        ({"competence": "centre"}, set()),
        ({"channel": "report"}, {bridge, teachers}),
        ({"cluster": 99}, set()),
    ):
        page = petitions.listed(ALL, filters=Filters(**wanted), at=noon(16))
        assert (set(keys(page)), page.total) == ({one.pk for one in found}, len(found))
    second = petitions.listed(ALL, filters=Filters(page=2, size=1), at=noon(16))
    assert (keys(second), second.total, second.last) == ([teachers.pk], 2, 2)
    assert petitions.listed(ALL, filters=Filters(page=99, size=1), at=noon(16)).number == 2


@pytest.mark.parametrize("question", [petitions.listed, petitions.overdue], ids=["listed", "overdue"])
def test_many_petitions_cost_no_statement_more(question):
    """One has a short past, thirty have turns of their own; each list is as many statements."""
    scope = Scope(unit_keys=frozenset({"north"}), bodies=frozenset({WORKS}))
    assigned(due_on=date(2026, 3, 9))
    with CaptureQueriesContext(connection) as few:
        assert question(scope, at=noon(20)).total == 1
    for number in range(30):
        row = assigned(lodged("north" if number % 2 else "south"), due_on=date(2026, 3, 9))
        assignments.pause(petition=row.pk, reason="x", by="a", at=noon(6))
    with CaptureQueriesContext(connection) as many:
        assert question(scope, at=noon(20)).total == 31
    assert len(many) == len(few) <= 6


def test_bodies_are_told_with_what_they_answered_in_time_and_late():
    """By the deadline that held when it was answered; what came back and was answered again counts again."""
    answered(assigned(due_on=date(2026, 3, 10)))
    late = answered(assigned(due_on=date(2026, 3, 9)))
    answers.reopen(petition=late.pk, reason="No", due_on=DUE, by="leader", at=noon(11))
    answered(late, day=12)
    assigned(lead=TREASURY, due_on=date(2026, 3, 11))
    assigned()
    assert petitions.by_body(at=noon(16)) == (Tally(TREASURY, 0, 0, 0, 1), Tally(WORKS, 2, 1, 1, 0))


def test_offers_are_counted_from_today_and_none_is_a_must(tmp_path):
    """By competence and addressee; a pack without the rule offers nothing."""
    row = lodged()
    assert petitions.offers(row, "lead", at=noon(6)) == ()
    preset = (
        "  - rule: petition_deadlines\n    title: Offers\n    valid_from: '2020-01-01'\n    valid_to: ''\n"
        "    source: invented\n    confidence: DER\n    presets:\n"
        "      - {preset: ten, role: lead, names: {en: Ten}, working_days: 10, source: x, confidence: MEM}\n"
    )
    install(tmp_path, **{"rules/petitions.yaml": RULES + preset})
    (offer,) = petitions.offers(row, "lead", at=noon(6))
    assert (offer.preset.preset, offer.due_on) == ("ten", date(2026, 3, 20))
    assert petitions.offers(row, "co_ordination", at=noon(6)) == ()


def test_a_persons_calendar_holds_what_their_bodies_have_to_answer():
    """The lead and the contributor each their own; an extension replaces the entry, an answer ends it."""
    works = person("clerk@works.example", "Clerk", WORKS, "respondent", "")
    treasury = person("clerk@treasury.example", "Clerk", TREASURY, "respondent", "")
    row = assigned(others=[TREASURY])
    (entry,) = deadline_feeds.of_person(works.email)
    # The address of a calendar is given to other programs: what is asked is read on the page alone.
    assert row.number in entry.title and row.text not in entry.text and entry.sequence == 0
    assert timezone.localdate(entry.begins_at) == DUE and entry.link.endswith(f"/petitions/{row.pk}/")
    assert row.number in deadline_feeds.of_person(treasury.email)[0].title
    assignments.extend(petition=row.pk, to_on=date(2026, 4, 9), reason="Flood", by="a", at=noon(9))
    (later,) = deadline_feeds.of_person(works.email)
    assert (later.uid, later.sequence) == (entry.uid, 1) and "31/03/2026" in later.text
    contributions.contribute(petition=row.pk, body=TREASURY, text="x", by="t", at=noon(9))
    answered(row)
    for email in (works.email, treasury.email, "nobody@example.org"):
        assert deadline_feeds.of_person(email) == ()
    assert deadline_feeds.of_person in feeds.SOURCES
    assert DeadlineChange.objects.count() == 1
