"""Where the line between a secrecy stamp and running text lies."""

import unicodedata
from dataclasses import replace
from functools import cache

import pytest

from giaoban.core.conduct.classification import TOPIC, Markings, find_marks, markings
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

#: What stands in a paragraph or a cell · what it is taken for · why.
EXAMPLES = [
    ("MẬT", "marked", "the mark alone"),
    ("TỐI MẬT", "marked", "the mark alone"),
    ("TUYỆT MẬT", "marked", "the mark alone"),
    ("  mẬT ", "doubted", "the mark alone, not in capitals"),
    ("Mật", "doubted", "alone in a cell it may be a level or a name: write “huyện Mật” or “mật ong”"),
    ("tối mật", "doubted", "the mark alone, in small letters"),
    ("(MẬT)", "marked", "a frame is no text"),
    ("*** TỐI MẬT ***", "marked", "a frame is no text"),
    ("┃ TUYỆT MẬT ┃", "marked", "a frame is no text"),
    ("—[ MẬT ]—", "marked", "a frame is no text"),
    ("M Ậ T", "marked", "spaced letters"),
    ("T U Y Ệ T   M Ậ T", "marked", "spaced letters, the words further apart"),
    ("M.Ậ.T.", "marked", "letters with points between"),
    ("ĐỘ MẬT: MẬT", "marked", "with a word that goes with the mark"),
    ("Độ mật: Tối mật", "marked", "with a word that goes with the mark"),
    ("Mức độ mật - Tuyệt mật", "marked", "with a word that goes with the mark"),
    ("Tài liệu mật", "marked", "with a word that goes with the mark"),
    ("MẬT - Thời hạn bảo vệ: 10 năm", "marked", "with the time for which it is kept"),
    ("TỐI MẬT. Bản số: 03", "marked", "with the number of the copy"),
    ("Độ mật: Mật; độ khẩn: Hỏa tốc", "marked", "with the degree of urgency"),
    ("TUYỆT\nMẬT", "marked", "on two lines"),
    ("M\nẬ\nT", "marked", "a letter a line"),
    ("MẬT\tNinh Bình, ngày 17 tháng 01 năm 2024", "marked", "what a tab keeps apart stands alone"),
    ("MẬT          CỘNG HÒA XÃ HỘI", "marked", "what three spaces keep apart stands alone"),
    ("mËt", "doubted", "the mark in the old code TCVN3"),
    ("TUYEÄT MAÄT", "marked", "the mark in the old code VNI, in capitals"),
    ("TUYET MAT", "doubted", "without its signs"),
    ("ＭẬＴ", "marked", "wide letters"),
    ("BÍ MẬT NHÀ NƯỚC", "doubted", "a whole line that goes with secrets"),
    ("TÀI LIỆU THU HỒI", "doubted", "a stamp for papers that are handed back"),
    ("GIẢI MẬT", "doubted", "a stamp that says there was a mark before"),
    ("Tài liệu này thuộc độ TỐI MẬT theo quy định", "doubted", "in capitals within small letters"),
    ("Báo cáo tình hình (MẬT)", "doubted", "in capitals, kept apart by brackets"),
    ("BÁO CÁO TÌNH HÌNH - TỐI MẬT", "doubted", "in capitals, kept apart by a dash"),
    ("Số: 05/2024/BMNN-TU", "doubted", "a symbol of secrets in a document number"),
    ("Mật độ dân số", "text", "density of population"),
    ("MẬT ĐỘ DÂN SỐ", "text", "the same as a heading"),
    ("Mật độ", "text", "density, alone in the head of a column"),
    ("Mật ong", "text", "honey"),
    ("MẬT ONG RỪNG U MINH", "text", "honey, as a heading"),
    ("Mật khẩu", "text", "a password"),
    ("Không để lộ, lọt bí mật thương mại của doanh nghiệp.", "text", "trade secrets"),
    ("Công tác bảo vệ bí mật nhà nước được quan tâm.", "text", "the work of keeping secrets, told of"),
    ("BÁO CÁO CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC NĂM 2023", "text", "a heading that tells of it"),
    ("Luật Bảo vệ bí mật nhà nước", "text", "the name of the law"),
    ("Tổ chức tập huấn về BẢO MẬT hệ thống", "text", "another word, in capitals"),
    ("AN TOÀN, BẢO MẬT, MẬT MÃ", "text", "other words, in capitals"),
    ("Cơ quan mật vụ; mật thám; cơ yếu, mật mã", "text", "other words"),
    ("Hai đơn vị phối hợp mật thiết, bí mật, bất ngờ", "text", "other words"),
    ("Huyện Mật", "text", "a place with the word for what it is"),
    ("Xã Mật Sơn, thành phố Mật", "text", "places"),
    ("Gan, mật, tụy; gan; mật; tụy", "text", "the gall, among organs"),
    ("Độ mật: Thường; độ khẩn: Khẩn", "text", "a form that says there is none"),
    ("Độ mật", "text", "the head of a column says nothing yet"),
    ("Quét mã, nhập BMNN rồi bấm nút", "text", "the symbol without a number"),
    ("Số: 12-BC/TU", "text", "an ordinary number"),
    ("Chị mắt kính, mặt hàng, mất mát", "text", "other signs make other words"),
]  # fmt: skip


@cache
def marked(on: str = "2026-11-22") -> Markings:
    """Return what the real pack says on a day."""
    return markings(read_pack(PACKS / "vn").rules[TOPIC], on)


def taken_for(text: str, **how: bool) -> str:
    """Return what a piece of text is taken for."""
    found = find_marks(text, marked(), **how)
    if not found:
        return "text"
    return "marked" if any(mark.is_certain for mark in found) else "doubted"


@pytest.mark.parametrize(("text", "verdict", "why"), EXAMPLES)
def test_a_stamp_stands_alone_and_everything_else_is_text(text, verdict, why):
    """A stamp is a line, or a part of one that stands apart, with nothing but the mark, numbers and words
    that go with it. Every row of the table at the end is tried, its signs composed and decomposed."""
    assert taken_for(text) == verdict, why
    decomposed = unicodedata.normalize("NFD", text)
    assert taken_for(decomposed) == verdict, f"{why}, its signs as letters of their own"
    if "\n" not in text:
        assert taken_for(f"Kính gửi Ban Chỉ đạo\n{text}\nTrân trọng") == verdict, f"{why}, among other lines"


@pytest.mark.parametrize(
    "letters", ["M\u1ea0\u0302T", "M\u00c2\u0323T", "MA\u0302\u0323T", "M\u200bẬ\u00adT"]
)
def test_signs_may_be_put_together_in_any_way(letters):
    """A letter and its two signs in any order and composition, and signs that nobody sees, change nothing."""
    assert taken_for(letters) == "marked"


def test_a_line_in_small_letters_of_a_wrapped_page_goes_on_from_the_one_before():
    """A page of a PDF ends its lines anywhere: “mật” alone may end a sentence there, but not in a cell."""
    page = "bảo vệ bí\nmật\nnhà nước, lưu giữ tài liệu\nmật."
    assert taken_for(page, is_wrapped=True) == "text"
    assert taken_for("bảo vệ bí\nMẬT\nnhà nước", is_wrapped=True) == "marked"
    assert taken_for("mật") == "doubted"


def test_a_mark_says_its_word_and_its_line():
    """The officer is told which word on which line; of several words in one stamp it is the longest."""
    found = find_marks("Kính gửi\nĐộ mật: TUYỆT MẬT\nMẬT", marked())
    assert [(mark.word, mark.is_certain, mark.line) for mark in found] == [
        ("TUYỆT MẬT", True, 2),
        ("MẬT", True, 3),
    ]


def test_what_may_be_declared_and_what_of_it_is_taken_in():
    """Public and internal files are taken in; three levels of secrecy can be declared, and are refused."""
    assert [(one.classification, one.is_taken) for one in marked().classifications] == [
        ("public", True), ("internal", True),
        ("secret", False), ("highly_secret", False), ("top_secret", False),
    ]  # fmt: skip
    assert marked().classification("nothing") is None


def test_a_mark_outlives_the_rule_that_laid_it_down():
    """Papers keep their stamps: what was a mark under a rule that has ended still is one."""
    rules = [
        {"rule": "marks", "valid_from": "2000-01-01", "valid_to": "2010-01-01", "marks": [{"mark": "OLD"}]},
        {"rule": "marks", "valid_from": "2010-01-01", "valid_to": "", "marks": [{"mark": "NEW"}]},
        {
            "rule": "classifications", "valid_from": "2000-01-01", "valid_to": "2010-01-01",
            "classifications": [{"classification": "old", "names": {}, "is_taken": False}],
        },
    ]  # fmt: skip
    after, before = markings(rules, "2024-01-17"), markings(rules, "2005-01-01")
    assert [bool(find_marks(word, after)) for word in ("OLD", "NEW")] == [True, True]
    assert [bool(find_marks(word, before)) for word in ("OLD", "NEW")] == [True, False]
    assert after.classification("old") is None and before.classification("old")


def test_without_rules_nothing_above_internal_can_be_declared():
    """A pack that says nothing of secrets: public or internal, and no word is a mark."""
    assert [one.classification for one in markings((), "2024-01-17").classifications] == [
        "public",
        "internal",
    ]
    assert find_marks("TOP SECRET", markings((), "2024-01-17")) == ()
    assert find_marks("MẬT", replace(marked(), marks={})) == ()
