"""Figures in the prose of a report"""

import pytest

from tests.factories.narratives import contradicted, left_alone, said


def test_a_level_is_told_in_the_unit_of_measure_of_its_cell():
    """“42,5 nghìn tỷ đồng” is 42500 of an indicator in tỷ đồng, “17,3 tỷ USD” is 17300 triệu USD."""
    assert said("Thu ngân sách nhà nước trên địa bàn đạt 42,5 nghìn tỷ đồng.") == {
        "BUDGET_REVENUE 2023": "42500"
    }
    assert said("Kim ngạch xuất khẩu ước đạt 17,3 tỷ USD.") == {"EXPORTS 2023": "17300"}
    assert said("Tổng vốn đầu tư toàn xã hội thực hiện 850.000 triệu đồng.") == {"INVESTMENT 2023": "850"}
    assert said("Dân số trung bình ước 1.879,9 nghìn người.") == {"POPULATION 2023": "1879900"}
    assert said("GRDP bình quân đầu người đạt 68,5 triệu đồng/người/năm.") == {"GRDP_PER_CAPITA 2023": "68.5"}
    assert said("GRDP theo giá hiện hành đạt 116.442,134 tỷ đồng.") == {"GRDP_CURRENT 2023": "116442.134"}


def test_one_name_leads_to_another_indicator_by_its_unit_of_measure():
    """GRDP per head in triệu đồng and in USD are two indicators; “GRDP đạt 7,37%” can only be its growth."""
    text = "GRDP bình quân đầu người đạt 68,5 triệu đồng (tương đương 2.870 USD)."
    assert said(text) == {"GRDP_PER_CAPITA 2023": "68.5", "GRDP_PER_CAPITA_USD 2023": "2870"}
    assert said("GRDP năm 2023 ước đạt 7,37%.") == {"GRDP_GROWTH 2023": "7.37"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("GRDP tăng 7,37%.", "7.37"),
        ("Tốc độ tăng trưởng kinh tế (GRDP) năm 2023 ước đạt 7,37%.", "7.37"),
        ("GRDP giảm 7,37% so với cùng kỳ.", "-7.37"),
        ("Tăng trưởng GRDP âm 7,37%.", "-7.37"),
        ("GRDP tăng trưởng âm (-7,37%).", "-7.37"),
        ("Tốc độ tăng GRDP: -7,37%", "-7.37"),
        ("Kinh tế của tỉnh tăng trưởng 7,37%.", "7.37"),
        ("GRDP bằng 107,37% so với năm 2022.", "7.37"),
    ],
)
def test_the_verb_gives_the_sign(text, value):
    """“Tăng 7,37%” is 7,37; “giảm 7,37%”, “âm 7,37%” are -7,37; “bằng 107,37% so với năm 2022” is 7,37."""
    assert said(text) == {"GRDP_GROWTH 2023": value}


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("Thu ngân sách bằng 104,2% dự toán.", "BUDGET_REVENUE_TO_ESTIMATE", "104.2"),
        ("Thu ngân sách vượt 14,8% dự toán.", "BUDGET_REVENUE_TO_ESTIMATE", "114.8"),
        ("Thu ngân sách vượt dự toán 14,8%.", "BUDGET_REVENUE_TO_ESTIMATE", "114.8"),
        ("Thu ngân sách tăng 14,8% so với dự toán.", "BUDGET_REVENUE_TO_ESTIMATE", "114.8"),
        ("Thu ngân sách hụt 12% so với dự toán.", "BUDGET_REVENUE_TO_ESTIMATE", "88"),
        ("Thu ngân sách đạt 101,9% dự toán Trung ương giao.", "BUDGET_REVENUE_TO_CENTRAL_ESTIMATE", "101.9"),
        ("Thu ngân sách đạt 93,6% dự toán HĐND tỉnh giao.", "BUDGET_REVENUE_TO_ESTIMATE", "93.6"),
        ("Xuất khẩu gấp 1,2 lần kế hoạch năm.", "EXPORTS_TO_PLAN", "120"),
    ],
)
def test_a_share_of_a_plan_is_told_from_a_growth(text, indicator, value):
    """“Vượt 14,8% dự toán” is 114,8 % of the estimate, and so is “tăng 14,8% so với dự toán”."""
    assert said(text) == {f"{indicator} 2023": value}


def test_one_sentence_may_tell_several_indicators():
    """A level, its share of the estimate and its growth, each by its verb."""
    text = "Thu ngân sách nhà nước đạt 9.500 tỷ đồng, bằng 104,2% dự toán và tăng 6,1% so với năm 2022."
    assert said(text) == {
        "BUDGET_REVENUE 2023": "9500",
        "BUDGET_REVENUE_TO_ESTIMATE 2023": "104.2",
        "BUDGET_REVENUE_GROWTH 2023": "6.1",
    }


def test_a_fall_in_points_and_what_is_left():
    """“Giảm 0,7 điểm %, còn 1,95%” is a fall, and the share; “giảm từ … xuống còn …” is the share."""
    both = {"POVERTY_REDUCTION 2023": "0.7", "POVERTY_RATE 2023": "1.95"}
    assert said("Tỷ lệ hộ nghèo giảm 0,7 điểm %, còn 1,95%.") == both
    assert said("Tỷ lệ hộ nghèo giảm từ 2,65% xuống còn 1,95%.") == {"POVERTY_RATE 2023": "1.95"}
    assert said("Tỷ lệ hộ nghèo giảm xuống dưới 1%.") == {"POVERTY_RATE 2023": "1"}
    assert said("Tỷ lệ hộ nghèo tăng 0,2 điểm %.") == {"POVERTY_REDUCTION 2023": "-0.2"}


def test_times_are_told_where_they_are_clear():
    """“Gấp 1,5 lần” is a growth of 50 %; “tăng 1,5 lần” may be 50 % or 150 %, and is left alone."""
    assert said("Vốn FDI đăng ký gấp 1,5 lần so với cùng kỳ.") == {"FDI_REGISTERED_GROWTH 2023": "50"}
    assert left_alone("Vốn FDI đăng ký tăng 1,5 lần so với cùng kỳ.") == [("1,5 lần", "unclear")]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("GRDP quý IV tăng 7,37%.", "2023-Q4"),
        ("Quý IV/2022, GRDP tăng 7,37%.", "2022-Q4"),
        ("GRDP 6 tháng đầu năm tăng 7,37%.", "2023-01-01/P6M"),
        ("GRDP 6 tháng cuối năm tăng 7,37%.", "2023-S2"),
        ("Tính chung 9 tháng năm 2023, GRDP tăng 7,37%.", "2023-01-01/P9M"),
        ("GRDP tăng 7,37% trong năm 2022.", "2022"),
        ("Năm trước GRDP tăng 7,37%.", "2022"),
    ],
)
def test_the_period_is_the_nearest_that_is_named(text, period):
    """“Quý IV” is of the report's year; “năm trước” is the year before; nothing said is the report's own."""
    assert said(text) == {f"GRDP_GROWTH {period}": "7.37"}


def test_a_base_of_comparison_is_no_period():
    """“So với năm 2022” in a report of 2023 says what growth is measured from, not when it was."""
    assert said("GRDP tăng 7,37% so với năm 2022.") == {"GRDP_GROWTH 2023": "7.37"}
    assert said("So với cùng kỳ năm trước, GRDP tăng 7,37%.") == {"GRDP_GROWTH 2023": "7.37"}


@pytest.mark.parametrize(
    "text",
    [
        "So với năm 2020, thu ngân sách tăng 35%; xuất khẩu tăng 20%.",
        "Thu ngân sách tăng 35% so với đầu nhiệm kỳ.",
        "Chỉ số sản xuất công nghiệp tăng 2,1% so với tháng trước.",
        "Xuất khẩu tăng 8% và nhập khẩu tăng 5% so với năm 2019.",
    ],
)
def test_growth_from_another_base_is_left_alone(text):
    """A growth since 2020, since the start of the term, or on the month before is not the year's growth."""
    assert said(text) == {}
    assert {reason for _, reason in left_alone(text)} == {"base"}


@pytest.mark.parametrize(
    "text",
    [
        "Thu ngân sách của huyện Đông Hưng đạt 820 tỷ đồng.",
        "GRDP cả nước tăng 5,05%.",
        "Tỉnh Nam Định có GRDP tăng 10,19%.",
        "Khu vực công nghiệp - xây dựng tăng 13,5%.",
        "Kim ngạch xuất khẩu hàng dệt may đạt 640 triệu USD.",
        "Tỷ trọng công nghiệp trong GRDP tăng 1,2%.",
        "Kinh tế số tăng 15%.",
        "Thu ngân sách tại thành phố Thái Bình đạt 3.000 tỷ đồng.",
        "Thu ngân sách (không kể thu tiền sử dụng đất) đạt 7.000 tỷ đồng.",
        "Tổng vốn đầu tư toàn xã hội đạt 34,2% GRDP.",
        "Thu nội địa và thu xuất nhập khẩu đạt 9.000 tỷ đồng.",
        "Tăng trưởng GRDP bình quân đạt 7,2%/năm.",
    ],
)
def test_a_part_another_unit_or_an_unknown_word_is_left_alone(text):
    """A figure belongs to an indicator only if every word between the two is known."""
    assert said(text) == {}


def test_the_reporting_unit_may_name_itself():
    """“GRDP của tỉnh Thái Bình” in Thái Bình's own report is its GRDP; in another's it is not."""
    assert said("GRDP của tỉnh Thái Bình tăng 7,37%.") == {"GRDP_GROWTH 2023": "7.37"}
    assert said("GRDP của tỉnh Thái Bình tăng 7,37%.", unit="vn63-36") == {}
    assert said("GRDP toàn thành phố tăng 10,34%.", unit="vn63-31") == {"GRDP_GROWTH 2023": "10.34"}


@pytest.mark.parametrize(
    "texts",
    [
        ("Năm 2024, phấn đấu GRDP tăng 8-8,5%. Thu ngân sách đạt 10.000 tỷ đồng.",),
        ("Mục tiêu năm 2023: GRDP tăng 8,5%; thu ngân sách đạt 9.000 tỷ đồng.",),
        ("II. PHƯƠNG HƯỚNG, NHIỆM VỤ", "1. Về kinh tế", "- Tốc độ tăng GRDP: 8,5%;"),
        ("Tỉnh đặt mục tiêu tăng trưởng GRDP đạt 8,5%.",),
        ("Thu ngân sách (dự toán 9.000 tỷ đồng).",),
    ],
)
def test_plans_and_intentions_are_left_alone(texts):
    """What a unit aims at is no result: under a heading of tasks, after “phấn đấu”, beside “mục tiêu”."""
    assert said(*texts) == {}
    assert {reason for _, reason in left_alone(*texts)} == {"outlook"}


def test_results_are_read_again_under_a_heading_of_results():
    """A heading “Kết quả …” ends the plans; one that names a time is the time of what follows."""
    plans = ("I. MỤC TIÊU", "- GRDP tăng 8,5%;")
    assert said(*plans, "II. KẾT QUẢ NĂM 2023", "GRDP tăng 7,37%.") == {"GRDP_GROWTH 2023": "7.37"}
    assert said("1. Tình hình quý IV năm 2023", "GRDP tăng 8,1%.") == {"GRDP_GROWTH 2023-Q4": "8.1"}


@pytest.mark.parametrize(
    "line",
    [
        "- Hoàn thành mục tiêu giảm nghèo",
        "Nhiều mục tiêu đã hoàn thành",
        "Mục tiêu năm 2024\tKế hoạch\tThực hiện",
        "Thái Bình, ngày 05 tháng 01 năm 2024",
        "Thái Bình, tháng 01 năm 2024",
        "BÁO CÁO Kết quả năm 2023; phương hướng, nhiệm vụ năm 2024",
    ],
)
def test_not_every_short_line_is_a_heading(line):
    """Items of lists, rows of tables, remarks, places with dates, titles of two years: results go on."""
    assert said(line, "GRDP tăng 7,37%.") == {"GRDP_GROWTH 2023": "7.37"}


def test_a_sentence_after_one_of_another_time_must_say_its_own():
    """“Năm 2022 GRDP tăng 8,02%. Thu ngân sách đạt …”: of which year the second speaks is not guessed."""
    text = "GRDP năm 2022 tăng 8,02%. Thu ngân sách đạt 9.500 tỷ đồng."
    assert said(text) == {"GRDP_GROWTH 2022": "8.02"}
    assert left_alone(text) == [("9.500 tỷ đồng", "period")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Thu ngân sách đạt 12,345 tỷ đồng.", "number"),
        ("GRDP tăng 7.787%.", "number"),
        ("Diện tích trồng rừng đạt 4.930 ha; thu ngân sách đạt 9.500.", "measure"),
        ("Thu ngân sách quý III và quý IV đạt 4.800 tỷ đồng.", "period"),
        ("GRDP tăng 7,2%, ước lần 2 tăng 7,37%.", "repeated"),
        ("Thu ngân sách\t9.000 tỷ đồng\t9.500 tỷ đồng", "table"),
        ("Xuất khẩu tăng 200 triệu USD.", "unclear"),
        ("Tỷ lệ hộ nghèo giảm 0,7%.", "no_indicator"),
    ],
)
def test_what_can_be_read_in_two_ways_is_left_alone(text, reason):
    """“12,345 tỷ” may be thousands; “giảm 0,7%” of a share may be points; a row's columns are not known."""
    assert said(text) == {}
    assert reason in {told for _, told in left_alone(text)}


@pytest.mark.parametrize(
    ("text", "cell", "is_agreed"),
    [
        ("GRDP tăng 7,4%.", "7.37", True),
        ("GRDP tăng 7,3%.", "7.37", False),
        ("GRDP tăng 7,37%.", "7.4", False),
        ("GRDP tăng khoảng 7%.", "7.3", True),
        ("GRDP tăng khoảng 7%.", "7.6", False),
        ("GRDP tăng gần 7,5%.", "7.37", True),
        ("GRDP tăng gần 7,3%.", "7.37", False),
        ("GRDP tăng hơn 7%.", "7.37", True),
        ("GRDP tăng hơn 7,4%.", "7.37", False),
        ("GRDP tăng trên 5%.", "7.37", True),
        ("GRDP tăng không dưới 7,5%.", "7.37", False),
        ("GRDP tăng 7-7,5%.", "7.37", True),
        ("GRDP tăng từ 7,5% đến 8%.", "7.37", False),
        ("GRDP giảm hơn 7%.", "-7.37", True),
        ("GRDP giảm hơn 7%.", "-6.9", False),
    ],
)
def test_agreement_is_judged_at_the_precision_of_the_text(text, cell, is_agreed):
    """7,4 % agrees with 7.37, 7,3 % does not; “khoảng”, “gần”, “hơn”, “trên” widen to one side or both."""
    assert (contradicted(text, cells={"GRDP_GROWTH": cell}) == []) == is_agreed


def test_a_text_finer_than_the_indicator_is_judged_by_the_indicator():
    """116.442,134 tỷ đồng agrees with a cell of 116442.1, which its indicator rounds to one decimal."""
    text = "GRDP theo giá hiện hành đạt 116.442,134 tỷ đồng."
    assert contradicted(text, cells={"GRDP_CURRENT": "116442.1"}) == []
    assert len(contradicted(text, cells={"GRDP_CURRENT": "116442.3"})) == 1


def test_a_tally_is_held_against_count_and_total_at_once():
    """“17/18 chỉ tiêu đạt và vượt” contradicts 16 of 18 and 17 of 19, with one finding each."""
    text = "Có 17/18 chỉ tiêu đạt và vượt kế hoạch, trong đó 9 chỉ tiêu vượt."
    own = {"TARGETS_MET_OWN": "17", "TARGETS_TOTAL_OWN": "18"}
    assert contradicted(text, cells=own) == []
    assert len(contradicted(text, cells={**own, "TARGETS_MET_OWN": "16"})) == 1
    assert len(contradicted(text, cells={**own, "TARGETS_TOTAL_OWN": "19"})) == 1


def test_only_a_tally_of_all_targets_that_were_met_is_compared():
    """Those exceeded, those missed and those of one field are other counts; 15/15 exceeded are 15/15 met."""
    assert said("Hoàn thành vượt mức 15/15 chỉ tiêu.")["TARGETS_MET_OWN 2023"] == "15"
    for text in (
        "Có 4/15 chỉ tiêu vượt.",
        "Có 3/15 chỉ tiêu không đạt.",
        "Đạt 5/6 chỉ tiêu về lao động, việc làm.",
    ):
        assert said(text) == {}


def test_words_with_two_meanings_agree_with_either():
    """“Dự toán” alone is the locality's estimate; a figure that fits the central one is no contradiction."""
    cells = {"BUDGET_REVENUE_TO_ESTIMATE": "93.6", "BUDGET_REVENUE_TO_CENTRAL_ESTIMATE": "101.9"}
    assert contradicted("Thu ngân sách đạt 101,9% dự toán.", cells=cells) == []
    assert len(contradicted("Thu ngân sách đạt 97,5% dự toán.", cells=cells)) == 1
    assert contradicted("Thu ngân sách đạt 97,5% dự toán.", cells=dict([cells.popitem()])) == []


def test_a_figure_without_a_cell_is_no_finding():
    """What a unit does not owe in this round it may tell as it likes."""
    assert contradicted("GRDP tăng 7,37%.", cells={"GRDP_GROWTH 2022": "8.02"}) == []


def test_a_contradiction_says_where_what_and_what_to_do():
    """The finding quotes the figure and its sentence, names the cell with its value, and asks to correct."""
    text = "Kinh tế phục hồi. Thu ngân sách nhà nước đạt hơn 42,5 nghìn tỷ đồng."
    (finding,) = contradicted(text, cells={"BUDGET_REVENUE": "41800"})
    assert (finding.code, finding.severity) == ("narrative_contradiction", "warning")
    assert str(finding.where) == "paragraph 1, sentence 2"
    assert finding.title == (
        "The report says “hơn 42,5 nghìn tỷ đồng”, the figure of BUDGET_REVENUE for 2023 is 41800"
    )
    assert finding.detail == (
        "In its unit of measure “Thu ngân sách nhà nước đạt hơn 42,5 nghìn tỷ đồng.” says 42500 – 46750. "
        "Correct the one that is wrong."
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Imihigo score of the district was 81.64% in 2021/22, ranked 1st.", {"SCORE": "81.64", "RANK": "1"}),
        ("In our district, the Imihigo score stood at almost 82 per cent.", {"SCORE": "82"}),
        ("Imihigo score: from 74.2% in the previous year to 81.64%", {}),
        ("Imihigo score of Kayonza was 79.9%.", {}),
        ("The district aims to reach an Imihigo score of 90%.", {}),
    ],
)
def test_another_language_is_another_file(text, told):
    """English reports of a second country are read by its pack's phrases: the program knows no word."""
    taken = said(text, language="en", period="2021-07-01/P12M")
    assert taken == {f"IMIHIGO_{name} 2021-07-01/P12M": value for name, value in told.items()}
