"""What waits for somebody: for each role what the policy lets it do, overdue first, with why and when."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions import answers, cascades, contributions, directive_reviews, tasks
from giaoban.core.conduct.people import Actor, Held
from giaoban.queries import desks
from giaoban.queries.desks import MOST, Desk
from giaoban.records.models import Directive, Task
from tests.factories.directives import WITH_DIRECTIVES, register
from tests.factories.notices import whole
from tests.factories.packs import ROUND
from tests.factories.petitions import DUE, TREASURY, WORKS, answered, assigned, install, lodged, noon
from tests.factories.piles import pile

pytestmark = pytest.mark.django_db
ANALYST = Actor("an@office.example", frozenset({Held("analyst", "office")}))
APPROVER = Actor("pho@office.example", frozenset({Held("approver", "office")}))
LEADER = Actor("binh@north.example", frozenset({Held("leader", "north", "north")}))
OFFICER = Actor("ha@north.example", frozenset({Held("officer", "north", "north")}))
OTHERS = Actor("sa@south.example", frozenset({Held("leader", "south", "south")}))
ROADS, MONEY = (
    Actor(f"one@{body}.example", frozenset({Held("respondent", body)})) for body in (WORKS, TREASURY)
)
WATCH = Actor("thanh@watch.example", frozenset({Held("inspector", "watch")}))


@pytest.fixture(autouse=True)
def bodies(db, tmp_path):
    """Install the small pack with the bodies that answer petitions."""
    install(tmp_path)


def why(actor: Actor, day: int = 10, month: int = 3) -> list[tuple[str, str]]:
    """Return what waits for an actor, and why."""
    return [(one.object, one.why) for one in desk(actor, day, month).lines]


def desk(actor: Actor, day: int = 10, month: int = 3) -> Desk:
    """Return the desk of an actor on a day of 2026."""
    return desks.waiting(actor, at=noon(day, month))


def task(lead: str = WORKS, due_on: date = DUE) -> Task:
    """Return a task that a directive sets."""
    told = {"issuer": "Government", "term": "2026", "title": "On roads", "issued_on": date(2026, 3, 2)}
    source, _ = Directive.objects.get_or_create(
        symbol="1-NQ", number=1, type="NQ", defaults={**told, "at": noon(2), "by": "tester"}
    )
    sent = replace(whole(lead), due_on=due_on, precision="day")
    return tasks.set_by_directive(directive=source.pk, round_id=ROUND, sent=sent, by="an", at=noon(3))


def test_a_petition_waits_for_one_after_the_other():
    """The office assigns it, the body answers it, the unit's leader judges that; then it waits for nobody."""
    row = lodged()
    key = f"petition/{row.pk}"
    assert {one.person: why(one) for one in (ANALYST, APPROVER, ROADS, LEADER)} == {
        ANALYST.person: [(key, "assign")], APPROVER.person: [(key, "assign")],
        ROADS.person: [], LEADER.person: [],
    }  # fmt: skip
    assigned(row)
    assert (why(ANALYST), why(ROADS), why(MONEY), why(LEADER)) == ([], [(key, "answer")], [], [])
    contributions.ask(petition=row.pk, body=TREASURY, due_on=date(2026, 3, 16), by="an", at=noon(4))
    assert (why(MONEY), why(ROADS)) == ([(key, "contribute")], [(key, "answer")])
    answered(row)
    assert (why(MONEY), why(ROADS)) == ([], [])
    assert (why(LEADER), why(OFFICER), why(OTHERS)) == ([(key, "accept")], [], [])
    answers.accept(petition=row.pk, by=LEADER.person, at=noon(11))
    assert [why(one) for one in (ANALYST, ROADS, MONEY, LEADER, OTHERS, WATCH)] == [[]] * 6


def test_what_is_overdue_waits_for_the_office_too_and_stands_first():
    """With the working days that have passed, and before what is not due yet."""
    late, other = assigned(lodged(), due_on=date(2026, 3, 9)), assigned(lodged("south"), due_on=DUE)
    told = desk(ROADS, 13)
    assert [(one.object, one.days_left, one.is_overdue) for one in told.lines] == [
        (f"petition/{late.pk}", -4, True), (f"petition/{other.pk}", 12, False),
    ]  # fmt: skip
    assert [one.who for one in told.lines] == ["District of North", "District of South"]
    (chased,) = desk(ANALYST, 13).lines
    assert (chased.why, chased.who, chased.label) == ("chase_petition", "Ministry of Works", late.number)


def test_a_task_waits_for_its_lead_then_for_a_second_person():
    """Who reported it does not see it as theirs to close; a longer deadline is decided by another one."""
    row = task()
    key = f"task/{row.pk}"
    assert (why(ROADS), why(ANALYST)) == ([(key, "report")], [])
    assert why(ANALYST, 2, 4) == [(key, "chase_task")]
    tasks.ask_extension(task=row.pk, to_on=date(2026, 4, 20), reason="Rain", by=ANALYST.person, at=noon(5))
    assert (why(ANALYST), why(APPROVER)) == ([], [(key, "decide_extension")])
    tasks.report(task=row.pk, text="Done", done_on=date(2026, 3, 9), by=ANALYST.person, at=noon(9))
    assert (why(ROADS), why(ANALYST), why(APPROVER)) == ([], [], [(key, "close")])


def test_the_list_is_short_and_says_how_much_more_there_is():
    """Seven of each reason, the most urgent ones; every reason with its whole number."""
    for number in range(MOST + 3):
        lodged(text=f"Bridge {number}", day=2 + number % 3)
    told = desk(ANALYST)
    assert ([(one.why, one.total) for one in told.heaps], len(told.lines)) == ([("assign", 10)], MOST)
    assert (told.total, told.more) == (10, 3)


def test_nobody_without_the_second_factor_has_anything_waiting():
    """And nobody without a role, and the one who only watches."""
    lodged()
    bare = Actor(ANALYST.person, ANALYST.roles, has_second_factor=False)
    assert [desk(one).total for one in (bare, Actor("a@b.c"), Actor(), WATCH)] == [0] * 4


@pytest.mark.parametrize("actor", [ANALYST, LEADER, ROADS], ids=lambda one: one.person)
def test_no_desk_asks_the_database_more_often_for_more(actor):
    """The same statements for some hundred as for some ten of everything."""
    counts = set()
    for first, size in ((0, 80), (80, 400)):
        bodies, units = (WORKS, TREASURY, "unit/north"), ("north", "south")
        pile(size, round_id=ROUND, units=units, bodies=bodies, on=date(2026, 3, 10), first=first)
        with CaptureQueriesContext(connection) as told:
            assert desks.waiting(actor, at=noon(10)).total > 10
        counts.add(len(told))
    assert len(counts) == 1


def test_documents_of_the_centre_wait_for_units_and_reviews_for_the_office(tmp_path):
    """Each unit that is to carry one out, until it has; a review from a month before its day on."""
    install(tmp_path / "again", **WITH_DIRECTIVES)
    row = register(is_cascaded=True, concretised_by=date(2026, 3, 31))
    told = {"directive": row.pk, "kind": "interim", "by": "an"}
    directive_reviews.plan(**told, due_on=date(2026, 3, 16), at=noon(2))
    directive_reviews.plan(**told, due_on=date(2026, 12, 16), at=noon(2))
    key = f"directive/{row.pk}"
    assert (why(LEADER), why(OFFICER), why(ROADS)) == ([(key, "concretise")], [], [])
    assert [(one.why, one.label, one.days_left) for one in desk(ANALYST).lines] == [("review", row.symbol, 4)]
    assert [one.unit_key for one in desk(LEADER).heaps] == ["north"]
    cascades.waive(directive=row.pk, unit_key="north", reason="Nothing to add", by=LEADER.person, at=noon(9))
    assert why(LEADER) == []
