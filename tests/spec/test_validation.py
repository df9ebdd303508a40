"""Validation: what is checked of a form before it counts, each kind of rule followed by hand, both ways."""

import pytest

from giaoban.core.figures.entries import Entry
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.review.rules.checking import check_form, hindrances
from giaoban.core.review.rules.totals import check_total, laid_over
from tests.factories.checked import ON, codes, figure, form_of, found, rate, result, rule
from tests.factories.rounds import indicator, observation, pack, round_of, unit
from tests.spec.scoring import target


def test_what_the_form_requires_is_missing_without_a_rule():
    """A required line that nobody answered blocks; “not applicable” with its reason is an answer."""
    asked = figure("EXPORTS", is_required=True)
    assert codes(rule("agreement"), asked) == ["not_reported"]
    absent = figure("EXPORTS", is_required=True, is_not_applicable=True, explanation="no port")
    assert codes(rule("agreement"), absent) == []


def test_a_figure_can_be_required_beside_another():
    """Trade of 300 without imports is incomplete; without trade nobody asks for imports."""
    (one,) = found(rule("required"), figure("TRADE", "300"), figure("IMPORTS"))
    assert (one.code, one.where.column, one.severity) == ("required_beside", "IMPORTS@2023", "error")
    assert codes(rule("required"), figure("TRADE"), figure("IMPORTS")) == []
    assert codes(rule("required"), figure("TRADE", "300"), figure("IMPORTS", "0")) == []


def test_what_is_missing_is_told_once():
    """A line that the form requires is not told again by a rule."""
    asked = figure("IMPORTS", is_required=True)
    assert codes(rule("required"), figure("TRADE", "300"), asked) == ["not_reported"]


def test_a_figure_can_be_required_always():
    """From the day of the rule on, though the form itself leaves it open."""
    always = rule("required", given="")
    assert codes(always, figure("IMPORTS")) == ["not_reported"]
    assert codes(always, figure("IMPORTS", "5")) == []


def test_beyond_soft_limits_is_unusual():
    """Growth from -10 to 15 is usual: 15 is, 15.01 and -10.01 are to be explained."""
    assert codes(rule("range"), rate("GROWTH", "15")) == []
    assert codes(rule("range"), rate("GROWTH", "15,01")) == ["unusually_high"]
    assert codes(rule("range"), rate("GROWTH", "-10,01")) == ["unusually_low"]


def test_values_are_rounded_as_published_before_they_are_compared():
    """15.0049 is published as 15.00, which is within 15."""
    assert codes(rule("range"), rate("GROWTH", "15,0049")) == ["finer_than_published"]


def test_a_change_on_last_year_beyond_the_limit_is_doubtful():
    """From 200 to 300 is 50 %, within 50; to 300.1 is 50.05 %; to 99.9 it fell by as much."""
    assert codes(rule("change"), figure("EXPORTS", "300", last_year="200")) == []
    (one,) = found(rule("change"), figure("EXPORTS", "300,1", last_year="200"))
    assert one.title == ("“Exports” is 300.1, last year 200: a change of 50.05 %, more than 50 %")
    assert codes(rule("change"), figure("EXPORTS", "99,9", last_year="200")) == ["change_percent"]


def test_a_change_can_be_counted_in_points():
    """Growth of 7.39 and then -9.28: 16.67 apart, more than 10; from 0 too, where no per cent is defined."""
    points = rule("change", indicators=["GROWTH"], by="points", limit="10")
    (one,) = found(points, rate("GROWTH", "-9,28", last_year="7.39"))
    assert dict(one.values)["change"] == "16.67"
    assert codes(points, rate("GROWTH", "-2,61", last_year="7.39")) == []
    assert codes(points, rate("GROWTH", "10,01", last_year="0")) == ["change_points"]
    assert codes(rule("change"), figure("EXPORTS", "10", last_year="0")) == []


def test_a_revision_is_told_against_the_last_report_of_the_same_period():
    """100 reported before, now 111: 11 % apart; against nine months of 60 nothing is compared."""
    revised = rule("change", against="last_report", limit="10")
    assert codes(revised, figure("EXPORTS", "111", last_report=("2023", "100"))) == ["revision_percent"]
    assert codes(revised, figure("EXPORTS", "110", last_report=("2023", "100"))) == []
    assert codes(revised, figure("EXPORTS", "111", last_report=("2023-01-01/P9M", "60"))) == []


def test_a_cumulative_figure_does_not_fall_within_its_year():
    """A year of 59 after nine months of 60 is doubtful, 60 is not; a second half-year is no first part,
    and an earlier report of the whole year is revised, not fallen short of."""
    nine, half = ("2023-01-01/P9M", "60"), ("2023-S2", "60")
    assert codes(rule("cumulative"), figure("EXPORTS", "59", last_report=("2023", "60"))) == []
    assert codes(rule("cumulative"), figure("EXPORTS", "59", last_report=nine)) == [
        "fell_although_cumulative"
    ]
    assert codes(rule("cumulative"), figure("EXPORTS", "60", last_report=nine)) == []
    assert codes(rule("cumulative"), figure("EXPORTS", "59", last_report=half)) == []


def test_parts_make_up_their_whole():
    """Exports of 100.1 and imports of 200.1 make 300.2: within 0.2 of 300, but not of 299.9."""
    parts = figure("EXPORTS", "100,1"), figure("IMPORTS", "200,1")
    assert codes(rule("sum_of_parts"), figure("TRADE", "300"), *parts) == []
    (one,) = found(rule("sum_of_parts"), figure("TRADE", "299,9"), *parts)
    assert (one.code, dict(one.values)["total"], dict(one.values)["gap"]) == ("parts_differ", "300.2", "0.3")
    assert one.detail == "The parts are: Exports, Imports. Correct what is wrong, or explain the gap."


def test_parts_may_not_exceed_their_whole():
    """Domestic revenue of 101 is more than all revenue of 100; 99 leaves room for what is not asked."""
    within = rule("sum_of_parts", whole="REVENUE", parts=["DOMESTIC"], compare="<=", tolerance="0")
    assert codes(within, figure("REVENUE", "100"), figure("DOMESTIC", "101")) == ["parts_exceed"]
    assert codes(within, figure("REVENUE", "100"), figure("DOMESTIC", "99")) == []


def test_a_missing_part_is_never_zero():
    """Without imports, with imports that do not apply or cannot be read, trade and exports say nothing."""
    whole, part = figure("TRADE", "300"), figure("EXPORTS", "100")
    absent = figure("IMPORTS", is_not_applicable=True, explanation="no border")
    for missing in (figure("IMPORTS"), absent):
        assert codes(rule("sum_of_parts"), whole, part, missing) == []
    assert codes(rule("sum_of_parts"), whole, part, figure("IMPORTS", "many")) == ["not_a_number"]
    assert codes(rule("sum_of_parts"), whole, part) == []


def test_stated_growth_fits_the_levels_of_two_years():
    """From 35,700 to 31,800 is -10.92 %: a stated -7.3 is 3.62 points off, -11 is within one point."""
    level = figure("EXPORTS", "31800", last_year="35700")
    (one,) = found(rule("relation"), rate("EXPORTS_GROWTH", "-7,3"), level)
    assert (one.code, dict(one.values)["implied"]) == ("growth_differs", "-10.92")
    assert codes(rule("relation"), rate("EXPORTS_GROWTH", "-11"), level) == []
    for level in (figure("EXPORTS", "31800"), figure("EXPORTS", "31800", last_year="0")):
        assert codes(rule("relation"), rate("EXPORTS_GROWTH", "-7,3"), level) == []


def test_a_stated_share_fits_the_level_and_its_target():
    """2,850 of 3,650 that were set are 78.08 %: a stated 78 fits, 88 does not; two targets, or one that is a
    range, imply nothing."""
    share = rule("relation", stated="SHARE", level="REVENUE", implied="share_of_target")
    level = figure("REVENUE", "2850")
    set_ = result("2850", target(target="3650", indicator="REVENUE", unit_measure="BN"))
    other = result("", target(target="4000", indicator="REVENUE", unit_measure="BN", target_id="t2"))
    assert codes(share, rate("SHARE", "78"), level, set_) == []
    (one,) = found(share, rate("SHARE", "88"), level, set_)
    assert (one.code, dict(one.values)["implied"]) == ("share_differs", "78.08")
    range_ = target(op="range", target="3650", target_to="4000", indicator="REVENUE", unit_measure="BN")
    assert codes(share, rate("SHARE", "88"), level, set_, other) == []
    assert codes(share, rate("SHARE", "88"), level, result("2850", range_)) == []
    assert codes(share, rate("SHARE", "88"), level) == []


def test_a_result_and_the_figure_of_its_indicator_are_one():
    """-6.18 as a result and -9.28 as a figure disagree; 12.3 and 12.27 do too, 8 and 8.00 do not."""
    growth = target(indicator="GROWTH", target="5", target_id="t1")
    (one,) = found(rule("agreement"), rate("GROWTH", "-9,28"), result("-6,18", growth))
    assert (one.code, one.where.column, dict(one.values)["second"]) == ("figures_disagree", "t1", "-9.28")
    assert codes(rule("agreement"), rate("GROWTH", "12,27"), result("12,3", growth)) == ["figures_disagree"]
    assert codes(rule("agreement"), rate("GROWTH", "8"), result("8,00", growth)) == []
    assert codes(rule("agreement"), rate("GROWTH"), result("8,00", growth)) == []


def test_figures_of_coarser_precision_agree_within_it():
    """A result kept to one decimal agrees with 12.27 when it says 12.3."""
    growth = target(indicator="GROWTH", target="5")
    assert codes(rule("agreement"), rate("GROWTH", "12,27"), result("12,3", growth, decimals=1)) == []


@pytest.mark.parametrize(
    ("terms", "value", "set_"),
    [
        ({"target": "95"}, "94,9", "95"),
        ({"target": "12.7", "target_to": "13", "op": "range"}, "10,34", "12.7"),
        ({"target": "4", "op": "<", "direction": "lower"}, "4", "4"),
        ({"target": "18", "target_to": "19", "op": "range", "direction": "range"}, "19,5", "19"),
        ({"target": "18", "target_to": "19", "op": "range", "direction": "range"}, "17,5", "18"),
    ],
    ids=["at least", "range, higher is better", "below", "above a corridor", "below a corridor"],
)
def test_every_missed_target_is_explained(terms, value, set_):
    """The finding tells the bound that was missed; written words answer it."""
    (one,) = found(rule("explained"), result(value, target(**terms)))
    assert (one.code, one.severity) == ("missed_unexplained", "explanation")
    assert dict(one.values)["target"] == set_
    assert codes(rule("explained"), result(value, target(**terms), explanation="the flood of May")) == []


def test_a_target_that_is_reached_needs_no_words():
    """95 of 95 is met, 96 exceeded; one without a direction is not judged."""
    for value in ("95", "96"):
        assert codes(rule("explained"), result(value)) == []
    assert codes(rule("explained"), result("1", target(direction="none"))) == []


def test_a_result_without_indicator_is_judged_as_it_is_written():
    """94.6 does not become 95: the review compares it as written, and so does the check."""
    assert codes(rule("explained"), result("94,6", decimals=0)) == ["missed_unexplained"]


def test_a_target_in_words_is_missed_where_its_unit_says_so():
    """No figure tells; the unit's own verdict does."""
    words = target(op="text", target=None)
    assert codes(rule("explained"), result("poor", words, verdict="not_met")) == ["missed_in_words"]
    assert codes(rule("explained"), result("good", words, verdict="met")) == []


def test_a_verdict_that_the_figures_contradict_is_explained():
    """96 of 95 called “met” where the figures say exceeded; “exceeded” needs no word."""
    (one,) = found(rule("explained"), result("96", verdict="met"))
    assert (one.code, one.severity) == ("verdict_differs", "explanation")
    assert codes(rule("explained"), result("96", verdict="exceeded")) == []
    assert codes(rule("explained"), result("96", verdict="met", explanation="as agreed")) == []


def test_a_target_that_does_not_apply_is_refused_without_its_reason():
    """No rule is needed for that: an entry that does not say why is wrong on its own."""
    assert codes(rule("explained"), result(is_not_applicable=True)) == ["no_reason"]
    assert codes(rule("explained"), result(is_not_applicable=True, explanation="no coast")) == []


def test_an_explanation_turns_what_needs_one_into_a_notice():
    """It is still shown to who verifies, and no longer keeps the unit from completing."""
    silent = found(rule("range"), rate("GROWTH", "16"))
    explained = found(rule("range"), rate("GROWTH", "16", explanation="a new refinery"))
    assert [one.severity for one in (*silent, *explained)] == ["explanation", "warning"]
    assert (hindrances(silent), hindrances(explained)) == (silent, ())


def test_an_explanation_does_not_answer_what_blocks():
    """A blocking rule stays blocking, whatever is written beside it."""
    strict = rule("range", priority="blocking")
    (one,) = found(strict, rate("GROWTH", "16", explanation="a new refinery"))
    assert one.severity == "error"


def test_findings_come_by_priority_and_then_by_line():
    """What blocks first, then what needs words, then notices; within each as the form has its lines."""
    rules = [
        rule("range", priority="notice"),
        rule("sum_of_parts", whole="EXPORTS", parts=["IMPORTS"], compare="<="),
        rule("explained"),
    ]
    form, entries = form_of(
        [rate("GROWTH", "16"), figure("EXPORTS", "1"), figure("IMPORTS", "x"), result("1")]
    )
    told = check_form(form, {**entries, "IMPORTS@2023": Entry("IMPORTS@2023", "2")}, rules, ON)
    assert [(one.severity, one.where.column) for one in told] == [
        ("explanation", "EXPORTS@2023"),
        ("explanation", "t1"),
        ("warning", "GROWTH@2023"),
    ]
    assert check_form(form, entries, rules, ON)[0].code == "not_a_number"


def test_a_rule_holds_from_its_day_until_its_last():
    """Two versions of one rule: 15 until the end of 2023, 20 from 2024."""
    old = rule("range", valid_to="2024-01-01")
    new = rule("range", valid_from="2024-01-01", high="20")
    form, entries = form_of([rate("GROWTH", "16")])
    assert [one.code for one in check_form(form, entries, [old, new], "2023-12-31")] == ["unusually_high"]
    assert check_form(form, entries, [old, new], "2024-01-01") == ()


def _totals(*values: str | None, published: str | None = "5", **changed):
    """Return what the rule on control totals finds where districts of one size report these growths."""
    units = [unit(f"u{n}", str(n)) for n in range(len(values))]
    growth = indicator("GROWTH", merge_rule="weighted", weight="SIZE", control_unit="land")
    land = pack(units, [growth, indicator("SIZE", kind="additive", merge_rule="sum")])
    known = [observation("land", published)]
    known += [observation(one.unit_key, "1", indicator="SIZE", period="2022") for one in units]
    known += [observation(one.unit_key, "99") for one in units[:1]]
    sent = [observation(one.unit_key, text) for one, text in zip(units, values, strict=True)]
    teller = Teller(by_key(laid_over(known, sent)), land.lineage, "2024-01-31")
    return list(check_total(rule("control_total", **changed), land, round_of([]), teller, "en"))


def test_units_together_are_held_against_the_published_total():
    """Growths of 6, 5 and 5.5 on equal sizes make 5.5, within 0.5 of 5; 6, 5 and 5.6 make 5.5333."""
    assert _totals("6", "5", "5.5") == []
    (one,) = _totals("6", "5", "5.6")
    assert (one.code, one.severity, one.where.column) == ("total_differs", "warning", "GROWTH@2023")
    assert dict(one.values)["gap"] == "0.5333"
    assert one.detail == "Most of the gap comes from: U0, U2, U1."


def test_the_tolerance_of_a_total_can_be_a_per_cent_of_it():
    """Ten per cent of 5 are 0.5."""
    assert _totals("6", "5", "5.5", tolerance="10", in_percent=True) == []
    assert len(_totals("6", "5", "5.6", tolerance="10", in_percent=True)) == 1


def test_a_total_that_lacks_something_is_not_compared():
    """One unit without a value, or no published total: nothing is implied, and nothing is said."""
    assert _totals("6", "5", None) == []
    assert _totals("6", "5", "9", published=None) == []


def test_what_was_sent_stands_in_place_of_what_was_known():
    """The first district was known with 99; it sent 5, and that alone counts."""
    assert _totals("5", "5", "5") == []
