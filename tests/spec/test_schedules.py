"""Rounds in time: which days a report covers, when it is due, and when each stage begins."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.conduct.phases import STAGES
from giaoban.core.conduct.schedules import deadline, plan, stage_dates, window
from giaoban.core.errors import Invalid
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.periods import parse_period
from giaoban.files.packs import read_pack

PACK = read_pack(Path(__file__).parents[2] / "packs" / "vn")
RULES = PACK.rules["reporting_windows"]
WEEK = Calendar(weekend=(6, 7))


def covered(report: str, text: str) -> tuple[str, str]:
    """Return the first and the last day that a report covers."""
    period = parse_period(text)
    found = window(report, period, RULES, period.last_on)
    return found.start_on.isoformat(), found.last_on.isoformat()


def due(text: str, calendar: Calendar = WEEK) -> str:
    """Return the working day by which a report on a period is due."""
    period = parse_period(text)
    return due_on(deadline(period, RULES, period.last_on), calendar).isoformat()


def off(*days: str) -> Calendar:
    """Return the plain week with these days off."""
    return Calendar(WEEK.weekend, {date.fromisoformat(day): "off" for day in days})


def test_a_month_runs_from_day_15_to_day_14():
    """The report on March 2026 covers 15 February to 14 March (domain rules §1, rule 1.2, code M)."""
    assert covered("month", "2026-03") == ("2026-02-15", "2026-03-14")
    assert covered("month", "2026-01") == ("2025-12-15", "2026-01-14")


def test_a_quarter_begins_in_the_month_before_it():
    """Quarter I: 15 December to 14 March; quarter III: 15 June to 14 September (domain rules §1, 1.2, Q)."""
    assert covered("quarter", "2026-Q1") == ("2025-12-15", "2026-03-14")
    assert covered("quarter", "2026-Q3") == ("2026-06-15", "2026-09-14")


def test_the_first_half_begins_in_december_of_the_year_before():
    """15 December 2025 to 14 June 2026 (domain rules §1, rule 1.2, code H1)."""
    assert covered("first_half", "2026-S1") == ("2025-12-15", "2026-06-14")


def test_the_second_half_begins_where_the_first_ended():
    """15 June to 14 December 2026 (domain rules §1, rule 1.2, code H2)."""
    assert covered("second_half", "2026-S2") == ("2026-06-15", "2026-12-14")


def test_nine_months_run_from_december_to_september():
    """15 December 2025 to 14 September 2026 (domain rules §1, rule 1.2, code 9M)."""
    assert covered("nine_months", "2026-01-01/P9M") == ("2025-12-15", "2026-09-14")


def test_a_year_runs_from_december_to_december():
    """15 December 2025 to 14 December 2026 (domain rules §1, rule 1.2, code Y)."""
    assert covered("year", "2026") == ("2025-12-15", "2026-12-14")


@pytest.mark.parametrize("year", [2024, 2026, 2028])
def test_windows_of_one_kind_meet_without_gap_or_overlap(year):
    """Each month, quarter, half and year begins the day after the one before it ended."""
    chains = {
        "month": [f"{year}-{month:02d}" for month in range(1, 13)],
        "quarter": [f"{year}-Q{number}" for number in range(1, 5)],
        "year": [f"{year}", f"{year + 1}"],
    }
    for report, texts in chains.items():
        for one, following in zip(texts, texts[1:], strict=False):
            next_day = date.fromisoformat(covered(report, one)[1]) + timedelta(days=1)
            assert covered(report, following)[0] == next_day.isoformat()
    halves = covered("first_half", f"{year}-S1"), covered("second_half", f"{year}-S2")
    assert date.fromisoformat(halves[0][1]) + timedelta(days=1) == date.fromisoformat(halves[1][0])


@pytest.mark.parametrize(("year", "days"), [(2023, 28), (2024, 29), (2026, 28), (2028, 29)])
def test_a_leap_year_makes_the_report_on_march_a_day_longer(year, days):
    """15 February to 14 March holds 29 days where February has a 29th."""
    first, last = map(date.fromisoformat, covered("month", f"{year}-03"))
    assert (last - first).days + 1 == days


def test_a_report_is_due_on_day_25_of_the_last_month():
    """Month, quarter, half, nine months and year (domain rules §1, rule 1.3)."""
    texts = ("2026-03", "2026-Q2", "2026-S1", "2026-01-01/P9M", "2026")
    assert [due(text) for text in texts] == [
        "2026-03-25", "2026-06-25", "2026-06-25", "2026-09-25", "2026-12-25",
    ]  # fmt: skip


def test_a_deadline_on_a_weekend_moves_to_monday():
    """25 April 2026 is a Saturday, 25 January 2026 a Sunday (rule 1.24, by custom for reports, too)."""
    assert due("2026-04") == "2026-04-27"
    assert due("2026-01") == "2026-01-26"


def test_a_deadline_on_a_holiday_moves_beyond_all_of_it():
    """25 January 2020 was the first day of the lunar year: due on the 30th. A made-up Saturday is worked."""
    holidays = [f"2020-01-{day}" for day in (23, 24, 25, 26, 27, 28, 29)]
    assert due("2020-01", off(*holidays)) == "2020-01-30"
    worked = Calendar(WEEK.weekend, {date(2026, 4, 25): "working"})
    assert due("2026-04", worked) == "2026-04-25"


def test_the_deadline_of_april_2026_by_the_packs_own_calendar():
    """The 25th is a Saturday, the 26th a holiday, the 27th the day off in its place: due on the 28th."""
    assert due("2026-04", PACK.calendar) == "2026-04-28"


def test_the_evaluation_of_the_year_is_due_earlier():
    """By 20 December of the year (domain rules §1, rule 1.7); before 2022 no rule says so."""
    year = parse_period("2026")
    assert deadline(year, RULES, year.last_on, "evaluation_report_deadline") == date(2026, 12, 20)
    assert deadline(year, RULES, date(2021, 12, 31), "evaluation_report_deadline") is None


def test_before_the_decree_there_is_no_window():
    """The decree took effect on 12 March 2019; a report of 2018 has no window by it."""
    with pytest.raises(Invalid, match="2018-12-31"):
        covered("year", "2018")


@pytest.mark.parametrize(
    ("report", "text"),
    [("month", "2026"), ("quarter", "2026-02-01/P3M"), ("first_half", "2026-S2"), ("year", "2026-Q1")],
)
def test_a_report_is_about_a_period_of_its_kind(report, text):
    """A yearly report on a quarter, or a quarter that begins in February, is refused."""
    with pytest.raises(Invalid, match="is not the period"):
        covered(report, text)


def test_the_later_rule_counts_from_the_day_it_takes_effect():
    """A new decree moves the deadline to day 20 from July on: 25 March stays, September has the 20th."""
    new = {
        "rule": "reporting_deadline",
        "valid_from": "2026-07-01",
        "valid_to": "",
        "deadline": {"day": 20, "months_before_end": 0},
    }
    for text, day in (("2026-03", 25), ("2026-09", 20)):
        period = parse_period(text)
        assert deadline(period, [*RULES, new], period.last_on).day == day


def test_the_round_of_2026_by_the_rules():
    """Its report covers 15 December 2025 to 14 December 2026 and is due on Friday, 25 December 2026."""
    found = plan(PACK.round("2026-annual"), RULES, PACK.calendar)
    assert (found.window.start_on, found.window.last_on) == (date(2025, 12, 15), date(2026, 12, 14))
    assert found.due_on == date(2026, 12, 25)
    assert [one.stage for one in found.stages] == list(STAGES)
    assert found.begins_on("verifying") == date(2026, 12, 28)


def test_what_follows_the_deadline_moves_with_it():
    """A day off on 25 December 2026: due on Monday the 28th, so verifying begins on Tuesday."""
    stages = [("collecting", date(2026, 12, 1)), ("verifying", date(2026, 12, 28))]
    days = [one.on for one in stage_dates(stages, date(2026, 12, 25), off("2026-12-25"))]
    assert days == [date(2026, 12, 1), date(2026, 12, 29)]


def test_a_conference_keeps_its_day_and_a_stage_begins_on_a_working_day():
    """A conference may be held on a Saturday; the day after, a Sunday, nothing begins."""
    stages = [("frozen", date(2027, 1, 14)), ("conference", date(2027, 1, 16))]
    stages.append(("following_up", date(2027, 1, 17)))
    days = [one.on for one in stage_dates(stages, date(2026, 12, 25), WEEK)]
    assert days == [date(2027, 1, 14), date(2027, 1, 16), date(2027, 1, 18)]


def test_a_conference_gives_way_to_what_must_come_before_it():
    """Where a week off moves the freezing beyond it, the conference follows."""
    stages = [("frozen", date(2027, 1, 12)), ("conference", date(2027, 1, 15))]
    week = off(*(f"2027-01-{day}" for day in range(11, 16)))
    assert [one.on for one in stage_dates(stages, date(2026, 12, 25), week)] == [date(2027, 1, 18)] * 2


def test_days_left_are_working_days():
    """On Tuesday, 22 December 2026, three are left until Friday; with a holiday among them two."""
    tuesday, friday = date(2026, 12, 22), date(2026, 12, 25)
    assert WEEK.days_left(tuesday, friday) == 3
    assert off("2026-12-24").days_left(tuesday, friday) == 2
    assert WEEK.days_left(friday, friday) == 0


def test_days_past_a_deadline_count_below_zero():
    """Over the weekend none has passed yet; on Tuesday two have."""
    friday = date(2026, 12, 25)
    assert [WEEK.days_left(friday + timedelta(days=days), friday) for days in (1, 2, 3, 4)] == [0, 0, -1, -2]
