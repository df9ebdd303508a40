"""Moved goalposts: which way a later version moved the bar, how late in the period, and who signed it."""

import pytest

from giaoban.core.figures.series import Teller
from giaoban.core.registry.lineage import Lineage
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.bases import Scorer
from giaoban.core.review.goalposts import movement_of, moves
from tests.spec.scoring import target

HIGHER, LOWER, CORRIDOR = ({"direction": way} for way in ("higher", "lower", "range"))


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        (("=", "7"), ("=", "8"), "tightened"),
        (("=", "8"), ("=", "7"), "eased"),
        (("=", "8"), ("=", "8.0"), "same"),
        ((">=", "8"), (">", "8"), "tightened"),
        ((">", "8"), (">=", "8"), "eased"),
        (("=", "8"), (">=", "8"), "restated"),
        (("range", "6.5", "7"), (">=", "8"), "tightened"),
        (("range", "7.5", "8"), ("range", "7", "8.5"), "eased"),
        (("range", "7.5", "8"), ("range", "7.5", "9"), "restated"),
    ],
)
def test_where_higher_is_better(before, after, movement):
    """The bar is the lower bound; to exceed it is tighter than to reach it; words alone restate."""
    assert movement_of(target(*before, **HIGHER), target(*after, **HIGHER)) == movement


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        (("<=", "4"), ("<=", "5"), "eased"),
        (("<=", "5"), ("<=", "4"), "tightened"),
        (("<=", "4"), ("<", "4"), "tightened"),
        (("range", "25", "26"), ("range", "25", "25.5"), "tightened"),
    ],
)
def test_where_lower_is_better(before, after, movement):
    """The bar is the upper bound: a ceiling that rises is eased."""
    assert movement_of(target(*before, **LOWER), target(*after, **LOWER)) == movement


@pytest.mark.parametrize(
    ("after", "movement"),
    [
        (("range", "3", "5"), "same"),
        (("range", "3.5", "5"), "tightened"),
        (("range", "2", "6"), "eased"),
        (("range", "4", "6"), "restated"),
    ],
)
def test_a_corridor(after, movement):
    """From 3–5: narrower on either side is tighter, wider is eased, shifted is neither."""
    assert movement_of(target("range", "3", "5", **CORRIDOR), target(*after, **CORRIDOR)) == movement


@pytest.mark.parametrize(
    "changed", [{"direction": "lower"}, {"unit_measure": "PP"}, {"counts": False}, {"indicator": "OTHER"}]
)
def test_a_bar_of_another_kind_is_restated(changed):
    """Another direction, unit of measure or indicator, or a row no longer counted: nothing compares."""
    assert movement_of(target("=", "7"), target("=", "8", **changed)) == "restated"


def test_words_that_changed_are_restated():
    """A target in words has no bar: other words restate it, the same words leave it."""
    words = [target("text", None, text=text) for text in ("giữ vững", "giữ vững", "tăng cường")]
    assert movement_of(*words[:2]) == "same"
    assert movement_of(*words[1:]) == "restated"


def moved(*targets, as_of="2026-01-01"):
    """Return the moves among the versions of targets of 2023."""
    scorer = Scorer(targets, {}, Teller({}, Lineage(()), as_of))
    return moves(scorer, {}, parse_period("2023"), as_of)


def test_each_change_says_how_late_it_came_and_who_signed():
    """95 lowered to 90 on 8 July: 177 days before the year's end; to 50 on 2 January after: two days late."""
    found = moved(
        target(target="95", valid_from="2022-12-09"),
        target(target="90", valid_from="2023-07-08", instrument="Act 2", signer="Chair"),
        target(target="50", valid_from="2024-01-02", instrument="Act 3"),
    )
    assert [(m.movement, m.days_left, m.after.signer) for m in found] == [
        ("eased", 177, "Chair"),
        ("eased", -1, ""),
    ]


def test_what_has_not_taken_effect_has_moved_nothing():
    """A version of next month is no move yet; a scenario and a first version never are."""
    versions = [target(target="95", valid_from="2022"), target(target="90", valid_from="2023-07-08")]
    scenario = [
        target(target=t, target_id="s", kind="scenario", valid_from=d)
        for t, d in (("1", "2022"), ("2", "2023"))
    ]
    assert moved(*versions, as_of="2023-07-07") == ()
    assert moved(*scenario) == ()
