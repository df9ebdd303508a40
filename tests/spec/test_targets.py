"""Scoring a target"""

from decimal import Decimal

import pytest

from giaoban.core.review.attainment import combine
from giaoban.core.review.trends import change
from tests.spec.scoring import judged, result, target


def test_no_direction_no_score():
    """A target without a direction is never scored by computing: 80 of 100 is undetermined, and so is 120."""
    for value in ("80", "100", "120"):
        judgement = judged(target(target="100", direction="none"), value)
        assert (judgement.verdict, judgement.computed.percent) == ("undetermined", None)


def test_a_target_in_words_needs_a_person():
    """A target in words is undetermined until a person says what was reached."""
    in_words = target(op="text", target=None)
    assert judged(in_words, "giữ vững").verdict == "undetermined"
    assert judged(in_words, result("giữ vững", verdict="met")).verdict == "met"


def test_falling_below_a_target_is_seen():
    """At least 95: 97 and then 94 is not met, and the movement says that it fell below."""
    judgement = judged(target(), result("97", "2023-10-01"), result("94", "2024-01-05"))
    assert (judgement.verdict, judgement.previous, judgement.movement) == (
        "not_met",
        "exceeded",
        "fell_below",
    )
    back = judged(target(), result("94", "2023-10-01"), result("97", "2024-01-05"))
    assert back.movement == "recovered"


def test_a_target_of_zero_is_scored_by_difference():
    """At most 0 accidents: 0 is met, 1 is not met by a difference of 1; no percentage is made up."""
    none_at_all = target(op="<=", target="0", direction="lower")
    assert (judged(none_at_all, "0").verdict, judged(none_at_all, "1").verdict) == ("met", "not_met")
    assert judged(none_at_all, "1").computed.difference == Decimal(-1)
    assert judged(none_at_all, "1").computed.percent is None


def test_a_baseline_of_zero_gives_a_difference_only():
    """From 0 to 3 is a change of 3, exactly; a percentage of nothing cannot be computed."""
    moved = change(Decimal(0), Decimal(3))
    assert (moved.difference, moved.percent) == (Decimal(3), None)


def test_negative_values_are_defined():
    """A balance of at least -2: -1.5 exceeds it, -2 meets it, -2.5 does not; shares fall in that order."""
    balance = target(target="-2")
    verdicts = [judged(balance, value) for value in ("-1.5", "-2", "-2.5")]
    assert [one.verdict for one in verdicts] == ["exceeded", "met", "not_met"]
    assert [one.computed.percent for one in verdicts] == [
        Decimal("125.00"),
        Decimal("100.00"),
        Decimal("75.00"),
    ]


def test_parts_are_weighed():
    """Parts at 60 and 80 with weights 2 and 3 make 72: weights sum before they divide."""
    assert combine([(Decimal(2), Decimal(60)), (Decimal(3), Decimal(80))]) == Decimal("72.00")


def test_a_part_without_a_value_leaves_the_whole_open():
    """A part without a value is neither ignored nor zero nor bad: the whole cannot be computed yet."""
    assert combine([(Decimal(2), Decimal(60)), (Decimal(3), None)]) is None


def test_parts_are_capped_at_one_hundred():
    """A part at 150 counts as 100, and does not make up for a part at 50: equal weights give 75."""
    assert combine([(Decimal(1), Decimal(150)), (Decimal(1), Decimal(50))]) == Decimal("75.00")


def test_a_denominator_of_zero_cannot_be_computed():
    """Weights that sum to 0 give no share; it is not 0 %."""
    assert combine([(Decimal(0), Decimal(60))]) is None
    assert combine([]) is None


@pytest.mark.parametrize(
    ("better", "worse"), [("3", "4"), ("4", "5"), ("5", "7"), ("7", "70")], ids=lambda value: value
)
def test_lower_is_better(better, worse):
    """Where lower is better, a lower result never has a smaller share, and never a worse verdict."""
    poverty, order = target(op="<=", target="5", direction="lower"), ["not_met", "met", "exceeded"]
    first, second = judged(poverty, better), judged(poverty, worse)
    assert first.computed.percent > second.computed.percent
    assert order.index(first.verdict) >= order.index(second.verdict)


def test_a_value_equal_to_the_target_is_met():
    """Exactly the target is met, whether higher or lower is better; strictly more than means more."""
    assert judged(target(target="95"), "95").verdict == "met"
    assert judged(target(op="<=", target="95", direction="lower"), "95").verdict == "met"
    assert judged(target(op=">", target="95"), "95").verdict == "not_met"
    assert judged(target(op=">", target="95"), "95.1").verdict == "met"


def test_rounding_comes_before_comparing():
    """At one decimal 94,96 is 95,0 and meets 95; a target written more finely is held more finely."""
    assert judged(target(target="95"), "94.96", decimals=1).verdict == "met"
    assert judged(target(target="95"), "94.94", decimals=1).verdict == "not_met"
    assert judged(target(target="95.00"), "94.96", decimals=1).verdict == "not_met"
    assert judged(target(target="95"), "94.96").verdict == "not_met"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("7.18", "not_met"), ("7.5", "met"), ("7.8", "met"), ("8.0", "met"), ("8.1", "exceeded")],
)
def test_a_range_target(value, verdict):
    """A range of 7.5–8.0, higher is better: below it is not met, its lower bound is met, above it exceeds."""
    growth = target(op="range", target="7.5", target_to="8.0")
    assert judged(growth, value).verdict == verdict


@pytest.mark.parametrize(
    ("value", "verdict"), [("0.9", "not_met"), ("1", "met"), ("2", "met"), ("2.1", "not_met")]
)
def test_a_corridor(value, verdict):
    """A corridor of 1–2 is met inside and at its bounds, and not met on either side."""
    corridor = target(op="range", target="1", target_to="2", direction="range")
    assert judged(corridor, value).verdict == verdict


def test_missing_not_applicable_and_late_are_different():
    """Not reported, not applicable and late are three things; a late result is scored all the same."""
    assert judged(target()).reported == judged(target()).verdict == "not_reported"
    assert judged(target(), result(obs_status="O")).verdict == "not_reported"
    assert judged(target(), result(obs_status="M")).verdict == "not_applicable"
    late = judged(target(), result("96", "2024-01-12"))
    assert (late.reported, late.verdict) == ("late", "exceeded")


def test_what_was_not_yet_known_takes_no_part():
    """A result released after the day of the review is not used."""
    assert judged(target(), result("96", "2024-02-01")).verdict == "not_reported"


def test_a_person_may_differ_with_a_reason():
    """A confirmed verdict may differ from the computed one, with a reason; without one it does not stand."""
    reasoned = judged(target(), result("94", verdict="met", verdict_reason="đo lại"))
    assert (reasoned.verdict, reasoned.computed.verdict, reasoned.is_unreasoned) == ("met", "not_met", False)
    bare = judged(target(), result("94", verdict="met"))
    assert (bare.verdict, bare.is_unreasoned) == ("not_met", True)


def test_one_number_written_in_two_ways_does_not_contradict_itself():
    """7 and 7.0 of one day from two sources say the same."""
    judgement = judged(target(target="7"), result("7", source="a"), result("7.0", source="b"))
    assert (judgement.verdict, judgement.is_contradicted) == ("met", False)


def test_a_later_estimate_of_a_result_is_seen_and_does_not_count():
    """A preliminary 7 stands against an estimate of 6 reported later; the judgement says that it is there."""
    later = result("6", "2024-01-10", obs_status="E")
    judgement = judged(target(target="7"), result("7", "2024-01-05", obs_status="P"), later)
    assert (judgement.verdict, judgement.is_regressed, judgement.movement) == ("met", True, "")


def test_two_results_of_one_day_contradict_each_other():
    """Two results of one day and grade with different values are both kept, and the verdict stays open."""
    judgement = judged(target(), result("96", source="a"), result("94", source="b"))
    assert (judgement.verdict, judgement.is_contradicted, len(judgement.results)) == ("undetermined", True, 2)
