"""The working calendar: a day decreed later moves what is still open, says from when to when, and no more."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from giaoban.actions import calendars, figures, installation, rounds, screens, stages
from giaoban.core.conduct.deadlines import Moved
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import calendars as reading
from giaoban.queries import deadlines, factsheets, packs
from giaoban.queries.rounds import schedule
from giaoban.queries.screens import of_round as screened
from giaoban.records.models import CalendarDay, Event
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.schedules import DUE, LIVE, TODAY, at_noon
from tests.factories.screens import SCREENS, heaped

CHRISTMAS = {
    "pack_id": "test",
    "day": DUE,
    "kind": "off",
    "name": "New Day",
    "reason": "Decree 1",
    "by": "an",
}
REPORTS, VERIFYING = f"{ROUND}/reporting_deadline", f"{ROUND}/verifying"


@pytest.fixture
def clock(monkeypatch):
    """Return a way to set the day."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at_noon(day))

    set_day(TODAY)
    return set_day


@pytest.fixture
def live(db, workspace: Path, tmp_path: Path, clock) -> Path:
    """Return the small pack with a schedule, installed on the day on which collecting begins."""
    pack = write_pack(tmp_path / "pack", **LIVE)
    installation.initialise(packs=[pack])
    return pack


def noted() -> list[tuple[str, str, str, str]]:
    """Return what the audit says of deadlines that moved."""
    events = Event.objects.filter(verb="deadline.moved").order_by("number")
    return [(one.object, *(one.payload[name] for name in ("deadline", "was_on", "is_on"))) for one in events]


def test_a_day_off_decreed_later_moves_the_deadline_and_what_follows_it(live):
    """Friday the 25th becomes a day off: reports are due on Monday, verifying begins on Tuesday."""
    found = calendars.set_day(**CHRISTMAS)
    assert found == (
        Moved(REPORTS, DUE, date(2026, 12, 28)),
        Moved(VERIFYING, date(2026, 12, 28), date(2026, 12, 29)),
    )
    assert noted() == [
        (ROUND, "reporting_deadline", "2026-12-25", "2026-12-28"),
        (ROUND, "verifying", "2026-12-28", "2026-12-29"),
    ]
    now = schedule(ROUND)
    assert (now.plan.due_on, now.plan.nominal_on) == (date(2026, 12, 28), DUE)
    assert now.days_left == 18, "18 working days from 2 to 24 December and on the 28th"


def test_the_change_tells_what_it_moved(live):
    """Who, when, why, and each deadline with both dates; beside the pack in the audit and for the page."""
    calendars.set_day(**{**CHRISTMAS, "name": " New Day ", "reason": " Decree 1 "})
    (change,) = reading.changes("test")
    assert (change.day, change.kind, change.name, change.reason) == (DUE, "off", "New Day", "Decree 1")
    assert (change.by, change.at) == ("an", at_noon(TODAY))
    assert [one.name for one in change.moved] == [REPORTS, VERIFYING]
    assert Event.objects.get(verb="calendar.changed").object == "test"


def test_what_is_past_keeps_its_date(live, clock):
    """After the deadline a day off on it is refused; a later one moves what it touches and no more."""
    clock(date(2026, 12, 28))
    with pytest.raises(Invalid) as refused:
        calendars.set_day(**CHRISTMAS)
    assert [one.code for one in refused.value.findings] == ["day"]
    was = deadlines.of_pack(packs.pack("test"), packs.pack("test").calendar)
    found = calendars.set_day(**{**CHRISTMAS, "day": date(2027, 1, 6)})
    assert [one.name for one in found] == [f"{ROUND}/replying"]
    now = deadlines.of_pack(packs.pack("test"), packs.pack("test").calendar)
    assert {name for name in was if was[name] != now[name]} == {f"{ROUND}/replying"}


def test_a_stage_that_was_entered_is_no_deadline_any_more(live):
    """Collecting has begun on its day; a holiday on a later day does not speak of it."""
    stages.open(round_id=ROUND, by="an")
    stages.advance(round_id=ROUND, to="collecting", by="an")
    pack = packs.pack("test")
    names = {name.partition("/")[2] for name in deadlines.of_pack(pack, pack.calendar)}
    assert names == {
        "reporting_deadline",
        "verifying",
        "replying",
        "frozen",
        "conference",
        "following_up",
        "closed",
    }


def test_a_day_off_is_taken_back_by_making_it_worked(live):
    """The deadline returns; both changes stay, and the latest counts."""
    calendars.set_day(**CHRISTMAS)
    found = calendars.set_day(**{**CHRISTMAS, "kind": "working", "reason": "Decree 2"})
    assert Moved(REPORTS, date(2026, 12, 28), DUE) in found
    assert CalendarDay.objects.count() == 2 == len(reading.changes("test"))
    assert packs.pack("test").calendar.is_working(DUE)
    (day,) = reading.days(packs.pack("test"), 2026)
    assert (day.kind, day.source, day.by) == ("working", "Decree 2", "an")


def test_a_saturday_worked_in_exchange_counts(live):
    """One working day more is left, and nothing moves."""
    before = schedule(ROUND).days_left
    assert calendars.set_day(**{**CHRISTMAS, "day": date(2026, 12, 19), "kind": "working"}) == ()
    assert schedule(ROUND).days_left == before + 1
    assert noted() == []


def test_what_a_day_is_already_it_does_not_become(live):
    """A second steward with the same decree hears of it; so does who makes a Sunday a day off."""
    calendars.set_day(**CHRISTMAS)
    for day in (DUE, date(2026, 12, 20)):
        with pytest.raises(Conflict, match="that already"):
            calendars.set_day(**{**CHRISTMAS, "day": day})
    assert CalendarDay.objects.count() == 1


def test_every_fault_is_told_and_nothing_is_kept(live):
    """A day that has passed, no kind, name or reason; a year far ahead; a pack that there is not."""
    with pytest.raises(Invalid) as refused:
        calendars.set_day(pack_id="test", day=date(2026, 11, 30), kind="half", name=" ", reason="", by="an")
    assert [one.where.column for one in refused.value.findings] == ["kind", "day", "name", "reason"]
    for wrong in ({"day": date(2206, 12, 25)}, {"name": "x" * 201}):
        with pytest.raises(Invalid):
            calendars.set_day(**{**CHRISTMAS, **wrong})
    with pytest.raises(NotFound):
        calendars.set_day(**{**CHRISTMAS, "pack_id": "nowhere"})
    assert not CalendarDay.objects.exists() and not Event.objects.filter(verb="calendar.changed").exists()


def test_today_may_become_a_day_off(live, clock):
    """What is due today then moves, for the day is not over."""
    clock(DUE)
    assert Moved(REPORTS, DUE, date(2026, 12, 28)) in calendars.set_day(**CHRISTMAS)


def test_a_new_version_of_the_pack_keeps_what_was_changed(live):
    """The edit outlives it; a holiday that the new version adds is told from the day that held."""
    calendars.set_day(**CHRISTMAS)
    holiday = "date,kind,name_en,source\n2026-12-29,off,Second Day,gazette\n"
    write_pack(live, **LIVE, **{"calendar/holidays.csv": holiday})
    installation.initialise(packs=[live])
    assert schedule(ROUND).plan.due_on == date(2026, 12, 28)
    assert noted()[2:] == [(ROUND, "verifying", "2026-12-29", "2026-12-30")]
    days = [(one.day.day, one.names["en"], one.by) for one in reading.days(packs.pack("test"), 2026)]
    assert days == [(25, "New Day", "an"), (29, "Second Day", "")]


def test_a_factsheet_tells_the_deadline_by_the_calendar_that_holds(live):
    """What was reported on the day to which it moved is not late."""
    calendars.set_day(**CHRISTMAS)
    rounds.freeze(round_id=ROUND, by="an")
    assert factsheets.latest(ROUND)["header"]["reporting_deadline"] == "2026-12-28"


def test_the_time_to_reply_ends_on_a_working_day(db, workspace, tmp_path, clock):
    """A unit asked on 1 December has until the 11th; a day off on that Friday gives it until Monday."""
    week = {"pack.yaml": FILES["pack.yaml"] + "weekend: [6, 7]\n"}
    installation.initialise(packs=[write_pack(tmp_path / "pack", **{**SCREENS, **week})])
    figures.load(files=heaped(tmp_path), round_id=ROUND, by="an")
    (signal,) = screened(ROUND).signals()
    assert screens.ask(round_id=ROUND, signal=signal, by="an") == "2026-12-11"
    (moved,) = calendars.set_day(**{**CHRISTMAS, "day": date(2026, 12, 11)})
    assert moved == Moved(f"{ROUND}/reply:{signal}", date(2026, 12, 11), date(2026, 12, 14))
    clock(date(2026, 12, 14))
    assert screened(ROUND).signals()[signal].standing == "waiting_for_reply"
    clock(date(2026, 12, 15))
    assert screened(ROUND).signals()[signal].standing == "no_reply_in_time"


def test_packs_that_nobody_changed_cost_no_question_more(live, django_assert_num_queries):
    """One for all packs, one more for each that was changed; what is read of its files is kept."""
    with django_assert_num_queries(1):
        plain = packs.pack("test")
    calendars.set_day(**CHRISTMAS)
    with django_assert_num_queries(2):
        changed = packs.pack("test")
    assert packs.pack("test") is changed is not plain and changed.units is plain.units
    assert reading.effective(plain) == changed.calendar == reading.effective(changed)


@pytest.mark.parametrize("broken", [{"kind": "half"}, {"reason": ""}], ids=["kind", "reason"])
def test_the_database_refuses_what_must_not_be(db, broken):
    """Whoever writes."""
    told = {name: value for name, value in CHRISTMAS.items() if name != "day"}
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=DUE, at=timezone.now(), **{**told, **broken})
