"""The narrative of the samples, word for word, in every language of two packs."""

from pathlib import Path

import pytest

from giaoban.core.writing.outline import write
from tests.factories.reviews import reviewed
from tests.factories.statements import factsheet, observations, pack, results, review, targets

GOLDEN = Path(__file__).parent
#: What the review of the pack's own figures must say, in this order.
IN_ORDER = """Quảng Ninh 15/15|Phú Thọ 15/15|Hậu Giang 18/18
9 địa phương chỉ còn 1 chỉ tiêu không đạt|Kiên Giang 27/28|Trà Vinh 26/27|Tuyên Quang 19/20|Bình Định 18/19
Cà Mau 18/19|Bắc Giang 17/18|Phú Yên 16/17|An Giang 14/15|Thừa Thiên Huế 13/14
8 địa phương có tỷ lệ hoàn thành thấp hơn|Gia Lai 14/21|Cao Bằng 11/17|Tây Ninh 11/17|Thái Nguyên 9/15
Bắc Ninh 11/20|Thành phố Hồ Chí Minh 17/31|Điện Biên 14/26|Đà Nẵng 4/10
7 địa phương tăng trưởng hai con số|Bắc Giang (13,45%)|Hậu Giang (12,27%)|Quảng Ninh (11,03%)
Khánh Hòa (10,55%)|Hải Phòng (10,34%)|Nam Định (10,19%)|Hưng Yên (10,05%)
4 địa phương tăng trưởng âm|Bà Rịa - Vũng Tàu (-1,02%)|Lai Châu (-2,27%)|Quảng Nam (-8,25%)
Bắc Ninh (-9,28%)"""


def narrative(pack_id: str, language: str) -> str:
    """Return headings and paragraphs as text, one a line, with where tables and charts stand."""
    lines = []
    for block in write(factsheet(pack_id), pack(pack_id))[language]["blocks"]:
        kind = block["kind"]
        if kind == "heading":
            lines.append("#" * block["level"] + " " + block["text"])
        elif kind == "paragraph":
            lines.append("".join(span["text"] for span in block["spans"]))
        else:
            lines.append(f"<{kind} {block[kind]}>")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("pack_id", "language"), [("vn", "vi"), ("vn", "en"), ("rw", "en")])
def test_the_narrative_reads_as_approved(pack_id, language):
    """The text is the one that was read and approved; a change of wording shows as a change of this file."""
    approved = (GOLDEN / f"narrative-{pack_id}.{language}.txt").read_text("utf-8")
    assert narrative(pack_id, language) == approved


def test_the_review_of_the_packs_own_figures_says_who_met_what_in_order():
    """All met, one missed, lower shares, two-digit and negative growth stand in this order."""
    blocks = reviewed("vn", "2023-annual")["documents"]["vi"]["blocks"]
    text = "\n".join("".join(span["text"] for span in block.get("spans", ())) for block in blocks)
    start = 0
    for phrase in IN_ORDER.replace("\n", "|").split("|"):
        start = text.find(phrase, start)
        assert start >= 0, phrase


def test_two_writings_are_the_same():
    """Writing the same figures twice gives the same documents, whatever order the figures were read in."""
    again = review(observations()[::-1], targets()[::-1], results()[::-1])
    assert write(again, pack()) == write(factsheet(), pack())
