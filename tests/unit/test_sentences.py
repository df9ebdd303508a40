"""Sentences: what a statement says, what it does not say, and that every figure in it is bound."""

import re

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.writing.outline import write
from giaoban.core.writing.sentences import Scope, say, say_forms
from giaoban.core.writing.statements import take
from tests.factories.statements import GROWTH, factsheet, observation, observations, pack, review, voice


def text_of(spans):
    """Return the spans as plain text."""
    return "".join(span.text for span in spans)


def test_a_list_binds_each_name_and_value_to_the_members_own_figure():
    """Each province of the list has a name and a value span of its own figure, in the list's order."""
    spans = say(voice(), "two_digit_growth", "two_digit_growth")
    names = [(s.text, s.unit_key, s.figure_id) for s in spans if s.role == "name"]
    values = [(s.text, s.unit_key, s.figure_id) for s in spans if s.role == "value"]
    sheet = voice().sheet
    (listed,) = sheet.analyses["two_digit_growth"]
    points = listed["working"]["points"]
    assert [(key, figure) for _, key, figure in names] == [(p["unit_key"], p["figure_id"]) for p in points]
    assert [(key, figure) for _, key, figure in values] == [(p["unit_key"], p["figure_id"]) for p in points]
    assert [name for name, _, _ in names][:2] == ["Bắc Giang", "Hậu Giang"]
    assert values[0][0] == "13,45%"


def test_the_count_is_bound_to_the_list():
    """The count, the number that reported and the number in all belong to the list's own figure."""
    spans = say(voice(), "two_digit_growth", "two_digit_growth")
    (listed,) = voice().sheet.analyses["two_digit_growth"]
    counts = {s.role: (s.text, s.figure_id) for s in spans if s.role in {"count", "reported", "of"}}
    own = listed["figure_id"]
    assert counts == {"count": ("7", own), "reported": (str(len(GROWTH)), own), "of": ("63", own)}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_number_stands_outside_a_bound_span(language):
    """Plain text holds no digit but those of periods, days and numbered headings."""
    blocks = write(factsheet(), pack())[language]["blocks"]
    plain = [s["text"] for b in blocks if b["kind"] == "paragraph" for s in b["spans"] if "role" not in s]
    dates = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} January \d{4}|năm \d{4}|\b20\d\d\b")
    assert [text for text in plain if re.search(r"\d", dates.sub("", text))] == []


def test_every_bound_span_names_a_figure_of_the_factsheet():
    """A role never comes without a figure that exists, and a name never without a unit that exists."""
    sheet = voice().sheet
    for written in write(factsheet(), pack()).values():
        for block in written["blocks"]:
            for span in block.get("spans", ()):
                if "role" in span:
                    assert span["figure_id"] in sheet.figures
                    assert span["text"]
                if span.get("role") == "name":
                    assert span["unit_key"] in sheet.units


def test_a_change_is_said_by_a_verb_and_never_by_a_sign():
    """A fall of exports is “giảm 8,64%”: the verb says the sign, and both are bound."""
    spans = say(voice(), "exports_fell", "exports_fell")
    assert "Thành phố Hồ Chí Minh (giảm 8,64%)" in text_of(spans)
    assert ("giảm", "verb") in [(s.text, s.role) for s in spans]
    assert "tăng -" not in text_of(spans)


def test_a_change_of_zero_takes_no_number():
    """What did not change is said so, without “0%”."""
    rows = [observation("20", "EXPORTS_GROWTH", "0"), observation("14", "EXPORTS_GROWTH", "-1")]
    spoken = voice(sheet=review(rows))
    scope = Scope(spoken, take(spoken.sheet, "exports_growth"), "{name} {moved}")
    assert text_of(scope.fill("{items}")) == "Sơn La giảm 1% và Lạng Sơn không thay đổi"


def test_a_change_between_rates_is_in_percentage_points():
    """The difference of two growth rates is said in points, in both languages."""
    of = {"main": "growth_faster", "slower": "growth_slower"}
    assert "Lai Châu (tăng 0,73 điểm %)" in text_of(say(voice(), "growth_faster", of))
    assert "Bắc Ninh (fell 16.67 percentage points)" in text_of(say(voice("en"), "growth_faster", of))


def test_a_quantifier_stands_only_with_the_exact_count():
    """The configured word is followed by the count over those that reported; without a word there is none."""
    of = {"main": "growth_above_national", "word": "growth_above_quantifier"}
    with_word = text_of(say(voice(), "above_national", of))
    assert (
        "So với mức bình quân chung cả nước (5,05%), đa số (7/13 địa phương) tăng trưởng cao hơn" in with_word
    )
    without = text_of(say(voice(), "above_national", {k: v for k, v in of.items() if k != "word"}))
    assert "7 địa phương tăng trưởng cao hơn" in without
    assert "đa số" not in without


def test_no_figures_are_said_to_be_missing_and_never_counted_as_none():
    """Without any observation the sentence says that there are no figures; it never says “no province”."""
    empty = voice(sheet=review([]))
    assert text_of(say(empty, "negative_growth", "negative_growth")) == (
        "Chưa có số liệu để xác định các địa phương tăng trưởng âm."
    )
    assert text_of(say(empty, "above_national", "growth_above_national")).startswith("Chưa đủ số liệu")


def test_none_of_those_that_reported_is_another_thing_than_no_figures():
    """With figures but no member the `none` form says how many reported."""
    sheet = voice(sheet=review([observation("22", "GRDP_GROWTH", "11.03")]))
    spoken = text_of(say(sheet, "negative_growth", "negative_growth"))
    assert spoken == "Không địa phương nào tăng trưởng âm (1/63 địa phương có số liệu)."


def test_a_missing_national_figure_makes_no_comparison():
    """Provinces with figures but a country without one are not compared with it."""
    rows = [row for row in observations() if row.unit_key != "vn"]
    spoken = text_of(say(voice(sheet=review(rows)), "above_national", "growth_above_national"))
    assert spoken == "Chưa đủ số liệu để so sánh các địa phương với mức bình quân chung cả nước."


def test_one_takes_the_singular():
    """A single member takes the `one` form, and a noun takes its number's form."""
    rows = [observation("22", name, "15", "TARGETS") for name in ("TARGETS_MET", "TARGETS_TOTAL")]
    spoken = text_of(say(voice("en", review(rows)), "all_met", "all_met"))
    assert spoken.startswith("Of the 1 locality with figures (63 in all), 1 met or exceeded all its targets:")
    assert spoken.endswith(": Quảng Ninh 15/15.")


def test_the_first_few_never_cut_a_tie():
    """`{items 1}` takes whoever is tied with the first."""
    growth = {"22": "12", "24": "12", "25": "11"}
    rows = [observation(code, "GRDP_GROWTH", value) for code, value in growth.items()]
    spoken = voice(sheet=review(rows))
    scope = Scope(spoken, take(spoken.sheet, "two_digit_growth"), "{name}")
    assert text_of(scope.fill("{items 1}")) == "Quảng Ninh và Bắc Giang"
    assert text_of(scope.fill("{items 2}")) == "Quảng Ninh và Bắc Giang"


def test_brackets_print_the_first_alternative_that_has_its_figures():
    """An alternative with a missing figure is passed over; without any left nothing is printed."""
    scope = Scope(voice(), take(voice().sheet, {"main": "two_digit_growth"}))
    assert text_of(scope.fill("a[ {absent.value}| {count}]b")) == "a 7b"
    assert text_of(scope.fill("a[ {absent.value}]b")) == "ab"
    assert text_of(scope.fill("{absent.value}")) == "chưa có số liệu"


def test_a_capital_field_begins_with_a_capital():
    """`{word.Quantifier}` begins the sentence."""
    scope = Scope(voice(), take(voice().sheet, {"main": "growth", "word": "growth_above_quantifier"}))
    assert text_of(scope.fill("{word.Quantifier}")) == "Đa số"


def test_an_unknown_field_or_statement_is_refused_by_name():
    """A fault of the wording is named, not printed."""
    scope = Scope(voice(), take(voice().sheet, "growth_ranking"))
    with pytest.raises(Invalid, match="colour"):
        scope.fill("{colour}")
    with pytest.raises(Invalid, match="no_such_statement"):
        say(voice(), "no_such_statement", "growth_ranking")


def test_a_statement_about_an_analysis_that_the_round_does_not_make_is_left_out():
    """Rounds share an outline: what a round does not compute is not spoken of."""
    assert say(voice(), "two_digit_growth", "no_such_analysis") == ()


def test_contradicting_sources_stand_side_by_side():
    """The province with two values of one day is named with both, each bound, and neither is used."""
    of = {"main": {"analysis": "growth", "where": "contradicted"}}
    spoken = text_of(say(voice(), "growth_contradictions", of))
    assert "Bình Thuận (" in spoken
    assert "8,10% theo one.example, 17/01/2024" in spoken
    assert "8,01% theo two.example, 17/01/2024" in spoken


def test_a_disagreement_shows_each_tally_bound_to_its_own_figure():
    """Two tallies of one province stand side by side; each span leads to the figure that says it."""
    spans = say(voice(), "disagreements", "disagreement")
    (figure,) = [f for f in voice().sheet.analyses["disagreement"] if f["unit_key"] == "vn63-72"]
    bound = [(s.text, s.figure_id) for s in spans if s.role == "tally" and s.unit_key == "vn63-72"]
    assert bound == [(f"{one['met']}/{one['total']}", one["figure_id"]) for one in figure["value"]]
    assert len({figure_id for _, figure_id in bound}) == 2


def test_target_and_result_are_said_as_they_were_judged():
    """A missed range shows its result and both bounds."""
    spoken = text_of(say(voice(), "growth_target_missed", "growth_target_missed"))
    assert "trong 2/63" in spoken.casefold()
    assert "Hải Phòng (10,34%; mục tiêu 12,7-13%)" in spoken
    assert "Hậu Giang" not in spoken


def test_forms_fall_back_to_a_stated_gap():
    """A statement without a form for what happened says that there are no figures, not something else."""
    empty = voice(sheet=review([]))
    facts = take(empty.sheet, "growth_ranking")
    assert text_of(say_forms(empty, {"other": "{count}"}, facts)) == "Nội dung này chưa có số liệu."
