"""The minutes document: the layout facts of both forms, drafts, signatures, and the same bytes again."""

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from giaoban.core.conduct.attendance import Stay
from giaoban.core.conduct.proceedings import Call, Polled, Proceedings
from giaoban.core.registry.packs import Pack
from giaoban.core.writing.minutes import Item, Seat, Sitting, compose, propose, say_date
from giaoban.files.packs import read_pack
from giaoban.files.word.minutes import write_minutes

PACKS = Path(__file__).parents[2] / "packs"
FORMS = ("party", "state")
OPINION = "Đề nghị sớm tháo gỡ vướng mắc về giải phóng mặt bằng."


def at(hour: int, minute: int = 0) -> datetime:
    """Return a time of the conference's day."""
    return datetime(2024, 1, 17, hour, minute, tzinfo=UTC)


SEATS = (
    Seat(1, "Trần Thị Chủ", "Thường trực Ban Bí thư", "chair"),
    Seat(2, "Phạm Văn Sảnh", "Trưởng Ban", "delegate"),
    Seat(3, "Lê Văn Ghi", "Chuyên viên", "clerk"),
    Seat(4, "Nguyễn Thị Hà", "Phó Chánh Văn phòng Tỉnh ủy", "delegate", "Bắc Ninh", "Đỗ Văn An"),
    Seat(5, "Vũ Văn Nam", "Chánh Văn phòng Tỉnh ủy", "delegate", "Cà Mau"),
    Seat(6, "Bùi Thị Vắng", "Chánh Văn phòng Thành ủy", "delegate", "Hải Phòng"),
    Seat(7, "Kiểm Phiếu", "Tổ kiểm phiếu", "teller"),
)
STAYS = (
    Stay(1, "hall", at(7, 50)), Stay(3, "hall", at(7, 50)), Stay(5, "online", at(7, 55), at(10, 5)),
    Stay(4, "online", at(7, 58)), Stay(2, "hall", at(8, 15)),
)  # fmt: skip
SITTING = Sitting(
    place="Phòng họp số 1, Văn phòng Trung ương Đảng",
    sites=63,
    began_at=at(8),
    ended_at=at(11, 30),
    seats=SEATS,
    items=(
        Item("Khai mạc", {"course": "Chủ trì nêu mục đích, yêu cầu của hội nghị."}),
        Item(
            "Thảo luận về kết quả năm 2023",
            {
                "attendance": "Đồng chí Vũ Văn Nam rời hội nghị lúc 10 giờ 05.",
                "course": "08 giờ 40: đại biểu Bắc Ninh phát biểu.\n09 giờ 10: đại biểu Cà Mau phát biểu.",
                "opinions": OPINION,
                "decisions": "- Giao Ban A chủ trì rà soát.\n- Giao Ban B tổng hợp, báo cáo trong tháng 3.",
            },
        ),
        Item("Kết luận", {"decisions": "Các địa phương báo cáo trước ngày 29/02/2024."}),
    ),
    stays=STAYS,
    polls=(Polled("Thông qua dự thảo thông báo?", "decided", (("Đồng ý", 60), ("Không đồng ý", 2))),),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(PACKS / "vn")


def written(pack: Pack, form: str, stage: str = "draft") -> bytes:
    """Return the minutes as a file."""
    words = pack.documents["minutes.vi"]
    date = say_date(at(14), words) if stage == "signed" else ""
    named = {
        "title": "Hội nghị giao ban năm 2023", "year": "2024", "date": date,
        "clerk": "Lê Văn Ghi", "chair": "Trần Thị Chủ",
    }  # fmt: skip
    layout = {**pack.documents[form], **pack.documents[f"minutes.{form}"]}
    on = SITTING.began_at.date()
    return write_minutes(compose(SITTING, words), "vi", layout, named, stage, on=on, digest="d" * 64)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def texts(document: Document) -> list[str]:
    """Return every paragraph in order, those in tables too."""
    body = document.element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def test_the_same_content_gives_the_same_bytes(pack: Pack) -> None:
    for form in FORMS:
        assert written(pack, form) == written(pack, form)
    assert written(pack, "party") != written(pack, "party", "signed")


def test_the_party_form_holds_each_of_its_signs_and_none_of_the_other(pack: Pack) -> None:
    text = "\n".join(texts(opened(written(pack, "party"))))
    signs = ("ĐẢNG CỘNG SẢN VIỆT NAM", "\n*\n", "Số      -BB/", "\nBIÊN BẢN\n", "\n-----\n", "DỰ THẢO")
    assert [one for one in (*signs, "- Lưu Văn phòng Trung ương Đảng.") if one not in text] == []
    assert [one for one in ("Độc lập", "Số:", "Lưu: VT", "./.", "CỘNG HÒA") if one in text] == []


def test_the_state_form_holds_each_of_its_signs_and_none_of_the_other(pack: Pack) -> None:
    text = "\n".join(texts(opened(written(pack, "state"))))
    signs = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số:      /BB-", "Lưu: VT")
    assert [one for one in (*signs, "\nBIÊN BẢN\n", "cùng ngày./.", "DỰ THẢO") if one not in text] == []
    assert [one for one in ("ĐẢNG CỘNG SẢN VIỆT NAM", "\n*\n", "-----") if one in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_has_its_mark_and_no_date_and_what_is_signed_the_contrary(pack: Pack, form: str) -> None:
    """The number stays empty in both: the office's own system gives it."""
    draft, signed = (texts(opened(written(pack, form, stage))) for stage in ("draft", "signed"))
    assert "DỰ THẢO" in draft and "DỰ THẢO" not in signed
    assert "Hà Nội, ngày      tháng      năm 2024" in draft
    assert "Hà Nội, ngày 17 tháng 01 năm 2024" in signed
    assert [one for one in signed if one.startswith("Số")] == [one for one in draft if one.startswith("Số")]


@pytest.mark.parametrize("form", FORMS)
def test_the_clerk_signs_on_the_left_and_the_chair_on_the_right(pack: Pack, form: str) -> None:
    left, right = opened(written(pack, form)).tables[-1].rows[0].cells
    assert [one.text for one in left.paragraphs] == ["NGƯỜI GHI BIÊN BẢN", "Lê Văn Ghi"]
    assert [one.text for one in right.paragraphs] == ["CHỦ TRÌ HỘI NGHỊ", "Trần Thị Chủ"]
    for paragraph in (*left.paragraphs, *right.paragraphs):
        assert paragraph.runs[0].bold and paragraph.runs[0].font.size == Pt(14)


@pytest.mark.parametrize("form", FORMS)
def test_whom_the_minutes_go_to_stands_together_on_one_page(pack: Pack, form: str) -> None:
    paragraphs = opened(written(pack, form)).paragraphs
    first = next(place for place, one in enumerate(paragraphs) if one.text.startswith("Nơi nhận"))
    kept = [bool(one.paragraph_format.keep_with_next) for one in paragraphs[first:]]
    assert len(kept) > 1 and kept == [True] * (len(kept) - 1) + [False]


@pytest.mark.parametrize(
    ("form", "title", "name", "rule"), [("party", 16, 15, "exact"), ("state", 14, 14, "auto")]
)
def test_font_sizes_margins_and_lines_are_those_of_the_form(
    pack: Pack, form: str, title: int, name: int, rule: str
) -> None:
    document = opened(written(pack, form))
    runs = {one.text: one.runs[0] for one in document.paragraphs if one.text}
    assert runs["BIÊN BẢN"].font.size == Pt(title) and runs["BIÊN BẢN"].bold
    assert runs["Hội nghị giao ban năm 2023"].font.size == Pt(name)
    fonts = document.styles.element.findall(f".//{qn('w:rFonts')}")
    assert {one.get(qn("w:ascii")) for one in fonts} == {"Times New Roman"}
    spacing = document.styles["Report Body"].element.pPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == rule
    section = document.sections[0]
    assert (section.page_width.twips, section.left_margin.twips, section.right_margin.twips) == (
        11906, 1701, 851,
    )  # fmt: skip


def test_headings_stand_in_the_order_of_the_rules_with_every_text_below_its_item(pack: Pack) -> None:
    """Time and place, attendance, course with opinions, votes, conclusion."""
    document = opened(written(pack, "party"))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        "I. Thời gian, địa điểm", "II. Thành phần tham dự", "III. Nội dung, diễn biến", "1. Khai mạc",
        "2. Thảo luận về kết quả năm 2023", "3. Kết luận", "IV. Biểu quyết", "V. Kết luận",
    ]  # fmt: skip
    text = texts(document)
    assert text.index("Ý kiến phát biểu") < text.index(
        "Đề nghị sớm tháo gỡ vướng mắc về giải phóng mặt bằng."
    )
    assert "Biểu quyết “Thông qua dự thảo thông báo?”: đã có kết quả, Đồng ý 60, Không đồng ý 2." in text
    conclusion = text[text.index("V. Kết luận") :]
    assert "2. Giao Ban B tổng hợp, báo cáo trong tháng 3." in conclusion
    assert "3. Các địa phương báo cáo trước ngày 29/02/2024." in conclusion


def test_attendance_keeps_the_office_order_hall_and_online_apart_with_times(pack: Pack) -> None:
    """Whoever came late, left or is missing is named; a substitute with whom they stand in for; no teller."""
    text = "\n".join(texts(opened(written(pack, "party"))))
    assert "Chủ trì: Trần Thị Chủ, Thường trực Ban Bí thư." in text
    assert "Dự tại hội trường: 1 đại biểu.\n- Phạm Văn Sảnh, Trưởng Ban." in text
    assert (
        "Dự trực tuyến: 2 đại biểu.\n"
        "- Nguyễn Thị Hà, Phó Chánh Văn phòng Tỉnh ủy, dự thay Đỗ Văn An (điểm cầu Bắc Ninh);\n"
        "- Vũ Văn Nam, Chánh Văn phòng Tỉnh ủy (điểm cầu Cà Mau).\n"
    ) in text
    assert "Đến muộn: Phạm Văn Sảnh, Trưởng Ban (lúc 08 giờ 15)." in text
    assert "Rời hội nghị: Vũ Văn Nam, Chánh Văn phòng Tỉnh ủy (lúc 10 giờ 05)." in text
    assert "Vắng mặt: Bùi Thị Vắng, Chánh Văn phòng Thành ủy." in text
    assert "Kiểm Phiếu" not in text


def test_the_course_is_proposed_in_the_words_of_the_pack(pack: Pack) -> None:
    """With the first item everybody by precedence; later, only who came and went."""
    words = pack.documents["minutes.vi"]
    first = Proceedings(at(8), at(8, 20), True, present=STAYS[2:4], arrived=STAYS[4:])
    assert propose(first, SEATS, words) == {
        "attendance": (
            "Trực tuyến: Nguyễn Thị Hà, Phó Chánh Văn phòng Tỉnh ủy, dự thay Đỗ Văn An; "
            "Vũ Văn Nam, Chánh Văn phòng Tỉnh ủy.\n"
            "Đến muộn: Phạm Văn Sảnh, Trưởng Ban (lúc 08 giờ 15)."
        ),
        "course": "08 giờ 00: bắt đầu nội dung.\n08 giờ 20: kết thúc nội dung.",
    }
    later = Proceedings(at(9), None, False, present=STAYS, calls=(Call(5, at(9, 10)),), polls=SITTING.polls)
    assert propose(later, SEATS, words) == {
        "attendance": "Thành phần tham dự không thay đổi so với nội dung trước.",
        "course": (
            "09 giờ 00: bắt đầu nội dung.\n09 giờ 10: Vũ Văn Nam, Chánh Văn phòng Tỉnh ủy phát biểu.\n"
            "Biểu quyết “Thông qua dự thảo thông báo?”: đã có kết quả, Đồng ý 60, Không đồng ý 2."
        ),
    }


@pytest.mark.office
def test_libreoffice_opens_the_minutes(pack: Pack, tmp_path: Path) -> None:
    """Whole, with the signatures on the last page."""
    for form in FORMS:
        (tmp_path / f"{form}.docx").write_bytes(written(pack, form))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]
    paths = [str(tmp_path / f"{form}.docx") for form in FORMS]
    subprocess.run([*command, str(tmp_path), *paths], check=True, capture_output=True, timeout=120)
    for form in FORMS:
        text = (tmp_path / f"{form}.txt").read_text("utf-8")
        assert "BIÊN BẢN" in text and text.index("NGƯỜI GHI BIÊN BẢN") < text.index("CHỦ TRÌ HỘI NGHỊ")
