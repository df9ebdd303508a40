"""The release calendar: when which grade of a figure was due, and which figures are stale."""

from datetime import date

from giaoban.core.figures.vintages import overdue
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.periods import parse_period
from giaoban.core.registry.releases import Release, Timetable

WEEK = Calendar(weekend=(6, 7))
OLD, NEW = (date(2023, 1, 1), date(2024, 8, 1)), (date(2024, 8, 1), None)


def release(period, obs_status, day, years_after=0, valid=OLD, estimate="", instrument="Decree 1"):
    """Return one line of a release calendar of the series GDP."""
    valid_from, valid_to = valid
    return Release(
        "GDP", period, obs_status, estimate, day, years_after, valid_from, valid_to, instrument, "gazette"
    )


CALENDAR = Timetable(
    (
        release("Y", "E", "12-29"),
        release("Y", "P", "03-29", 1),
        release("Q1", "E", "03-29"),
        release("Q1", "P", "06-29"),
        release("Q", "A", "10-06", 2, NEW, instrument="Decree 2"),
        release("Y", "E", "07-06", 0, NEW, "1", "Decree 2"),
        release("Y", "E", "01-06", 1, NEW, "2", "Decree 2"),
        release("Y", "A", "10-06", 2, NEW, instrument="Decree 2"),
    ),
    {("GROWTH", "country"): "GDP"},
)


def due(period, indicator="GROWTH", level="country", calendar=WEEK):
    """Return grade and day of each release to be expected."""
    found = CALENDAR.due(indicator, level, parse_period(period), calendar)
    return [(one.obs_status + one.estimate, one.due_on.isoformat()) for one in found]


def stale(period, obs_status, as_of, estimate=""):
    """Return the grade and day for which a figure is stale, or None."""
    releases = CALENDAR.due("GROWTH", "country", parse_period(period), WEEK)
    late = overdue(obs_status, estimate, releases, as_of)
    return late and (late.obs_status + late.estimate, late.due_on.isoformat())


def test_the_instrument_in_force_on_the_day_of_release_says_when():
    """The year 2023: estimate and preliminary figure by the old decree, the official one by the new."""
    assert due("2023") == [("E", "2023-12-29"), ("P", "2024-03-29"), ("A", "2025-10-06")]
    assert due("2025") == [("E1", "2025-07-07"), ("E2", "2026-01-06"), ("A", "2027-10-06")]


def test_a_release_on_a_day_off_comes_on_the_next_working_day():
    """6 July 2025 is a Sunday: Monday the 7th (Decree 94/2016, rule 1.24). A holiday moves it further."""
    assert ("E1", "2025-07-07") in due("2025")
    holiday = Calendar(WEEK.weekend, {date(2025, 7, 7): "off"})
    assert ("E1", "2025-07-08") in due("2025", calendar=holiday)


def test_a_line_for_every_quarter_holds_for_each_of_them():
    """The official figure of any quarter comes out two years later."""
    assert due("2023-Q1") == [("E", "2023-03-29"), ("P", "2023-06-29"), ("A", "2025-10-06")]
    assert due("2023-Q3") == [("A", "2025-10-06")]


def test_what_has_no_series_or_no_line_has_nothing_due():
    """Another indicator, another level, a month: no release can be missed."""
    assert due("2023", "PEOPLE") == due("2023", level="province") == due("2023-01") == []


def test_an_estimate_is_stale_from_the_day_after_its_preliminary_figure_was_due():
    """In January an estimate of the year is the rightful state; on 29 March the next may still come."""
    assert stale("2023", "E", "2024-01-17") is None
    assert stale("2023", "E", "2024-03-29") is None
    assert stale("2023", "E", "2024-03-30") == ("P", "2024-03-29")


def test_a_preliminary_figure_is_stale_when_the_official_one_was_due():
    """The highest grade that was due is named; an official figure is never stale."""
    assert stale("2023", "P", "2024-12-31") is None
    assert stale("2023", "P", "2025-10-07") == stale("2023", "E", "2025-10-07") == ("A", "2025-10-06")
    assert stale("2023", "A", "2026-11-22") is None


def test_a_first_estimate_is_stale_when_the_second_was_due():
    """Only where the figure says that it is the first; of an estimate without a number nothing is said."""
    assert stale("2024", "E", "2025-01-07", "1") == ("E2", "2025-01-06")
    assert stale("2024", "E", "2025-01-07") is None
    assert stale("2024", "E", "2025-01-07", "2") is None


def test_what_has_no_value_is_missing_and_not_stale():
    """“Does not apply” and “missing” wait for no higher grade."""
    assert stale("2023", "M", "2026-11-22") is stale("2023", "O", "2026-11-22") is None
