"""Invitations and papers of a conference."""

from datetime import date, datetime

from giaoban.core.conduct.agenda import TOPIC, limits_of
from giaoban.core.conduct.attendance import Passage, late, present, stays
from giaoban.core.conduct.convocations import Called, Letter, Sent, due, is_late
from giaoban.core.registry.calendars import Calendar
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

WEEK = Calendar(weekend=(6, 7))
#: A conference on Wednesday 17 January 2024.
WEDNESDAY = date(2024, 1, 17)


def test_letters_and_papers_are_there_three_working_days_before():
    """On Friday the 12th they are in time for Wednesday the 17th; on Monday the 15th they are late."""
    limits = limits_of(read_pack(PACKS / "vn").rules[TOPIC], WEDNESDAY)
    assert (limits.notice_days, limits.papers_days) == (3, 3)
    assert not is_late(date(2024, 1, 12), WEDNESDAY, WEEK, limits.notice_days)
    assert is_late(date(2024, 1, 15), WEDNESDAY, WEEK, limits.notice_days)


def test_a_day_off_decreed_later_makes_what_was_in_time_late():
    """With Monday the 15th off, Friday the 12th leaves two working days only."""
    changed = WEEK.with_days({date(2024, 1, 15): "off"})
    assert is_late(date(2024, 1, 12), WEDNESDAY, changed, 3)


def test_where_no_rule_is_laid_down_nothing_is_late():
    """Also on the day itself."""
    assert not is_late(WEDNESDAY, WEDNESDAY, WEEK, None)


def test_a_change_is_told_to_everybody_with_a_higher_number():
    """Number 1 replaces number 0 in the calendar; who has number 1 is told nothing again."""
    told = [Called(1, True, (Sent(0, "request"),)), Called(2, True, (Sent(1, "request"),)), Called(3, True)]
    assert due(told, 1, is_off=False) == (Letter(1, 1, "request"), Letter(3, 1, "request"))


def test_what_is_called_off_is_cancelled_with_a_higher_number_still():
    """Number 2 cancels number 1; who was never called is told nothing; who was told so already, neither."""
    called_off = (Sent(1, "request"), Sent(2, "cancel"))
    told = [Called(1, True, (Sent(1, "request"),)), Called(2, True), Called(3, True, called_off)]
    assert due(told, 1, is_off=True) == (Letter(1, 2, "cancel"),)


def test_who_loses_the_seat_is_told_so_and_nobody_else():
    """A seat that no longer holds is cancelled for its person alone."""
    told = [Called(1, False, (Sent(0, "request"),)), Called(2, True, (Sent(0, "request"),))]
    assert due(told, 0, is_off=False) == (Letter(1, 1, "cancel"),)


def at(hour: int, minute: int = 0) -> datetime:
    """Return a time of the conference's day."""
    return datetime(2024, 1, 17, hour, minute)  # noqa: DTZ001 times of one day among themselves


def test_who_goes_from_the_screen_to_the_hall_is_counted_in_the_hall_alone():
    """Online from 7:50, in the hall from 8:30: two stays, one place, and not late for 8 o'clock."""
    told = stays(
        [Passage(1, "online", at(7, 50)), Passage(1, "hall", at(8, 30)), Passage(2, "hall", at(8, 5))]
    )
    assert {who: stay.mode for who, stay in present(told).items()} == {1: "hall", 2: "hall"}
    assert (told[0].left_at, told[1].arrived_at) == (at(8, 30), at(8, 30))
    assert late(told, at(8)) == {2}


def test_who_left_is_not_there_and_may_come_back():
    """Gone from 9 to 9:30: two stays in the hall, each with its times."""
    told = stays([Passage(1, "hall", at(8)), Passage(1, "", at(9)), Passage(1, "hall", at(9, 30))])
    assert [(stay.arrived_at, stay.left_at) for stay in told] == [(at(8), at(9)), (at(9, 30), None)]
    assert late(told, at(8)) == frozenset()
