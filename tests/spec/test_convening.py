"""Convening a conference: its programme in time, and what is in the way of inviting and of opening."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.conduct.agenda import Item, Limits, plan, total, version
from giaoban.core.conduct.convening import (
    Assembly,
    Seat,
    before_convening,
    before_sitting,
    last_day_of_notice,
)
from giaoban.core.registry.calendars import Calendar

WEEK = Calendar(weekend=(6, 7))
#: Wednesday, 17 January 2024.
DAY = date(2024, 1, 17)
LIMITS = Limits(notice_days=3, speech_minutes=50)
ITEMS = (Item("Report", 25), Item("Opinions", 120), Item("Concluding speech", 45, kind="conclusion"))
SEATS = (Seat("Lê", "chair", 1), Seat("Trần", "clerk", 2), Seat("Hà", "delegate", 3, "north"))
SOUND = Assembly(
    datetime(2024, 1, 17, 8, tzinfo=UTC),
    datetime(2024, 1, 17, 11, 30, tzinfo=UTC),
    ITEMS,
    SEATS,
    {"": "Hall", "north": "North"},
    frozenset({"north"}),
)


def told(
    one: Assembly, today: date = date(2024, 1, 8), limits: Limits = LIMITS
) -> list[tuple[str, str, str]]:
    """Return what is in the way of inviting: code, severity, place."""
    found = before_convening(one, limits, WEEK, today)
    return [(each.code, each.severity, str(each.where)) for each in found]


def test_items_follow_one_another_from_the_begin_of_the_conference():
    """From 08:00: a report of 25 minutes until 08:25, two hours of opinions until 10:25, then a speech."""
    times = [
        (slot.number, f"{slot.begins_at:%H:%M}", f"{slot.ends_at:%H:%M}")
        for slot in plan(ITEMS, SOUND.begins_at)
    ]
    assert times == [(1, "08:00", "08:25"), (2, "08:25", "10:25"), (3, "10:25", "11:10")]
    assert total(ITEMS) == 190


@given(st.lists(st.integers(0, 300), max_size=30))
def test_a_programme_has_no_gap_and_lasts_as_long_as_its_items(minutes):
    """Whatever the lengths: each item begins as the one before ends, the last one ends after all minutes."""
    slots = plan([Item("x", one) for one in minutes], SOUND.begins_at)
    begins = [slot.begins_at for slot in slots]
    assert begins == [SOUND.begins_at, *(slot.ends_at for slot in slots)][: len(slots)]
    if slots:
        assert slots[-1].ends_at - SOUND.begins_at == timedelta(minutes=sum(minutes))
    assert [slot.number for slot in slots] == list(range(1, len(minutes) + 1))


def test_a_sound_conference_meets_with_nothing():
    """A chair, a clerk, somebody at each site, three hours and ten minutes in three hours and a half."""
    assert told(SOUND) == []


def test_a_conference_has_a_chair_and_a_clerk():
    """Without one of them it is held back; a substitute who still waits for consent is neither."""
    assert told(replace(SOUND, seats=SEATS[2:])) == [("no_chair", "error", ""), ("no_clerk", "error", "")]
    waiting = replace(SEATS[0], is_substitute=True, waits=True)
    assert told(replace(SOUND, seats=(waiting, *SEATS[1:]))) == [("no_chair", "error", "")]


def test_a_programme_fits_into_the_conference():
    """Twenty-one minutes more than there is room for: it would end at 11:31. An empty one is none."""
    longer = (*ITEMS, Item("Closing", 21))
    assert told(replace(SOUND, items=longer)) == [("too_long", "error", "11:31 > 11:30")]
    assert told(replace(SOUND, items=(*ITEMS, Item("Closing", 20)))) == []
    assert told(replace(SOUND, items=())) == [("no_items", "error", "")]
    assert told(replace(SOUND, items=(*ITEMS, Item("Songs", 0)))) == [("no_time", "error", "Songs")]


def test_nobody_but_the_office_orders_the_delegates():
    """Two people in one place of the order hold it back; a substitute shares that of the other one."""
    same = (*SEATS, Seat("Vũ", "delegate", 3))
    assert told(replace(SOUND, seats=same)) == [("same_precedence", "error", "3: Hà = Vũ")]
    assert told(replace(SOUND, seats=(*SEATS, Seat("Vũ", "delegate", 3, "north", is_substitute=True)))) == []


def test_a_site_is_that_of_a_unit_of_the_day():
    """A province that was merged before the day holds it back; one without anybody needs a reason."""
    merged = replace(SOUND, sites={**SOUND.sites, "old": "Old", "south": "South"})
    merged = replace(merged, units=frozenset({"north", "south"}))
    assert told(merged) == [("no_such_unit", "error", "Old"), ("nobody_there", "warning", "South")]


@pytest.mark.parametrize(("day", "is_late"), [(12, False), (14, False), (15, True), (17, True)])
def test_an_invitation_goes_out_three_working_days_before(day, is_late):
    """For Wednesday the 17th: by Friday the 12th, or on the days off then; from Monday on for a reason."""
    late = [("short_notice", "warning", "2024-01-12")] if is_late else []
    assert told(SOUND, date(2024, 1, day)) == late


def test_the_last_day_of_notice_is_found_over_days_off():
    """With Monday the 15th a holiday, Thursday the 11th is the last day."""
    assert last_day_of_notice(DAY, 3, Calendar((6, 7), {date(2024, 1, 15): "off"})) == date(2024, 1, 11)


def test_a_conference_on_a_day_off_or_another_day_than_planned_needs_a_reason():
    """On Saturday the 20th, where the round plans Wednesday the 17th."""
    shift = timedelta(days=3)
    saturday = replace(
        SOUND, begins_at=SOUND.begins_at + shift, ends_at=SOUND.ends_at + shift, planned_on=DAY
    )
    assert told(saturday) == [("day_off", "warning", "2024-01-20"), ("another_day", "warning", "2024-01-17")]


def test_a_concluding_speech_keeps_to_the_limit():
    """Fifty minutes are enough; fifty-one need a reason, and so where the pack sets no limit does nothing."""
    long = (*ITEMS[:2], Item("Speech", 51, kind="conclusion"))
    assert told(replace(SOUND, items=long)) == [("long_speech", "warning", "Speech: 51 > 50")]
    assert told(replace(SOUND, items=long), limits=Limits()) == []
    assert told(replace(SOUND, items=(*ITEMS[:2], Item("Speech", 50, kind="conclusion")))) == []


def test_what_the_last_conference_left_open_is_taken_up_or_it_is_said_why_not():
    """Each task by its title."""
    assert told(replace(SOUND, left_open=("Report on roads",))) == [
        ("left_open", "warning", "Report on roads")
    ]


def test_a_conference_is_opened_on_its_day_from_frozen_figures():
    """On another day, with figures that move, or with a substitute without answer, for a reason only."""
    assert before_sitting(SOUND, SOUND.begins_at, is_frozen=True) == ()
    waiting = (*SEATS, Seat("Vũ", "delegate", 3, "north", is_substitute=True, waits=True))
    found = before_sitting(replace(SOUND, seats=waiting), datetime(2024, 1, 16, tzinfo=UTC), is_frozen=False)
    assert [(one.code, one.severity) for one in found] == [
        ("another_time", "warning"),
        ("not_frozen", "warning"),
        ("answer_awaited", "warning"),
    ]
    assert [
        one.code for one in before_sitting(replace(SOUND, seats=()), SOUND.begins_at, is_frozen=True)
    ] == [
        "no_chair",
        "no_clerk",
    ]


def test_the_version_of_an_agenda_tells_every_change():
    """Another title, length or order is another version; the same items are the same one."""
    assert version(ITEMS) == version(list(ITEMS))
    others = {version(ITEMS[::-1]), version(ITEMS[:2]), version((replace(ITEMS[0], minutes=26), *ITEMS[1:]))}
    assert len(others) == 3 and version(ITEMS) not in others
