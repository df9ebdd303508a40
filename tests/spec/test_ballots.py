"""Confidence votes on paper: the count of two tellers, and exact shares of the ballots returned."""

from datetime import date
from decimal import Decimal

import pytest

from giaoban.core.conduct.ballots import (
    Count,
    Difference,
    Tally,
    check,
    consequences,
    differences,
    is_held,
    percent,
    rules_of,
)
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

RULES = rules_of(read_pack(PACKS / "vn").rules["ballots"], date(2024, 1, 17))


def names(low: int, returned: int) -> list[str]:
    """Return what so many of the lowest level lead to, by the Vietnamese rules."""
    tally = Tally((returned - low, 0, low), 0)
    return [one.names["en"].split()[0] for one in consequences(tally, returned, RULES)]


def test_the_vote_is_held_when_two_thirds_of_those_convened_are_present():
    """42 of 63 are enough, 41 are not; 43 of 64 are needed, for 42 are less than two thirds."""
    assert is_held(42, 63, RULES) and not is_held(41, 63, RULES)
    assert is_held(43, 64, RULES) and not is_held(42, 64, RULES)
    assert not is_held(0, 0, RULES)


def test_exactly_one_half_triggers_nothing_and_one_more_does():
    """30 of 60 low: nothing. 31 of 60, up to 39: removed from planning."""
    assert names(30, 60) == []
    assert names(31, 60) == names(39, 60) == ["Removed"]
    assert names(0, 0) == []


def test_exactly_two_thirds_is_dismissal():
    """40 of 60 are two thirds. 66 of 100 are less, however they are rounded; 67 are more."""
    assert names(40, 60) == names(60, 60) == ["Dismissed"]
    assert names(66, 100) == ["Removed"] and names(67, 100) == ["Dismissed"]
    # A binary fraction would say 2/3 here: one vote short among three thousand billion.
    assert names(2 * 10**12 // 3, 10**12) == ["Removed"]


def test_shares_are_of_the_ballots_returned():
    """Of 60 returned and 57 valid, 30 votes are 50 per cent; half a hundredth is rounded up."""
    assert percent(30, 60) == Decimal("50.00")
    assert percent(1, 3) == Decimal("33.33") and percent(2, 3) == Decimal("66.67")
    assert percent(1, 800) == Decimal("0.13")
    assert percent(0, 0) is None


def test_a_count_that_contradicts_itself_is_told_in_every_place_at_once():
    """More returned than issued, valid and invalid that do not add up, a person whose levels do not."""
    count = Count(60, 61, 58, 2, (Tally((40, 15, 4), 2), Tally((40, 15, 4), 1), Tally((40, 15), 6)))
    assert [(one.code, one.where.column) for one in check(count, RULES)] == [
        ("ballots_returned", "whole"),
        ("ballots_valid", "whole"),
        ("ballots_of_person", "2"),
        ("ballot_levels", "3"),
    ]
    assert check(Count(62, 61, 59, 2, (Tally((40, 15, 4), 2),)), RULES) == ()


@pytest.mark.parametrize("number", [-1, 10**12 + 1])
def test_a_number_of_ballots_that_cannot_be_is_refused(number):
    """Below nothing, or a slip of the keyboard."""
    count = Count(10**12, 10, 10, 0, (Tally((10 - number, number, 0), 0),))
    assert "ballot_number" in [one.code for one in check(count, RULES)]


def test_what_two_tellers_see_differently_is_named_field_by_field():
    """The whole first, then each person by level; what is equal is not listed."""
    one = Count(62, 61, 59, 2, (Tally((40, 15, 4), 2), Tally((50, 5, 5), 1)))
    other = Count(62, 61, 60, 1, (Tally((40, 15, 4), 2), Tally((50, 4, 6), 1)))
    assert differences(one, one, RULES) == ()
    assert differences(one, other, RULES) == (
        Difference(0, "valid", 59, 60),
        Difference(0, "invalid", 2, 1),
        Difference(2, "1", 5, 4),
        Difference(2, "2", 5, 6),
    )


def test_before_the_rules_no_confidence_vote_is_known():
    """A pack without them has none either."""
    rules = read_pack(PACKS / "vn").rules["ballots"]
    assert rules_of(rules, date(2023, 2, 1)) is None and rules_of((), date(2024, 1, 1)) is None
