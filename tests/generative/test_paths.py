"""Paths and paces of any term target: the pace that is asked for leads to the bar, and paths are monotone."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.review.terms import between, pace, path

ANY = st.decimals(-10_000, 10_000, places=3).map(Fraction)
ABOVE_ZERO = st.decimals("0.001", 10_000, places=3).map(Fraction)
YEARS = st.integers(1, 10)
CLOSE = Fraction(Decimal("1e-40"))


@given(ANY, ANY, YEARS)
def test_equal_steps_reach_the_bar_exactly(now, bar, left):
    """Adding the step that is asked for in each remaining year gives the bar, to the last digit."""
    assert now + pace("linear", now, bar, 1, left) * left == bar


@given(st.lists(ANY, min_size=1, max_size=9), ANY, YEARS)
def test_the_value_asked_of_each_year_left_makes_the_mean_exactly(done, bar, left):
    """Years done and years left at the asked value have the bar as their mean."""
    now = sum(done, Fraction(0)) / len(done)
    each = pace("mean", now, bar, len(done), left)
    assert (sum(done, Fraction(0)) + each * left) / (len(done) + left) == bar


@given(ABOVE_ZERO, ABOVE_ZERO, YEARS)
def test_the_rate_asked_for_reaches_the_bar_to_more_digits_than_anybody_prints(now, bar, left):
    """Growing at the asked rate in each remaining year gives the bar, to forty digits."""
    reached = now * (1 + pace("constant_rate", now, bar, 1, left) / 100) ** left
    assert abs(reached / bar - 1) < CLOSE


@given(st.sampled_from(["linear", "constant_rate"]), ABOVE_ZERO, ABOVE_ZERO, YEARS)
def test_a_path_is_monotone_and_ends_at_the_bar(shape, start, end, years):
    """From the baseline to the target without a step back, whichever way it leads."""
    values = [start, *(bar for (bar,) in path(shape, (end,), {}, start, years))]
    assert values[-1] == end
    assert values == sorted(values, reverse=end < start)


@given(st.sampled_from(["linear", "mean", "constant_rate"]), ABOVE_ZERO, ABOVE_ZERO, ABOVE_ZERO, YEARS)
def test_who_stands_higher_has_less_to_go(shape, one, other, bar, left):
    """A better latest value never asks for a faster pace; a higher bar never for a slower one."""
    low, high = sorted((one, other))
    assert pace(shape, high, bar, 1, left) <= pace(shape, low, bar, 1, left)
    assert pace(shape, bar, low, 1, left) <= pace(shape, bar, high, 1, left)


@given(st.dictionaries(st.integers(0, 4), ANY.map(lambda value: (value,)), max_size=4), ANY)
def test_what_is_declared_and_what_is_shared_out_make_the_mean(declared, bar):
    """The years that nobody set share what the set ones leave, so that the path's mean is the target."""
    values = [own for (own,) in path("mean", (bar,), declared, None, 5)]
    assert sum(values, Fraction(0)) / 5 == bar


@given(ABOVE_ZERO, ABOVE_ZERO, YEARS, st.data())
def test_a_point_between_lies_between(start, end, steps, data):
    """Each point of a path lies between its ends."""
    step = data.draw(st.integers(0, steps))
    low, high = sorted((start, end))
    for shape in ("linear", "constant_rate"):
        assert low - CLOSE * low <= between(shape, start, end, step, steps) <= high + CLOSE * high
