"""Restatement: a figure of old units told of the merged one, by the rule of its kind."""

from decimal import Decimal

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.figures.restatement import Part, restate
from giaoban.core.registry.indicators import Indicator


def indicator(kind: str, merge_rule: str, weight: str = "") -> Indicator:
    """Return an indicator of a kind."""
    return Indicator("X", {"en": "X"}, "PCT", 2, "higher", kind, merge_rule, weight, "", "invented")


def part(unit_key: str, value: str | None, weight: str | None = None, share: str = "1") -> Part:
    """Return a part; no value, no weight and a whole share unless said."""
    known, weighs = (None if text is None else Decimal(text) for text in (value, weight))
    return Part(unit_key, Decimal(share), known, weighs)


SUM = indicator("additive", "sum")
GROWTH = indicator("growth", "weighted", "LEVEL")
RATE = indicator("ratio", "weighted", "BASE")


def test_additive_figures_are_summed():
    """Revenue of 4,050 and 3,475 makes 7,525 in the merged unit."""
    assert restate(SUM, [part("a", "4050"), part("b", "3475")]).value == Decimal(7525)


def test_growth_is_weighted_by_the_base_period_never_averaged():
    """Growth of 13.45 on a level of 100 and −9.28 on 150: (1345 − 1392) / 250 = −0.188, and not 2.085."""
    told = restate(GROWTH, [part("a", "13.45", "100"), part("b", "-9.28", "150")])
    assert told.value == Decimal("-0.188")
    assert told.state == "restated"


def test_a_ratio_is_numerators_over_denominators():
    """2 % of 300 households and 8 % of 100: 14 poor of 400 are 3.5 %, and not 5 %."""
    assert restate(RATE, [part("a", "2", "300"), part("b", "8", "100")]).value == Decimal("3.5")


def test_the_highest_and_the_lowest_stay_what_they_are():
    """A maximum over the merged unit is the larger of the two, a minimum the smaller."""
    both = [part("a", "3"), part("b", "7")]
    assert restate(indicator("index", "max"), both).value == 7
    assert restate(indicator("index", "min"), both).value == 3


@pytest.mark.parametrize(("kind", "rule"), [("count", "none"), ("qualitative", "sum"), ("growth", "")])
def test_what_has_no_merge_rule_is_refused(kind, rule):
    """Counts of targets met, words, and an indicator nobody gave a rule are refused, never averaged."""
    with pytest.raises(Invalid, match="X .* cannot be restated"):
        restate(indicator(kind, rule), [part("a", "1"), part("b", "2")])


def test_one_whole_part_is_told_as_it_was_reported():
    """A unit that only changed its key or type keeps its figure, whatever its kind."""
    told = restate(indicator("count", "none"), [part("a", "11")])
    assert (told.value, told.state) == (Decimal(11), "as_reported")


def test_missing_in_one_part_is_missing_in_the_whole():
    """One of two did not report: there is no sum, and the one missing is named."""
    told = restate(SUM, [part("a", "4050"), part("b", None)])
    assert (told.value, told.state, told.missing) == (None, "missing", ("b",))


def test_a_growth_without_its_weight_is_missing():
    """A rate whose base level nobody knows cannot be weighted, and is named as missing."""
    told = restate(GROWTH, [part("a", "5", "100"), part("b", "6")])
    assert (told.value, told.missing) == (None, ("b",))


def test_a_partial_sum_is_told_only_when_asked_for_and_is_marked():
    """The reader may ask for the sum of what is there; it says that it is partial."""
    told = restate(SUM, [part("a", "4050"), part("b", None)], is_partial_wanted=True)
    assert (told.value, told.state, told.missing) == (Decimal(4050), "partial", ("b",))


def test_a_split_says_what_it_assumed():
    """60 % of a unit that was split brings 60 % of its sum, and the assumption names the unit."""
    told = restate(SUM, [part("a", "1000", share="0.6"), part("b", "50")])
    assert (told.value, told.assumed) == (Decimal(650), ("a",))


def test_a_part_of_which_nobody_has_said_how_much_is_missing_and_named():
    """A sum needs every share: without one there is no total, and the answer says whose share is unknown."""
    whole = part("b", "50")
    told = restate(SUM, [Part("a", None, Decimal(1000)), whole])
    assert (told.value, told.state, told.missing, told.unshared) == (None, "missing", ("a",), ("a",))
    partial = restate(SUM, [Part("a", None, Decimal(1000)), whole], is_partial_wanted=True)
    assert (partial.value, partial.state, partial.unshared) == (Decimal(50), "partial", ("a",))


def test_one_part_of_unknown_share_is_not_told_as_the_whole():
    """A unit made of some part of an old one does not take over the old one's sum."""
    told = restate(SUM, [Part("a", None, Decimal(1000))])
    assert (told.value, told.unshared) == (None, ("a",))


def test_a_maximum_needs_no_share():
    """The larger of two is told whatever part they have; that the part holds it is named as assumed."""
    told = restate(indicator("index", "max"), [Part("a", None, Decimal(3)), part("b", "2")])
    assert (told.value, told.assumed, told.unshared) == (Decimal(3), ("a",), ())
