"""A report written from cells agrees with them, however it is put; one wrong digit, sign or period is found.

The writer is the test's own: it rounds, scales and chooses verbs as an office does, among sentences that
speak of other things.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.narratives import contradicted, mentions

many = settings(max_examples=80, deadline=None)


def spell(value: Decimal, decimals: int) -> str:
    """Return a number as it is written: comma before decimals, dots between thousands."""
    text = f"{rounded(value, decimals):,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass(frozen=True)
class Sentence:
    """One way to tell one cell: `write` gives the text of a value that is as fine as `step`."""

    indicator: str
    step: Decimal
    write: Callable[[Decimal], str]
    is_signed: bool = False


def level(indicator: str, subject: str, unit: str, factor: str, decimals: int, verb: str = "đạt") -> Sentence:
    """Tell a value in a unit of measure that is `factor` of the indicator's own."""
    scale = Decimal(factor)
    step = Decimal(1).scaleb(-decimals) * scale
    return Sentence(indicator, step, lambda v: f"{subject} {verb} {spell(v / scale, decimals)} {unit}.")


def change(indicator: str, subject: str, decimals: int, tail: str = "") -> Sentence:
    """Tell a growth by its verb."""

    def write(value: Decimal) -> str:
        return f"{subject} {'tăng' if value >= 0 else 'giảm'} {spell(abs(value), decimals)}%{tail}."

    return Sentence(indicator, Decimal(1).scaleb(-decimals), write, is_signed=True)


def ratio(indicator: str, subject: str, decimals: int, plan: str) -> Sentence:
    """Tell a share of a plan as what is above or below it."""

    def write(value: Decimal) -> str:
        verb = "vượt" if value >= 100 else "hụt"
        return f"{subject} {verb} {spell(abs(value - 100), decimals)}% so với {plan}."

    return Sentence(indicator, Decimal(1).scaleb(-decimals), write)


SENTENCES = (
    level("BUDGET_REVENUE", "Thu ngân sách nhà nước trên địa bàn tỉnh", "tỷ đồng", "1", 0),
    level("BUDGET_REVENUE", "Năm 2023, tổng thu ngân sách", "nghìn tỷ đồng", "1000", 1, "ước đạt"),
    level("DOMESTIC_REVENUE", "Trong đó, thu nội địa", "triệu đồng", "0.001", 0),
    level("EXPORTS", "Kim ngạch xuất khẩu của tỉnh", "tỷ USD", "1000", 2, "ước đạt"),
    level("EXPORTS", "Xuất khẩu", "triệu USD", "1", 1),
    level("POPULATION", "Dân số trung bình", "nghìn người", "1000", 1, "ước"),
    level("GRDP_PER_CAPITA", "GRDP bình quân đầu người năm 2023", "triệu đồng/người", "1", 1),
    level("POVERTY_RATE", "Tỷ lệ hộ nghèo", "%", "1", 2, "giảm còn"),
    level("POVERTY_REDUCTION", "Tỷ lệ hộ nghèo", "điểm %", "1", 1, "giảm"),
    level("GRDP_GROWTH", "- Tốc độ tăng GRDP", "%", "1", 2, ":"),
    change("GRDP_GROWTH", "GRDP", 2),
    change("GRDP_GROWTH", "Tổng sản phẩm trên địa bàn tỉnh (GRDP) năm 2023 ước", 1, " so với năm 2022"),
    change("IIP_GROWTH", "Chỉ số sản xuất công nghiệp", 1, " so với cùng kỳ"),
    change("EXPORTS_GROWTH", "So với cùng kỳ năm trước, xuất khẩu", 1),
    change("BUDGET_REVENUE_GROWTH", "Thu ngân sách", 0, " so với thực hiện năm 2022"),
    ratio("BUDGET_REVENUE_TO_CENTRAL_ESTIMATE", "Thu ngân sách", 1, "dự toán Trung ương giao"),
    ratio("INVESTMENT_TO_PLAN", "Tổng vốn đầu tư toàn xã hội", 1, "kế hoạch"),
)
ASIDES = (
    "Khu vực công nghiệp - xây dựng tăng 13,5%, khu vực dịch vụ tăng 6,2%.",
    "Thu tiền sử dụng đất đạt 3.200 tỷ đồng, bằng 82% dự toán.",
    "Năm 2024, tỉnh phấn đấu GRDP tăng 8,5%, thu ngân sách đạt 11.000 tỷ đồng.",
    "GRDP cả nước tăng 5,05%.",
    "Năm 2022, thu ngân sách đạt 8.123 tỷ đồng.",
    "Giải ngân vốn đầu tư công đến ngày 31/12/2023 đạt 91,2%.",
)
#: Cells by the indicator's own decimals, within what provinces report.
RANGES = {
    "BUDGET_REVENUE": ("2000", "450000", 1),
    "DOMESTIC_REVENUE": ("1000", "300000", 1),
    "EXPORTS": ("100", "50000", 1),
    "POPULATION": ("300000", "9000000", 0),
    "GRDP_PER_CAPITA": ("30", "200", 2),
    "POVERTY_RATE": ("0.1", "30", 2),
    "POVERTY_REDUCTION": ("0.2", "5", 2),
    "GRDP_GROWTH": ("-15", "15", 2),
    "IIP_GROWTH": ("-20", "20", 2),
    "EXPORTS_GROWTH": ("-30", "60", 2),
    "BUDGET_REVENUE_GROWTH": ("-30", "60", 2),
    "BUDGET_REVENUE_TO_CENTRAL_ESTIMATE": ("60", "180", 2),
    "INVESTMENT_TO_PLAN": ("60", "180", 2),
}


@st.composite
def reports(draw: Any) -> tuple[dict[str, Decimal], list[Sentence], list[str]]:
    """Draw cells, the sentences that tell some of them, and what else the report says."""
    cells = {name: draw(values(name)) for name in RANGES}
    told = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8, unique_by=id))
    return cells, told, draw(st.lists(st.sampled_from(ASIDES), max_size=4, unique=True))


def values(indicator: str) -> st.SearchStrategy[Decimal]:
    low, high, decimals = RANGES[indicator]
    return st.decimals(low, high, places=decimals)


def found(cells: dict[str, Decimal], texts: list[str]) -> list[str]:
    """Return the titles of what contradicts the cells."""
    held = {name: format(value, "f") for name, value in cells.items()}
    return [finding.title for finding in contradicted(*texts, cells=held)]


def written(cells: dict[str, Decimal], told: list[Sentence]) -> list[str]:
    return [sentence.write(cells[sentence.indicator]) for sentence in told]


@many
@given(report=reports())
def test_a_report_written_from_its_cells_agrees_with_them(report):
    """Nothing contradicts, and every figure that was written from a cell was understood."""
    cells, told, asides = report
    texts = written(cells, told)
    assert found(cells, [*asides, *texts]) == []
    assert [mention.reason for mention in mentions(*texts)] == [""] * len(told)


@many
@given(report=reports(), data=st.data())
def test_one_wrong_number_is_one_finding(report, data):
    """A number that is off by two or more of its last digit is found, and nothing else is."""
    cells, told, asides = report
    texts = written(cells, told)
    place = data.draw(st.integers(0, len(told) - 1))
    sentence = told[place]
    step = max(sentence.step, Decimal(1).scaleb(-RANGES[sentence.indicator][2]))
    off = step * data.draw(st.integers(2, 9)) * (1 if cells[sentence.indicator] >= 0 else -1)
    texts[place] = sentence.write(cells[sentence.indicator] + off)
    assert len(found(cells, [*asides, *texts])) == 1


@many
@given(report=reports(), data=st.data())
def test_a_swapped_sign_is_one_finding(report, data):
    """“Giảm” for “tăng” is found wherever the growth is not next to nothing."""
    cells, told, asides = report
    growth = data.draw(st.sampled_from([sentence for sentence in SENTENCES if sentence.is_signed]))
    value = data.draw(values(growth.indicator).filter(lambda v: abs(v) >= 2 * growth.step))
    held = {**cells, growth.indicator: value}
    texts = written(held, [sentence for sentence in told if sentence is not growth])
    assert len(found(held, [*asides, *texts, growth.write(-value)])) == 1


@many
@given(value=values("GRDP_GROWTH"), other=values("GRDP_GROWTH"))
@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2022", "Năm 2022, GRDP {}."),
        ("2023-Q4", "GRDP quý IV {}."),
        ("2023-S1", "6 tháng đầu năm, GRDP {}."),
    ],
)
def test_a_swapped_period_is_one_finding(period, text, value, other):
    """The year's growth told of another period is held against that period's cell."""
    verb = "tăng" if value >= 0 else "giảm"
    cells = {"GRDP_GROWTH": str(value), f"GRDP_GROWTH {period}": str(other)}
    titles = contradicted(text.format(f"{verb} {spell(abs(value), 2)}%"), cells=cells)
    assert len(titles) == (value != other)


@many
@given(
    text=st.text(
        st.sampled_from("GRDP thu ngân sách tăng giảm đạt năm quý I 2023 7,37% 9.500 tỷ đồng ()/-–;:.\t\n“”"),
        max_size=80,
    )
)
def test_any_text_is_read(text):
    """Whatever is written, each figure has its place in the text and is either told or left alone."""
    for mention in mentions(text):
        assert bool(mention.alternatives) != bool(mention.reason)
        assert mention.text == text[mention.start : mention.end] != ""
