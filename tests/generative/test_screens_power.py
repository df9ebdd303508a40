"""The screens keep what docs/screens.md claims: power and false positives, in seeded simulations."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.review.screens.discovery import false_discovery
from giaoban.core.review.screens.tails import (
    binomial_tail,
    hypergeometric_tail,
    poisson_binomial_tail,
    tally_tail,
)
from tests.bench.screens import NULLS, PATTERNS, SCREENS, WORLDS, Scenario, Share, is_kept, measure
from tests.house.tree import ROOT

pytestmark = pytest.mark.long

_SHARES = st.fractions(0, 1, max_denominator=60)


@pytest.mark.parametrize("scenario", PATTERNS, ids=lambda one: f"{one.screen}: {one.words}")
def test_planted_patterns_are_found_at_the_stated_power(scenario: Scenario):
    """240 planted units: the whole 99 % interval of the power lies above the claim, of the honest below."""
    measured = measure(scenario, rounds=40)
    assert is_kept(scenario, measured), measured


@pytest.mark.parametrize("scenario", NULLS, ids=lambda one: f"{one.screen}: {one.words}")
def test_honest_units_are_flagged_no_more_than_stated(scenario: Scenario):
    """Also where values are coarse, targets move together, or stand at last year's value."""
    measured = measure(scenario, rounds=25)
    assert is_kept(scenario, measured), measured


def test_the_page_claims_just_this():
    """docs/screens.md holds the row of every scenario, and no other."""
    page = (ROOT / "docs/screens.md").read_text("utf-8").splitlines()
    claimed = [line for line in page if line.startswith("| `")]
    assert claimed == [one.claim for one in (*PATTERNS, *NULLS)]


def test_a_simulation_is_the_same_every_time():
    """The seed is fixed: two runs count the same."""
    assert measure(PATTERNS[0], rounds=2) == measure(PATTERNS[0], rounds=2)


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_no_order_of_rows_changes_a_look(screen: str):
    """Shuffled rows give the same counts and the same chances."""
    rows = WORLDS[screen](Random(7), frozenset(), 0.5)  # noqa: S311
    shuffled = Random(8).sample(rows, len(rows))  # noqa: S311
    plain = [
        [(one.subject, one.observed, one.n, one.p) for one in SCREENS[screen](r)] for r in (rows, shuffled)
    ]
    assert plain[0] == plain[1]


@given(st.integers(0, 12), st.integers(0, 12), _SHARES)
def test_the_binomial_tail_is_that_of_equal_chances(at_least, n, share):
    """Three ways to the same chance: binomial, one chance a trial, one block a trial."""
    parts = share.numerator, share.denominator
    block = {1: parts[0], 0: parts[1] - parts[0]}
    expected = poisson_binomial_tail(at_least, [share] * n)
    assert binomial_tail(at_least, n, share) == expected == tally_tail(at_least, [block] * n)


@given(st.integers(-1, 6), st.lists(_SHARES, max_size=6))
def test_the_poisson_binomial_tail_is_the_sum_over_all_outcomes(at_least, chances):
    """Every outcome counted one by one."""
    total = Fraction(0)
    for hits in product((True, False), repeat=len(chances)):
        weight = Fraction(1)
        for hit, chance in zip(hits, chances, strict=True):
            weight *= chance if hit else 1 - chance
        total += weight if sum(hits) >= at_least else 0
    assert poisson_binomial_tail(at_least, chances) == total


@given(st.data())
def test_the_hypergeometric_tail_is_the_count_of_all_draws(data):
    """Every draw counted one by one."""
    total = data.draw(st.integers(1, 8))
    drawn, marked = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    at_least = data.draw(st.integers(0, drawn))
    draws = [sum(one < marked for one in draw) for draw in combinations(range(total), drawn)]
    counted = Fraction(sum(one >= at_least for one in draws), len(draws))
    assert hypergeometric_tail(at_least, drawn, marked, total) == counted


@given(st.dictionaries(st.text(max_size=3), _SHARES, max_size=12), _SHARES)
def test_q_marks_those_that_the_step_up_rule_rejects(chances: Mapping[str, Fraction], level):
    """Benjamini and Hochberg as they put it: all up to the largest rank k with p(k) ≤ level · k / n."""
    ordered = sorted(chances, key=lambda key: chances[key])
    n = len(ordered)
    last = max((k for k, key in enumerate(ordered, 1) if chances[key] <= level * k / n), default=0)
    bound = chances[ordered[last - 1]] if last else Fraction(-1)
    found = false_discovery(chances)
    assert {key for key in chances if found[key] <= level} == {
        key for key in chances if chances[key] <= bound
    }


def test_an_interval_holds_the_share_and_narrows():
    """0 of 100 reaches to 5.2 %; 50 of 100 lies within its bounds; ten times the data, a third the width."""
    assert Share(0, 100).interval == pytest.approx((0, 0.0516), abs=1e-3)
    (low, high), (near_low, near_high) = Share(50, 100).interval, Share(500, 1000).interval
    assert low < near_low < 0.5 < near_high < high
    assert Decimal(near_high - near_low) < Decimal(high - low) / 3 * Decimal("1.1")
