"""Reconciliation: the units together against the total published for the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.figures.restatement import Part
from giaoban.core.review.reconciliation import reconcile

GROWTH = ("growth", "GROWTH", "2011")


def growth(published: str, *parts: tuple[str, str, str], tolerance: str = "0.5"):
    """Return the control of rates: each part is (unit, value, weight)."""
    weighed = [Part(key, Decimal(1), Decimal(value), Decimal(weight)) for key, value, weight in parts]
    return reconcile(GROWTH, Decimal(published), weighed, "weighted", Decimal(tolerance), 4)


@pytest.mark.parametrize(
    ("published", "values", "gap"),
    [("6.24", ("13", "10", "10"), "4.76"), ("5.25", ("11", "9", "7.39"), "3.88")],
    ids=["2011: 6.24 published, 11 implied", "2012: 5.25 published, 9.13 implied"],
)
def test_units_that_all_grew_faster_than_their_country_are_outside(published, values, gap):
    """Years in which every unit reported well above the whole: the gap is told, and is outside."""
    parts = zip(("a", "b", "c"), values, ("1", "1", "1"), strict=True)
    one = growth(published, *parts)
    assert one.state == "outside"
    assert one.gap == Decimal(gap)


def test_each_unit_answers_for_its_distance_by_its_weight():
    """13 and 10 on weights 1 and 3 against 8: of a gap of 2.75 the first holds 1.25, the second 1.5."""
    one = growth("8", ("a", "13", "1"), ("b", "10", "3"))
    assert one.implied == Decimal("10.75")
    assert one.attribution == {"a": Decimal("1.25"), "b": Decimal("1.5")}


def test_a_gap_equal_to_the_tolerance_is_within():
    """Half a point against a tolerance of half a point holds; a hair more does not."""
    assert growth("8", ("a", "8.5", "1")).state == "within"
    assert growth("8", ("a", "8.5001", "1")).state == "outside"


def test_one_silent_unit_leaves_nothing_implied():
    """Without one unit's value or weight the control is incomplete, and the unit is named."""
    parts = [Part("a", Decimal(1), Decimal(5), Decimal(1)), Part("b", Decimal(1), None, Decimal(1))]
    one = reconcile(GROWTH, Decimal(5), parts, "weighted", Decimal(1), 4)
    assert (one.state, one.implied, one.missing) == ("incomplete", None, ("b",))


def test_a_sum_is_attributed_in_proportion():
    """Units of 60 and 40 against a published 90: a gap of 10, of which 6 and 4."""
    parts = [Part("a", Decimal(1), Decimal(60)), Part("b", Decimal(1), Decimal(40))]
    one = reconcile(("total", "REVENUE", "2023"), Decimal(90), parts, "sum", Decimal(5), 2)
    assert (one.gap, one.state) == (Decimal(10), "outside")
    assert one.attribution == {"a": Decimal(6), "b": Decimal(4)}


_NUMBERS = st.decimals(-1000, 1000, places=2)
_WEIGHTS = st.decimals(1, 100_000, places=2)


@given(_NUMBERS, st.lists(st.tuples(_NUMBERS, _WEIGHTS), min_size=1, max_size=63))
def test_attributions_add_up_to_the_gap_exactly(published, rows):
    """However the parts are rounded, together they are the gap to the last digit."""
    parts = [Part(f"u{n}", Decimal(1), value, weight) for n, (value, weight) in enumerate(rows)]
    for method in ("weighted", "sum"):
        one = reconcile(GROWTH, published, parts, method, Decimal(1), 4)
        assert sum(one.attribution.values(), Decimal(0)) == one.gap
        assert one.implied - one.published == one.gap
