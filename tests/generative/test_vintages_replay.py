"""Append-only: no order of loading and nothing learned later changes what was in force on a day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core.figures.observations import choose, grade, latest_release_on
from giaoban.core.figures.vintages import Recorded, chain, in_order, overdue
from giaoban.core.registry.releases import Due
from tests.factories.rounds import observation

DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31)).map(date.isoformat)
RELEASED = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
NUMBERS = st.sampled_from(["5", "5.0", "6", "7.25", "-1"])


@st.composite
def releases(draw):
    """Return one release of one figure by some source; M and O have no value."""
    status = draw(st.sampled_from("APEMO"))
    return observation(
        "north",
        None if status in "MO" else draw(NUMBERS),
        obs_status=status,
        released=draw(RELEASED),
        source=draw(st.sampled_from("abc")),
        estimate=draw(st.sampled_from(["", "1", "2"])) if status == "E" else "",
    )


#: Of one release of one source there is one row; corrections of it are another matter.
HISTORIES = st.lists(releases(), max_size=8, unique_by=lambda one: (one.released, one.source))
DUES = st.lists(
    st.builds(
        Due,
        st.just("S"),
        st.sampled_from("APE"),
        st.sampled_from(["", "1", "2"]),
        st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        st.just("decree"),
        st.just("gazette"),
    ),
    max_size=6,
)


@settings(max_examples=300)
@given(HISTORIES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_loading_changes_no_choice(history, as_of, chance):
    """The same rows in any order leave the same row in force, or the same contradiction."""
    chosen = choose(history, as_of)
    chance.shuffle(history)
    assert choose(history, as_of) == chosen


@settings(max_examples=300)
@given(HISTORIES, HISTORIES, DAYS)
def test_a_later_release_changes_no_earlier_day(history, more, as_of):
    """What came out after a day leaves that day's choice, and the chain as told then, as they were."""
    later = [one for one in more if latest_release_on(one.released) > as_of]
    assert choose([*history, *later], as_of) == choose(history, as_of)
    assert told([*history, *later], as_of) == told(history, as_of)


def told(history, as_of):
    """Return the chain of rows recorded one after the other."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [Recorded(one, start + timedelta(hours=n), "tester") for n, one in enumerate(history)]
    return chain(row.observation for row in in_order(rows, as_of))


@settings(max_examples=300)
@given(HISTORIES, DAYS)
def test_the_grade_in_force_only_rises_until_a_figure_is_taken_back(history, as_of):
    """No day on which something comes out lowers the grade, except a release without a value."""
    days = sorted({latest_release_on(one.released) for one in history})
    is_taken_back = any(not grade(one.obs_status) for one in history)
    bests = [choose(history, day).candidates[-1] for day in days]
    grades = [grade(one.obs_status) for one in bests]
    assert is_taken_back or grades == sorted(grades)


@settings(max_examples=300)
@given(HISTORIES)
def test_every_row_has_one_step_and_each_difference_recomputes(history):
    """As many vintages as rows, only the first is a first, and each difference leads from value to value."""
    vintages = told(history, "2026-12-31")
    assert len(vintages) == len(history)
    assert [one.step == "first" for one in vintages] == [place == 0 for place in range(len(history))]
    for one in vintages:
        if one.difference is not None:
            assert one.before.value + one.difference == one.observation.value


@settings(max_examples=300)
@given(st.sampled_from("APEMO"), st.sampled_from(["", "1", "2"]), DUES, DAYS, DAYS)
def test_a_stale_figure_stays_stale_until_a_new_vintage_comes(status, estimate, dues, one_day, other_day):
    """On any later day it is stale too, for a release of at least that grade."""
    first, second = sorted((one_day, other_day))
    before = overdue(status, estimate, dues, first)
    after = overdue(status, estimate, dues, second)
    assert before is None or (after is not None and grade(after.obs_status) >= grade(before.obs_status))


@settings(max_examples=300)
@given(DUES, DAYS)
def test_an_official_figure_is_never_stale(dues, as_of):
    """There is no higher grade that could be due."""
    assert overdue("A", "", dues, as_of) is None
