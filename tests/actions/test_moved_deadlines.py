"""A day off decreed later moves open petitions, contributions and tasks alike, and logs both days."""

from datetime import date

import pytest
from django.utils import timezone

from giaoban.actions import assignments, calendars, contributions, installation
from giaoban.core.conduct.deadlines import Moved
from giaoban.queries import calendars as reading
from giaoban.queries import deadlines
from giaoban.queries import packs as installed_packs
from giaoban.records.models import CalendarDay, Clause, Conference, Contribution, Event, Notice, Task
from giaoban.web.components.days import tell_moved
from tests.factories.conferences import KEY, conference
from tests.factories.packs import ROUND, write_pack
from tests.factories.petitions import (
    DUE,
    LODGED,
    TREASURY,
    WEEK,
    again,
    answered,
    assigned,
    install,
    moved,
    noon,
)
from tests.factories.positions import WITH_PETITIONS

pytestmark = pytest.mark.django_db
#: The last of March 2026 is a Tuesday.
OFF = {"pack_id": "test", "day": DUE, "kind": "off", "name": "New Day", "reason": "Decree 1", "by": "steward"}
NEXT = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def installed(db, tmp_path, monkeypatch):
    """Install the small pack with weekends; it is the 9th of March."""
    monkeypatch.setattr(timezone, "now", lambda: noon(9))
    return install(tmp_path)


def task(due_on: date = DUE, status: str = "open", issued_on: date | None = LODGED) -> Task:
    """Return a task of the conference's notice, which is a draft where it was not issued on any day."""
    held = Conference.objects.filter(key=KEY).first() or conference("adjourned")
    told = {"by": "chair", "at": noon(2)}
    notice, _ = Notice.objects.get_or_create(conference=held, defaults=told)
    clause = Clause.objects.create(notice=notice, section="task", place=1, saved_at=noon(2), saved_by="c")
    done = {"done_on": date(2026, 3, 5), "closed_by": "approver"} if status == "done" else {}
    return Task.objects.create(
        clause=clause, round_id=ROUND, what="Build it", due_on=due_on, first_due_on=due_on, status=status,
        issued_on=issued_on, **done, **told,
    )  # fmt: skip


def test_a_day_off_moves_everything_that_is_due_on_it_and_logs_old_and_new():
    """The petition, the contribution and the task; each keeps its first deadline and says why it moved."""
    row = assigned(others=[TREASURY])
    asked, given = Contribution.objects.get(), task()
    found = calendars.set_day(**OFF)
    names = [f"petition/{row.pk}", f"contribution/{asked.pk}", f"task/{given.pk}"]
    assert found == tuple(Moved(name, DUE, NEXT) for name in names)
    for one, kind in ((row, "petition"), (asked, "contribution"), (given, "task")):
        one.refresh_from_db()
        assert (one.first_due_on, one.due_on, moved(one, kind)) == (DUE, NEXT, [(DUE, NEXT, "calendar")])
    told = Event.objects.filter(verb="deadline.moved").order_by("number")
    assert [one.object for one in told] == names
    assert {one.payload["reason"] for one in told} == {"Decree 1"}
    (change,) = reading.changes("test")
    assert change.moved == found


def test_the_page_says_what_moved_by_number_and_words():
    """Not by keys of rows."""
    row = assigned(others=[TREASURY])
    task()
    found = tell_moved(calendars.set_day(**OFF), installed_packs.pack("test"))
    assert [one.title for one in found] == [row.number, row.number, "Build it"]
    assert [one.was_on for one in found] == [DUE] * 3


def test_what_is_done_past_or_on_another_day_stays():
    """An answered petition, a given contribution, a task that is done, one of yesterday, one of tomorrow."""
    gone = answered(assigned(others=[TREASURY]), day=9)
    row = assigned(others=[TREASURY], due_on=NEXT)
    contributions.contribute(petition=row.pk, body=TREASURY, text="x", by="t", at=noon(9))
    task(status="done")
    task(date(2026, 3, 6))
    assert calendars.set_day(**OFF) == ()
    assert (again(gone).due_on, again(row).due_on) == (DUE, NEXT)


def test_what_stands_in_a_draft_is_not_moved():
    """A month would become the next one; its day off is seen to when the notice is issued."""
    row = task(issued_on=None)
    assert calendars.set_day(**OFF) == ()
    row.refresh_from_db()
    assert (row.due_on, moved(row, "task")) == (DUE, [])


def test_what_was_counted_in_working_days_is_counted_anew():
    """Ten working days over a new day off end a day later; over a Saturday that is worked, a day earlier."""
    row = assigned(due_days=10, others=["unit/south"])
    contributions.ask(petition=row.pk, body=TREASURY, due_days=5, by="analyst", at=noon(9))
    along, asked = Contribution.objects.all()
    calendars.set_day(**{**OFF, "day": date(2026, 3, 11)})
    asked.refresh_from_db()
    along.refresh_from_db()
    assert along.due_on == again(row).due_on, "it was given as long"
    assert (again(row).due_on, asked.due_on) == (date(2026, 3, 18), date(2026, 3, 17))
    calendars.set_day(**{**OFF, "day": date(2026, 3, 14), "kind": "working"})
    asked.refresh_from_db()
    assert (again(row).due_on, asked.due_on) == (date(2026, 3, 17), date(2026, 3, 16))
    assert [one[:2] for one in moved(row)] == [
        (date(2026, 3, 17), date(2026, 3, 18)),
        (date(2026, 3, 18), date(2026, 3, 17)),
    ]


def test_what_was_extended_to_a_day_is_counted_no_more():
    """A day that was decided on stays that day, whatever is worked before it."""
    row = assigned(due_days=10)
    assignments.extend(petition=row.pk, to_on=DUE, reason="Flood", by="approver", at=noon(9))
    assert calendars.set_day(**{**OFF, "day": date(2026, 3, 12)}) == ()
    assert (again(row).due_on, again(row).due_days) == (DUE, None)


def test_a_new_version_of_the_pack_moves_them_too(installed):
    """A holiday of its calendar is told like one that the steward set; its version stands as the reason."""
    row = assigned()
    holiday = "date,kind,name_en,source\n2026-03-31,off,New Day,gazette\n"
    write_pack(installed, **WITH_PETITIONS, **WEEK, **{"calendar/holidays.csv": holiday})
    installation.initialise(packs=[installed])
    assert moved(row) == [(DUE, NEXT, "calendar")] and not CalendarDay.objects.exists()


def test_a_notice_that_is_waited_for_has_a_deadline_that_moves(tmp_path):
    """Five working days after the conference; the day off between is told beside its round."""
    rule = """\
rules:
  - rule: conclusion_notice
    title: Five days
    valid_from: "2018-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    working_days: 5
"""
    install(tmp_path, **{"rules/notices.yaml": rule})
    held = conference("adjourned")
    Conference.objects.filter(pk=held.pk).update(begins_at=noon(5), ends_at=noon(6))
    pack = installed_packs.pack("test")
    name = f"{ROUND}/notice:{KEY}"
    assert deadlines.of_pack(pack, pack.calendar)[name] == date(2026, 3, 13)
    found = calendars.set_day(**{**OFF, "day": date(2026, 3, 12)})
    assert found == (Moved(name, date(2026, 3, 13), date(2026, 3, 16)),)
    Conference.objects.filter(pk=held.pk).update(stage="concluded")
    assert name not in deadlines.of_pack(pack, pack.calendar)
